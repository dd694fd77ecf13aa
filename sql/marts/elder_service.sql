-- mart.elder_service (R13)
-- Purpose: Services for the old: lectures, courses close to home, meals, visits, and how many they reach.
-- Grain: one row per unit and service, for each figure of it; and a row without a figure for each activity for the old.
-- Units: value in unit_word.
create or replace view mart.elder_service as
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
placed as (
    select o.*, i.name as indicator, s.text as sentence,
        case when o.place_key <> 0 then 0 else o.organization_key end as unit_organization_key
    from main.fact_observation as o
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
    join main.fact_sentence as s
        on s.article_key = o.article_key and s.body_start <= o.body_start and o.body_start < s.body_end
    join main.bridge_article_topic as b on b.article_key = o.article_key
    join main.dim_topic as t on t.topic_key = b.topic_key and t.code = 'elderly'
    where i.category in ('activity', 'training', 'beneficiary', 'facility', 'volunteer')
),
told as (
    select p.article_key, p.place_key, p.unit_organization_key,
        n.name as service,
        p.indicator, p.value, p.unit as unit_word, p.qualifier, p.period_text as period, p.period_from, p.period_to,
        p.body_start, p.source_text
    from placed as p
    left join main.dim_initiative as n on n.initiative_key = p.initiative_key and n.initiative_key <> 0
    where (regexp_matches(p.sentence, '老年|老人|老党员|长者|敬老|养老|助老|为老|高龄|独居|银龄|乐龄|重阳') or p.unit in ('门', '期', '课', '堂', '场'))
        and not regexp_matches(p.indicator, '儿童|少年|学生|孩子|婴幼')
    union all
    select x.article_key, coalesce(h.place_key, f.place_key), 0, x.name, null, null, null, null, null, x.date_from,
        x.date_to, x.body_start, substr(a.body, x.body_start + 1, x.body_end - x.body_start)
    from main.fact_activity as x
    join article as a on a.article_key = x.article_key
    join main.fact_article as f on f.article_key = x.article_key
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
    l.line_no,
    t.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from told as t
join article as a on a.article_key = t.article_key
left join unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key
asof left join line as l on l.article_key = t.article_key and l.body_start <= t.body_start;

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
