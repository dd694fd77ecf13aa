-- article_topic
-- Purpose: The topics of the shown articles.
-- Grain: one row per article and topic.
select r.article_no, t.code, t.name_zh, t.name_en, b.role
from report_article as r
join main.bridge_article_topic as b on b.article_key = r.article_key
join main.dim_topic as t on t.topic_key = b.topic_key
order by r.article_no, b.topic_rank, t.code
