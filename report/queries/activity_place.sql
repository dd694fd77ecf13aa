-- activity_place
-- Purpose: Who holds the activities of the shown articles.
-- Grain: one row per activity and place that is host or partner.
select distinct b.activity_key, b.place_key, b.role = 'host' as is_host
from report_article as r
join main.fact_activity as x on x.article_key = r.article_key
join main.bridge_activity_place as b on b.activity_key = x.activity_key and b.role in ('host', 'partner')
order by b.activity_key, is_host desc, b.place_key
