-- mart.activity_volume_and_reach (R2)
-- Purpose: How many activities a unit reports, how many people they reached, and how many that is for each activity.
-- Grain: one row per unit, period and sentence that reports activities or people reached.
-- Units: activities in events; persons_reached in persons or person-times, as the page counts.
create or replace view mart.activity_volume_and_reach as
with figure as (
    select * from intermediate.figure
    where not is_target and unit <> '%' and category in ('activity', 'beneficiary')
),
placed as (
    select f.*,
        row_number() over (partition by f.article_key, f.paragraph_no, f.sentence_no, f.category order by f.body_start, f.place_key, f.value) as place_in_sentence
    from figure as f
    join main.fact_sentence as s
        on s.article_key = f.article_key and s.paragraph_no = f.paragraph_no and s.sentence_no = f.sentence_no
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
        case when h.body_start <= r.body_start then h.line_no else coalesce(r.line_no, h.line_no) end as line_no,
        concat_ws(' … ', h.source_text, r.source_text) as source_text
    from (select * from placed where category = 'activity') as h
    full join (select * from placed where category = 'beneficiary') as r
        on r.article_key = h.article_key
        and r.paragraph_no = h.paragraph_no
        and r.sentence_no = h.sentence_no
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
    p.line_no,
    p.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from paired as p
join intermediate.article as a on a.article_key = p.article_key
left join intermediate.unit as u on u.place_key = p.place_key and u.organization_key = p.unit_organization_key;

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
