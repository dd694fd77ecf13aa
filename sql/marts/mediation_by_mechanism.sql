-- mart.mediation_by_mechanism (R3)
-- Purpose: Who settles disputes, by which mechanism, and how many.
-- Grain: one row per unit and mechanism, for each reported figure of disputes; and a row without a figure for each mechanism of mediation that an article only names.
-- Units: disputes in cases (起, 件).
create or replace view mart.mediation_by_mechanism as
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
headline as (
    select article_key, min(line_no) as line_no from ops.page_line where role = 'title' group by article_key
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
    where i.category = 'dispute_mediated'
),
counted as (
    select f.article_key, f.place_key, f.unit_organization_key, f.body_start, f.source_text, f.initiative_key,
        f.value as disputes, f.unit as unit_word, f.qualifier, f.period_text as period, f.period_from, f.period_to
    from figure as f
),
named as (
    select b.article_key, b.initiative_key, n.name,
        case when b.owner_place_key <> 0 then b.owner_place_key
             when b.owner_organization_key <> 0 then 0 else fa.place_key end as place_key,
        case when b.owner_place_key <> 0 then 0 else b.owner_organization_key end as unit_organization_key,
        min(m.body_start) as body_start
    from main.bridge_article_initiative as b
    join main.dim_initiative as n on n.initiative_key = b.initiative_key
    join main.fact_article as fa on fa.article_key = b.article_key
    left join main.fact_mention as m
        on m.article_key = b.article_key and m.entity_kind = 'initiative' and m.entity_key = b.initiative_key
    where regexp_matches(n.name, '调解|和事|老娘舅|劝和|说和|评理|老舅')
    group by all
),
-- Where the figure names no mechanism of its own, it is the one named last before it, else the first of the article.
settled as (
    select c.article_key, c.place_key, c.unit_organization_key, c.body_start, c.source_text,
        coalesce(own.name, (
            select arg_max(n.name, (n.body_start, n.name)) from named as n
            where n.article_key = c.article_key and n.body_start <= c.body_start
        ), (
            select arg_min(n.name, (n.body_start, n.name)) from named as n where n.article_key = c.article_key
        )) as mechanism,
        c.disputes, c.unit_word, c.qualifier, c.period, c.period_from, c.period_to
    from counted as c
    left join main.dim_initiative as own on own.initiative_key = c.initiative_key and own.initiative_key <> 0
),
told as (
    select * from settled
    union all
    select n.article_key, n.place_key, n.unit_organization_key, n.body_start, s.text, n.name,
        null, null, null, null, null, null
    from named as n
    left join main.fact_sentence as s
        on s.article_key = n.article_key and s.body_start <= n.body_start and n.body_start < s.body_end
    where not exists (
        select 1 from settled as d
        where d.article_key = n.article_key and d.mechanism = n.name and d.place_key = n.place_key
            and d.unit_organization_key = n.unit_organization_key
    )
),
described as (
    select t.*, a.file_name, a.title, a.published_on, a.dated_on, a.dated_on_precision,
        coalesce(l.line_no, h.line_no) as line_no,
        string_split(left(a.body, t.body_start), chr(10))[-1] || string_split(substr(a.body, t.body_start + 1), chr(10))[1] as paragraph
    from told as t
    join article as a on a.article_key = t.article_key
    left join headline as h on h.article_key = t.article_key
    asof left join line as l on l.article_key = t.article_key and l.body_start <= t.body_start
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    t.mechanism,
    nullif(concat_ws('、',
        case when regexp_matches(t.paragraph, '老党员|老干部|退休') then '老党员' end,
        case when regexp_matches(t.paragraph, '民警|派出所|警务') then '民警' end,
        case when regexp_matches(t.paragraph, '网格员|网格长') then '网格员' end,
        case when regexp_matches(t.paragraph, '调解员|调解委员|人民调解') then '调解员' end,
        case when regexp_matches(t.paragraph, '律师|法律|法官|检察官') then '法律工作者' end,
        case when regexp_matches(t.paragraph, '社工|社区工作者|社区干部') then '社工' end,
        case when regexp_matches(t.paragraph, '老娘舅|乡贤|五老|居民代表|志愿者') then '热心居民' end
    ), '') as mediator_kind,
    t.disputes,
    t.unit_word,
    t.qualifier,
    t.period,
    t.period_from,
    t.period_to,
    t.file_name,
    t.line_no,
    coalesce(t.source_text, t.title) as source_text,
    t.title,
    t.published_on,
    t.dated_on,
    t.dated_on_precision
from described as t
left join unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key;

comment on view mart.mediation_by_mechanism is 'One row per unit and mechanism, for each reported figure of disputes; and a row without a figure for each mechanism of mediation that an article only names. Who settles disputes, by which mechanism, and how many.';
comment on column mart.mediation_by_mechanism.unit is 'Place, else organisation, that the figure is about; null where the page names none.';
comment on column mart.mediation_by_mechanism.unit_level is 'Level of the place, or kind of the organisation.';
comment on column mart.mediation_by_mechanism.parent_unit is 'Place that contains it.';
comment on column mart.mediation_by_mechanism.mechanism is 'Mediation room, team or method; null where the figure stands alone.';
comment on column mart.mediation_by_mechanism.mediator_kind is 'Who mediates, as far as the paragraph says.';
comment on column mart.mediation_by_mechanism.disputes is 'Disputes settled; null where the page prints no figure.';
comment on column mart.mediation_by_mechanism.unit_word is 'Measure word as printed.';
comment on column mart.mediation_by_mechanism.qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.mediation_by_mechanism.period is 'Period as printed; null where none is.';
comment on column mart.mediation_by_mechanism.period_from is 'First day of the period.';
comment on column mart.mediation_by_mechanism.period_to is 'Last day of the period.';
comment on column mart.mediation_by_mechanism.file_name is 'File of the page.';
comment on column mart.mediation_by_mechanism.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.mediation_by_mechanism.source_text is 'The printed words.';
comment on column mart.mediation_by_mechanism.title is 'Title of the article.';
comment on column mart.mediation_by_mechanism.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.mediation_by_mechanism.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.mediation_by_mechanism.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
