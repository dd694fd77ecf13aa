-- mart.unit_scorecard
-- Purpose: What each unit did, month by month.
-- Grain: one row per unit (place) and month of publication; month is null where no day of publication is known.
-- Units: counts of articles, activities and programmes; of printed figures the largest of the month, never a sum.
create or replace view mart.unit_scorecard as
with dated as (
    select article_key, precision, resolved_to,
        row_number() over (
            partition by article_key
            order by precision = 'day' desc, precision = 'month' desc, precision = 'year' desc, resolved_to desc, precision
        ) as choice
    from main.fact_date_mention
    where resolved_to is not null
),
article as (
    select a.article_key, a.title, a.body, a.is_truncated, s.file_name, s.published_on,
        coalesce(s.published_on, d.resolved_to) as dated_on,
        case when s.published_on is not null then 'published' else d.precision end as dated_on_precision
    from main.dim_article as a
    join main.dim_source as s on s.source_key = a.source_key
    left join dated as d on d.article_key = a.article_key and d.choice = 1
    where a.article_key <> 0 and a.duplicate_of_article_key is null
),
line as (
    select article_key, body_start, line_no
    from ops.page_line
    where role = 'body' and kept_chars > 0
),
article_of as (
    select f.article_key, f.place_key, date_trunc('month', a.published_on)::date as month, a.title, a.file_name,
        a.published_on
    from main.fact_article as f
    join article as a on a.article_key = f.article_key
),
told as (
    select o.place_key, m.month, i.category, o.value, o.article_key, o.body_start, o.source_text
    from main.fact_observation as o
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
    join article_of as m on m.article_key = o.article_key
    where o.place_key <> 0 and not o.is_target and o.change is null and o.unit <> '%'
        and i.category in ('demand_resolved', 'dispute_mediated', 'hazard_removed', 'beneficiary')
),
-- Figures of one month may tell of the same matters (125个诉求, 其中问题30个), so the largest stands for them; none are added.
figures as (
    select place_key, month,
        max(value) filter (where category = 'demand_resolved') as demands,
        max(value) filter (where category = 'dispute_mediated') as disputes,
        max(value) filter (where category = 'hazard_removed') as hazards,
        max(value) filter (where category = 'beneficiary') as persons_reached,
        arg_min(source_text, (article_key, body_start)) as source_text,
        arg_min(article_key, (article_key, body_start)) as article_key,
        arg_min(body_start, (article_key, body_start)) as body_start
    from told
    group by place_key, month
),
articles as (
    select b.place_key, m.month, count(distinct b.article_key) as articles, min(m.published_on) as published_on,
        arg_min(m.title, (m.published_on, b.article_key)) as title,
        arg_min(m.file_name, (m.published_on, b.article_key)) as file_name
    from main.bridge_article_place as b
    join article_of as m on m.article_key = b.article_key
    where b.role in ('subject', 'host', 'partner')
    group by b.place_key, m.month
),
activities as (
    select b.place_key, m.month, count(distinct x.activity_key) as activities
    from main.fact_activity as x
    join main.bridge_activity_place as b on b.activity_key = x.activity_key and b.role in ('host', 'partner')
    join article_of as m on m.article_key = x.article_key
    group by b.place_key, m.month
),
programmes as (
    select case when b.owner_place_key <> 0 then b.owner_place_key else m.place_key end as place_key, m.month,
        count(distinct b.initiative_key) as initiatives_named
    from main.bridge_article_initiative as b
    join article_of as m on m.article_key = b.article_key
    where b.owner_place_key <> 0 or b.owner_organization_key = 0
    group by 1, 2
)
select
    p.name as unit,
    p.level as unit_level,
    parent.name as parent_unit,
    r.month,
    r.articles,
    x.activities,
    f.demands,
    f.disputes,
    f.hazards,
    f.persons_reached,
    n.initiatives_named,
    coalesce(o.file_name, r.file_name) as file_name,
    l.line_no,
    f.source_text,
    coalesce(o.title, r.title) as title,
    coalesce(o.published_on, r.published_on) as published_on
from articles as r
join main.dim_place as p on p.place_key = r.place_key and p.place_key <> 0
left join main.dim_place as parent on parent.place_key = p.parent_place_key and parent.place_key <> 0
left join activities as x on x.place_key = r.place_key and x.month is not distinct from r.month
left join figures as f on f.place_key = r.place_key and f.month is not distinct from r.month
left join programmes as n on n.place_key = r.place_key and n.month is not distinct from r.month
left join article as o on o.article_key = f.article_key
asof left join line as l on l.article_key = f.article_key and l.body_start <= f.body_start;

comment on view mart.unit_scorecard is 'One row per unit (place) and month of publication; month is null where no day of publication is known. What each unit did, month by month.';
comment on column mart.unit_scorecard.unit is 'The place.';
comment on column mart.unit_scorecard.unit_level is 'Its level.';
comment on column mart.unit_scorecard.parent_unit is 'Place that contains it; never add the two up.';
comment on column mart.unit_scorecard.month is 'First day of the month of publication; null where unknown.';
comment on column mart.unit_scorecard.articles is 'Articles in which it is subject, host or partner.';
comment on column mart.unit_scorecard.activities is 'Activities that it hosts or joins; null where none is reported.';
comment on column mart.unit_scorecard.demands is 'Largest figure of demands dealt with that the month prints; null where it prints none.';
comment on column mart.unit_scorecard.disputes is 'Largest figure of disputes settled, likewise.';
comment on column mart.unit_scorecard.hazards is 'Largest figure of hazards found or removed, likewise.';
comment on column mart.unit_scorecard.persons_reached is 'Largest figure of people reached, likewise.';
comment on column mart.unit_scorecard.initiatives_named is 'Programmes that it owns or that articles about it name; null where none is.';
comment on column mart.unit_scorecard.file_name is 'File of the page.';
comment on column mart.unit_scorecard.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.unit_scorecard.source_text is 'The printed words.';
comment on column mart.unit_scorecard.title is 'Title of the article.';
comment on column mart.unit_scorecard.published_on is 'Day of publication; null where the page does not say.';
