-- mart.elder_service (R13)
-- Purpose: Services for the old: lectures, courses close to home, meals, visits, and how many they reach.
-- Grain: one row per unit and service, for each figure of it; and a row without a figure for each activity for the old.
-- Units: value in unit_word.
create or replace view mart.elder_service as
with placed as (
    select o.*, s.text as sentence
    from intermediate.figure as o
    join main.fact_sentence as s
        on s.article_key = o.article_key and s.paragraph_no = o.paragraph_no and s.sentence_no = o.sentence_no
    join main.bridge_article_topic as b on b.article_key = o.article_key
    join main.dim_topic as t on t.topic_key = b.topic_key and t.code = 'elderly'
    where o.category in ('activity', 'training', 'beneficiary', 'facility', 'volunteer')
),
told as (
    select p.article_key, p.place_key, p.unit_organization_key,
        n.name as service,
        p.indicator, p.value, p.unit as unit_word, p.qualifier, p.period_text as period, p.period_from, p.period_to,
        p.line_no, p.source_text
    from placed as p
    left join main.dim_initiative as n on n.initiative_key = p.initiative_key and n.initiative_key <> 0
    where (regexp_matches(p.sentence, '老年|老人|老党员|长者|敬老|养老|助老|为老|高龄|独居|银龄|乐龄|重阳') or p.unit in ('门', '期', '课', '堂', '场'))
        and not regexp_matches(p.indicator, '儿童|少年|学生|孩子|婴幼')
    union all
    select x.article_key, coalesce(h.place_key, a.place_key), 0, x.name, null, null, null, null, null, x.date_from,
        x.date_to, x.line_no, x.source_text
    from main.fact_activity as x
    join intermediate.article as a on a.article_key = x.article_key
    left join (
        select activity_key, arg_min(place_key, position) as place_key
        from main.bridge_activity_place
        where role = 'host'
        group by activity_key
    ) as h on h.activity_key = x.activity_key
    where regexp_matches(x.name || coalesce(x.participants, ''), '老年|老人|老党员|长者|敬老|养老|助老|为老|高龄|独居|银龄|乐龄|重阳')
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    t.service,
    t.indicator,
    t.value,
    t.unit_word,
    t.qualifier,
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
left join intermediate.unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key;

comment on view mart.elder_service is 'One row per unit and service, for each figure of it; and a row without a figure for each activity for the old. Services for the old: lectures, courses close to home, meals, visits, and how many they reach.';
comment on column mart.elder_service.unit is 'Place, else organisation, that the figure is about; null where the page names none.';
comment on column mart.elder_service.unit_level is 'Level of the place, or kind of the organisation.';
comment on column mart.elder_service.parent_unit is 'Place that contains it.';
comment on column mart.elder_service.service is 'Programme or activity; null where the figure stands alone.';
comment on column mart.elder_service.indicator is 'The thing counted; null where the row is an activity.';
comment on column mart.elder_service.value is 'The figure; null where the page prints none.';
comment on column mart.elder_service.unit_word is 'Measure word as printed.';
comment on column mart.elder_service.qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.elder_service.period is 'Period as printed; null where none is.';
comment on column mart.elder_service.period_from is 'First day of the period.';
comment on column mart.elder_service.period_to is 'Last day of the period.';
comment on column mart.elder_service.file_name is 'File of the page.';
comment on column mart.elder_service.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.elder_service.source_text is 'The printed words.';
comment on column mart.elder_service.title is 'Title of the article.';
comment on column mart.elder_service.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.elder_service.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.elder_service.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
