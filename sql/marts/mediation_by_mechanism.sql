-- mart.mediation_by_mechanism (R3)
-- Purpose: Who settles disputes, by which mechanism, and how many.
-- Grain: one row per unit and mechanism, for each reported figure of disputes; and a row without a figure for each mechanism of mediation that an article only names.
-- Units: disputes in cases (起, 件).
create or replace view mart.mediation_by_mechanism as
with figure as (
    select * from intermediate.figure
    where category = 'dispute_mediated'
),
named as (
    select article_key, initiative_key, name, body_start, line_no, paragraph_no, sentence_no,
        case when owner_place_key <> 0 then owner_place_key
             when owner_organization_key <> 0 then 0 else lead_place_key end as place_key,
        case when owner_place_key <> 0 then 0 else owner_organization_key end as unit_organization_key
    from intermediate.named_initiative
    where regexp_matches(name, '调解|和事|老娘舅|劝和|说和|评理|老舅')
),
-- Where the figure names no mechanism of its own, it is the one named last before it, else the first of the article.
settled as (
    select c.article_key, c.place_key, c.unit_organization_key, c.line_no, c.paragraph_no, c.source_text,
        coalesce(own.name, (
            select arg_max(n.name, (n.body_start, n.name)) from named as n
            where n.article_key = c.article_key and n.body_start <= c.body_start
        ), (
            select arg_min(n.name, (n.body_start, n.name)) from named as n where n.article_key = c.article_key
        )) as mechanism,
        c.value as disputes, c.unit as unit_word, c.qualifier, c.period_text as period, c.period_from, c.period_to
    from figure as c
    left join main.dim_initiative as own on own.initiative_key = c.initiative_key and own.initiative_key <> 0
),
told as (
    select * from settled
    union all
    select n.article_key, n.place_key, n.unit_organization_key, n.line_no, n.paragraph_no, s.text, n.name,
        null, null, null, null, null, null
    from named as n
    left join main.fact_sentence as s
        on s.article_key = n.article_key and s.paragraph_no = n.paragraph_no and s.sentence_no = n.sentence_no
    where not exists (
        select 1 from settled as d
        where d.article_key = n.article_key and d.mechanism = n.name and d.place_key = n.place_key
            and d.unit_organization_key = n.unit_organization_key
    )
),
paragraph as (
    select s.article_key, s.paragraph_no, regexp_extract_all(string_agg(s.text, chr(10)), '老党员|老干部|退休|民警|派出所|警务|网格员|网格长|调解员|调解委员|人民调解|律师|法律|法官|检察官|社工|社区工作者|社区干部|老娘舅|乡贤|五老|居民代表|志愿者') as hits
    from main.fact_sentence as s
    semi join told as t on t.article_key = s.article_key and t.paragraph_no = s.paragraph_no
    group by s.article_key, s.paragraph_no
),
described as (
    select article_key, paragraph_no,
        nullif(concat_ws('、',
            case when list_has_any(hits, ['老党员', '老干部', '退休']) then '老党员' end,
            case when list_has_any(hits, ['民警', '派出所', '警务']) then '民警' end,
            case when list_has_any(hits, ['网格员', '网格长']) then '网格员' end,
            case when list_has_any(hits, ['调解员', '调解委员', '人民调解']) then '调解员' end,
            case when list_has_any(hits, ['律师', '法律', '法官', '检察官']) then '法律工作者' end,
            case when list_has_any(hits, ['社工', '社区工作者', '社区干部']) then '社工' end,
            case when list_has_any(hits, ['老娘舅', '乡贤', '五老', '居民代表', '志愿者']) then '热心居民' end
        ), '') as mediator_kind
    from paragraph
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    t.mechanism,
    d.mediator_kind,
    t.disputes,
    t.unit_word,
    t.qualifier,
    t.period,
    t.period_from,
    t.period_to,
    a.file_name,
    coalesce(t.line_no, a.title_line_no) as line_no,
    coalesce(t.source_text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from told as t
join intermediate.article as a on a.article_key = t.article_key
left join described as d on d.article_key = t.article_key and d.paragraph_no = t.paragraph_no
left join intermediate.unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key;

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
