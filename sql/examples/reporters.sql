-- 每位记者写了多少篇，主要写什么？
-- How much did each reporter write, and about what?
select reporter, newspaper, articles, figures, places, main_topic
from mart.reporter_output
order by articles desc, reporter
