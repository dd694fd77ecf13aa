-- mart.training_and_study_coverage (R14)
-- Purpose: Classes, party training and study: for whom, how often, how complete, and who lectures.
-- Grain: one row per unit and programme: each activity of training or study, and each figure of training that no such activity reports.
-- Units: sessions in unit_word; coverage_percent in percent.
create or replace view mart.training_and_study_coverage as
with host as (
    select b.activity_key, arg_min(b.place_key, b.position) as place_key
    from main.bridge_activity_place as b
    where b.role = 'host'
    group by b.activity_key
),
trained as (
    select * from intermediate.figure
    where not is_target
        and (category = 'training' or (category = 'activity' and regexp_matches(indicator, '培训|学习|宣讲|党课|课')))
),
programme as (
    select x.activity_key, x.article_key, x.name as programme, x.participants as audience, x.body_start, x.body_end,
        x.date_from, x.date_to, x.source_text, x.line_no, x.paragraph_no, coalesce(h.place_key, f.place_key) as place_key
    from main.fact_activity as x
    join main.fact_article as f on f.article_key = x.article_key
    left join host as h on h.activity_key = x.activity_key
    where x.activity_type in ('training', 'study')
),
reported as (
    select p.activity_key,
        arg_min(t.value, t.body_start) filter (where t.unit <> '%') as sessions,
        arg_min(t.unit, t.body_start) filter (where t.unit <> '%') as unit_word,
        arg_min(t.qualifier, t.body_start) filter (where t.unit <> '%') as qualifier,
        arg_min(t.value, t.body_start) filter (where t.unit = '%') as coverage_percent
    from programme as p
    join trained as t
        on t.article_key = p.article_key and t.body_start >= p.body_start and t.body_start < p.body_end
    group by p.activity_key
),
-- An expert lectures where the paragraph names him, not in every activity of the article.
lecturer as (
    select b.article_key, m.paragraph_no, string_agg(distinct n.name, '、' order by n.name) as lecturer
    from main.bridge_article_person as b
    join main.dim_person as n on n.person_key = b.person_key
    join main.fact_mention as m
        on m.article_key = b.article_key and m.entity_kind = 'person' and m.entity_key = b.person_key
    where b.role = 'expert'
    group by b.article_key, m.paragraph_no
),
told as (
    select p.article_key, p.place_key, 0 as unit_organization_key, p.programme, p.audience, r.sessions, r.unit_word,
        r.qualifier, r.coverage_percent, null as period, p.date_from as period_from, p.date_to as period_to,
        p.line_no, p.paragraph_no, p.source_text
    from programme as p
    left join reported as r on r.activity_key = p.activity_key
    union all
    select t.article_key, t.place_key, t.unit_organization_key, t.indicator, null,
        case when t.unit <> '%' then t.value end, case when t.unit <> '%' then t.unit end, t.qualifier,
        case when t.unit = '%' then t.value end, t.period_text, t.period_from, t.period_to, t.line_no,
        t.paragraph_no, t.source_text
    from trained as t
    where not exists (
        select 1 from programme as p
        where p.article_key = t.article_key and t.body_start >= p.body_start and t.body_start < p.body_end
    )
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    t.programme,
    case when e.lecturer is null or not contains(t.audience, e.lecturer) then t.audience end as audience,
    t.sessions,
    t.unit_word,
    t.qualifier,
    t.coverage_percent,
    e.lecturer,
    t.period,
    t.period_from,
    t.period_to,
    a.file_name,
    t.line_no,
    t.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from told as t
join intermediate.article as a on a.article_key = t.article_key
left join intermediate.unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key
left join lecturer as e on e.article_key = t.article_key and e.paragraph_no = t.paragraph_no;

comment on view mart.training_and_study_coverage is 'One row per unit and programme: each activity of training or study, and each figure of training that no such activity reports. Classes, party training and study: for whom, how often, how complete, and who lectures.';
comment on column mart.training_and_study_coverage.unit is 'Place, else organisation, that the figure is about; null where the page names none.';
comment on column mart.training_and_study_coverage.unit_level is 'Level of the place, or kind of the organisation.';
comment on column mart.training_and_study_coverage.parent_unit is 'Place that contains it.';
comment on column mart.training_and_study_coverage.programme is 'Name of the activity, or the thing counted.';
comment on column mart.training_and_study_coverage.audience is 'Who took part, as printed.';
comment on column mart.training_and_study_coverage.sessions is 'Sessions, classes or courses; null where the page prints no figure.';
comment on column mart.training_and_study_coverage.unit_word is 'Measure word as printed.';
comment on column mart.training_and_study_coverage.qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.training_and_study_coverage.coverage_percent is 'Share of those meant who took part, in percent; null where the page prints none.';
comment on column mart.training_and_study_coverage.lecturer is 'Experts whom the article names, joined by 、.';
comment on column mart.training_and_study_coverage.period is 'Period as printed; null where none is.';
comment on column mart.training_and_study_coverage.period_from is 'First day of the period.';
comment on column mart.training_and_study_coverage.period_to is 'Last day of the period.';
comment on column mart.training_and_study_coverage.file_name is 'File of the page.';
comment on column mart.training_and_study_coverage.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.training_and_study_coverage.source_text is 'The printed words.';
comment on column mart.training_and_study_coverage.title is 'Title of the article.';
comment on column mart.training_and_study_coverage.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.training_and_study_coverage.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.training_and_study_coverage.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
