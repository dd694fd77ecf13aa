-- 哪个单位解决了多少诉求？通过什么渠道？原文在哪一行？
-- Which unit solved how many demands, through which channel, and where does it say so?
select unit, value, unit_word, qualifier, channel, system, period, file_name, line_no, source_text
from mart.demand_closure_by_unit
where not is_target
order by value desc, unit
