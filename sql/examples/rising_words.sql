-- 这个月哪些词在上升？
-- Which words rose in the last month?
select word, occurrences, articles, rise, tf_idf
from mart.word_trend
where month = (select max(month) from mart.word_trend)
order by rise desc nulls last, tf_idf desc, word
limit 30
