-- total
-- Purpose: How many rows the warehouse has of what the dashboard shows in part.
-- Grain: one row per kind of row.
with article as (
    select article_key from main.dim_article where article_key <> 0 and duplicate_of_article_key is null
)
select 'article' as kind, count(*) as row_count from article
union all
select 'figure', count(*)
from main.fact_observation as o
join article as a on a.article_key = o.article_key
join main.dim_indicator as i on i.indicator_key = o.indicator_key
where i.category in ('demand_resolved', 'dispute_mediated', 'hazard_removed', 'beneficiary')
union all
select 'activity', count(*) from main.fact_activity as x join article as a on a.article_key = x.article_key
union all
select 'programme', count(*) from main.bridge_article_initiative as b join article as a on a.article_key = b.article_key
union all
select 'page', count(*) from main.dim_source where is_current and source_key <> 0
order by kind
