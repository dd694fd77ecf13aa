-- purpose: No interval ends before it starts.
-- severity: stop
-- table: fact_date_mention
-- scope: page
select 'fact_date_mention' as table_name, article_key, source_text as printed, resolved_from as first, resolved_to as last
from fact_date_mention where resolved_from > resolved_to
union all
select 'fact_observation', article_key, period_text, period_from, period_to
from fact_observation where period_from > period_to
union all
select 'fact_activity', article_key, name, date_from, date_to from fact_activity where date_from > date_to
