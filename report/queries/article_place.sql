-- article_place
-- Purpose: The places that the shown articles are about.
-- Grain: one row per article and place that is its subject, host or partner; places only mentioned are left out.
select r.article_no, b.place_key, b.role
from report_article as r
join main.bridge_article_place as b on b.article_key = r.article_key
where b.role in ('subject', 'host', 'partner')
order by r.article_no, b.place_key
