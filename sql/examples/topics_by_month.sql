-- 各主题每月有多少报道？
-- How much is written about each topic, month by month?
select month, topic_zh, articles, lead_articles, share_of_articles, change_in_articles
from mart.topic_trend
order by month nulls last, articles desc, topic_zh
