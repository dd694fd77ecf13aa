-- 为老年人做了什么？
-- What was done for the old?
select unit, service, indicator, value, unit_word, qualifier, source_text
from mart.elder_service
order by unit nulls last, service nulls last, indicator
