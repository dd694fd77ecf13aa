-- activity_organization
-- Purpose: Which organisations hold the activities of the shown articles.
-- Grain: one row per activity and organisation that is host or partner.
select distinct b.activity_key, g.name as organization
from report_article as r
join main.fact_activity as x on x.article_key = r.article_key
join main.bridge_activity_organization as b on b.activity_key = x.activity_key and b.role in ('host', 'partner')
join main.dim_organization as g on g.organization_key = b.organization_key and g.organization_key <> 0
order by b.activity_key, g.name
