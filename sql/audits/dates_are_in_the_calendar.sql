-- purpose: Every day that a page or a fact names is a row of dim_date, whose years have no gap.
-- severity: stop
-- table: dim_date
-- scope: page
with bounds as (
    select min(calendar_date) as first_day, max(calendar_date) as last_day, count(calendar_date) as days from dim_date
),
named as (
    select 'dim_source' as table_name, min(published_on) as first_day, max(published_on) as last_day
    from dim_source where is_current
    union all
    select 'fact_date_mention', min(least(resolved_from, resolved_to)), max(greatest(resolved_from, resolved_to))
    from fact_date_mention
    union all
    select 'fact_observation', min(least(period_from, period_to)), max(greatest(period_from, period_to))
    from fact_observation
    union all
    select 'fact_activity', min(least(date_from, date_to)), max(greatest(date_from, date_to)) from fact_activity
)
select table_name, named.first_day, named.last_day from named, bounds
where named.first_day < bounds.first_day
    or named.last_day > bounds.last_day
    or (named.first_day is not null and bounds.first_day is null)
    or bounds.last_day - bounds.first_day + 1 <> bounds.days
