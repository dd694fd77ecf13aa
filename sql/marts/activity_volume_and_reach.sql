-- mart.activity_volume_and_reach (R2)
-- Purpose: How many activities a unit reports, how many people they reached, and how many that is for each activity.
-- Grain: one row per unit, period and sentence that reports activities or people reached.
-- Units: activities in events; persons_reached in persons or person-times, as the page counts.
create or replace view mart.activity_volume_and_reach as
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
unit as (
    select p.place_key, 0 as organization_key, p.name as unit, p.level as unit_level,
        parent.name as parent_unit
    from main.dim_place as p
    left join main.dim_place as parent on parent.place_key = p.parent_place_key and parent.place_key <> 0
    where p.place_key <> 0
    union all
    select 0, g.organization_key, g.name, g.kind, seat.name
    from main.dim_organization as g
    left join main.dim_place as seat on seat.place_key = g.place_key and seat.place_key <> 0
    where g.organization_key <> 0
),
figure as (
    select o.*, i.name as indicator, i.category,
        case when o.place_key <> 0 then 0 else o.organization_key end as unit_organization_key
    from main.fact_observation as o
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
    where not o.is_target and o.unit <> '%' and i.category in ('activity', 'beneficiary')
),
placed as (
    select f.*, s.body_start as sentence_start,
        row_number() over (partition by f.article_key, s.body_start, f.category order by f.body_start, f.place_key, f.value) as place_in_sentence
    from figure as f
    join main.fact_sentence as s
        on s.article_key = f.article_key and s.body_start <= f.body_start and f.body_start < s.body_end
    where f.category = 'activity'
        or (regexp_matches(f.unit, '人|名|户|位') and regexp_matches(s.text, '活动|服务|惠及|参加|参与|受益|覆盖|讲座|课|场'))
),
-- Figures of one sentence belong together in their order: 举办活动12场，惠及居民800人次.
paired as (
    select
        coalesce(h.article_key, r.article_key) as article_key,
        coalesce(h.place_key, r.place_key) as place_key,
        coalesce(h.unit_organization_key, r.unit_organization_key) as unit_organization_key,
        coalesce(h.period_text, r.period_text) as period,
        coalesce(h.period_from, r.period_from) as period_from,
        coalesce(h.period_to, r.period_to) as period_to,
        h.indicator, h.value as activities, h.unit as activities_unit_word, h.qualifier as activities_qualifier,
        r.value as persons_reached, r.qualifier as reached_qualifier,
        least(h.body_start, r.body_start) as body_start,
        concat_ws(' … ', h.source_text, r.source_text) as source_text
    from (select * from placed where category = 'activity') as h
    full join (select * from placed where category = 'beneficiary') as r
        on r.article_key = h.article_key
        and r.sentence_start = h.sentence_start
        and r.place_in_sentence = h.place_in_sentence
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    p.indicator,
    p.activities,
    p.activities_unit_word,
    p.activities_qualifier,
    p.persons_reached,
    p.reached_qualifier,
    round(p.persons_reached / nullif(p.activities, 0), 1) as persons_per_activity,
    p.period,
    p.period_from,
    p.period_to,
    a.file_name,
    l.line_no,
    p.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from paired as p
join article as a on a.article_key = p.article_key
left join unit as u on u.place_key = p.place_key and u.organization_key = p.unit_organization_key
asof left join line as l on l.article_key = p.article_key and l.body_start <= p.body_start;

comment on view mart.activity_volume_and_reach is 'One row per unit, period and sentence that reports activities or people reached. How many activities a unit reports, how many people they reached, and how many that is for each activity.';
comment on column mart.activity_volume_and_reach.unit is 'Place, else organisation, that the figure is about; null where the page names none.';
comment on column mart.activity_volume_and_reach.unit_level is 'Level of the place, or kind of the organisation.';
comment on column mart.activity_volume_and_reach.parent_unit is 'Place that contains it.';
comment on column mart.activity_volume_and_reach.indicator is 'The kind of activity counted; null where only people are.';
comment on column mart.activity_volume_and_reach.activities is 'Activities; null where the page prints no figure.';
comment on column mart.activity_volume_and_reach.activities_unit_word is 'Measure word as printed: 场, 次, 期.';
comment on column mart.activity_volume_and_reach.activities_qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.activity_volume_and_reach.persons_reached is 'People, or attendances where the page counts 人次; null where the page prints no figure.';
comment on column mart.activity_volume_and_reach.reached_qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.activity_volume_and_reach.persons_per_activity is 'persons_reached / activities; as vague as both.';
comment on column mart.activity_volume_and_reach.period is 'Period as printed; null where none is.';
comment on column mart.activity_volume_and_reach.period_from is 'First day of the period.';
comment on column mart.activity_volume_and_reach.period_to is 'Last day of the period.';
comment on column mart.activity_volume_and_reach.file_name is 'File of the page.';
comment on column mart.activity_volume_and_reach.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.activity_volume_and_reach.source_text is 'The printed words.';
comment on column mart.activity_volume_and_reach.title is 'Title of the article.';
comment on column mart.activity_volume_and_reach.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.activity_volume_and_reach.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.activity_volume_and_reach.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
