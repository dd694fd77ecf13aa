-- mart.unit_scorecard
-- Purpose: What each unit did, month by month.
-- Grain: one row per unit (place) and month of publication; month is null where no day of publication is known.
-- Units: counts of articles, activities and programmes; of printed figures the largest of the month, never a sum.
create or replace view mart.unit_scorecard as
with article_of as (
    select *, date_trunc('month', published_on)::date as month from intermediate.article
),
counted as (
    select indicator_key, category
    from main.dim_indicator
    where category in ('demand_resolved', 'dispute_mediated', 'hazard_removed', 'beneficiary')
),
told as (
    select o.place_key, m.month, i.category, o.value, o.article_key, o.body_start, o.line_no, o.source_text
    from main.fact_observation as o
    join counted as i on i.indicator_key = o.indicator_key
    join article_of as m on m.article_key = o.article_key
    where o.place_key <> 0 and not o.is_target and o.change is null and o.unit <> '%'
),
-- Figures of one month may tell of the same matters (125个诉求, 其中问题30个), so the largest stands for them; none are added.
figures as (
    select place_key, month,
        max(value) filter (where category = 'demand_resolved') as demands,
        max(value) filter (where category = 'dispute_mediated') as disputes,
        max(value) filter (where category = 'hazard_removed') as hazards,
        max(value) filter (where category = 'beneficiary') as persons_reached,
        min({
            'article_key': article_key, 'body_start': body_start, 'line_no': line_no, 'source_text': source_text
        }) as first
    from told
    group by place_key, month
),
articles as (
    select b.place_key, m.month, count(*) as articles,
        min({'published_on': m.published_on, 'article_key': b.article_key}).article_key as article_key
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
    a.file_name,
    f.first.line_no as line_no,
    f.first.source_text as source_text,
    a.title,
    a.published_on
from articles as r
join main.dim_place as p on p.place_key = r.place_key and p.place_key <> 0
left join main.dim_place as parent on parent.place_key = p.parent_place_key and parent.place_key <> 0
left join activities as x on x.place_key = r.place_key and x.month is not distinct from r.month
left join figures as f on f.place_key = r.place_key and f.month is not distinct from r.month
left join programmes as n on n.place_key = r.place_key and n.month is not distinct from r.month
join intermediate.article as a on a.article_key = coalesce(f.first.article_key, r.article_key);

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
