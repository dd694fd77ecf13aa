-- mart.demand_closure_by_unit (R1)
-- Purpose: Which unit answered how many demands, in which system, through which channel, and where it says so.
-- Grain: one row per reported figure of demands.
-- Units: value in unit_word (件, 个, 条); 万 is multiplied out.
create or replace view mart.demand_closure_by_unit as
with figure as (
    select * from intermediate.figure
    where category = 'demand_resolved'
),
-- The mechanism, method, team or brand named last before the figure in the same article is the system it belongs to.
system as (
    select f.article_key, f.body_start, arg_max(n.name, (m.body_start, n.name)) as system
    from figure as f
    join main.fact_mention as m
        on m.article_key = f.article_key and m.entity_kind = 'initiative' and m.body_start < f.body_start
    join main.dim_initiative as n on n.initiative_key = m.entity_key
    where n.kind in ('mechanism', 'method', 'team', 'brand')
    group by f.article_key, f.body_start
),
-- Channel and answer are what the paragraph says around the figure.
paragraph as (
    select s.article_key, s.paragraph_no, regexp_extract_all(string_agg(s.text, chr(10)), '线上|微信|小程序|APP|网络|线下|走访|上门|入户|巡查|热线|12345|电话|议事|协商|座谈|恳谈|解决|办结|办理|销号|化解|完成|落实|整改|回复|答复') as hits
    from main.fact_sentence as s
    semi join figure as f on f.article_key = s.article_key and f.paragraph_no = s.paragraph_no
    group by s.article_key, s.paragraph_no
),
described as (
    select article_key, paragraph_no,
        nullif(concat_ws('、',
            case when list_has_any(hits, ['线上', '微信', '小程序', 'APP', '网络']) then '线上' end,
            case when list_has_any(hits, ['线下', '走访', '上门', '入户', '巡查']) then '线下' end,
            case when list_has_any(hits, ['热线', '12345', '电话']) then '电话' end,
            case when list_has_any(hits, ['议事', '协商', '座谈', '恳谈']) then '会议' end
        ), '') as channel,
        case when list_has_any(hits, ['解决', '办结', '办理', '销号', '化解', '完成', '落实', '整改', '回复', '答复']) then true end as is_closed
    from paragraph
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    coalesce(named.name, y.system) as system,
    d.channel,
    t.indicator,
    t.value,
    t.unit as unit_word,
    t.qualifier,
    t.is_target,
    t.period_text as period,
    t.period_from,
    t.period_to,
    d.is_closed,
    a.file_name,
    t.line_no,
    t.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from figure as t
join intermediate.article as a on a.article_key = t.article_key
left join intermediate.unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key
left join main.dim_initiative as named on named.initiative_key = t.initiative_key and named.initiative_key <> 0
left join described as d on d.article_key = t.article_key and d.paragraph_no = t.paragraph_no
left join system as y on y.article_key = t.article_key and y.body_start = t.body_start;

comment on view mart.demand_closure_by_unit is 'One row per reported figure of demands. Which unit answered how many demands, in which system, through which channel, and where it says so.';
comment on column mart.demand_closure_by_unit.unit is 'Place, else organisation, that the figure is about; null where the page names none.';
comment on column mart.demand_closure_by_unit.unit_level is 'Level of the place, or kind of the organisation.';
comment on column mart.demand_closure_by_unit.parent_unit is 'Place that contains it.';
comment on column mart.demand_closure_by_unit.system is 'Programme that the figure belongs to, else the mechanism, method, team or brand named last before it.';
comment on column mart.demand_closure_by_unit.channel is 'Channels named in the paragraph: 线上, 线下, 电话, 会议; null where none is.';
comment on column mart.demand_closure_by_unit.indicator is 'The thing counted.';
comment on column mart.demand_closure_by_unit.value is 'Demands; null never stands for 0.';
comment on column mart.demand_closure_by_unit.unit_word is 'Measure word as printed.';
comment on column mart.demand_closure_by_unit.qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.demand_closure_by_unit.is_target is 'Whether it is planned and not yet reached.';
comment on column mart.demand_closure_by_unit.period is 'Period as printed; null where none is.';
comment on column mart.demand_closure_by_unit.period_from is 'First day of the period.';
comment on column mart.demand_closure_by_unit.period_to is 'Last day of the period.';
comment on column mart.demand_closure_by_unit.is_closed is 'True where the paragraph says that they were dealt with; null where it does not say.';
comment on column mart.demand_closure_by_unit.file_name is 'File of the page.';
comment on column mart.demand_closure_by_unit.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.demand_closure_by_unit.source_text is 'The printed words.';
comment on column mart.demand_closure_by_unit.title is 'Title of the article.';
comment on column mart.demand_closure_by_unit.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.demand_closure_by_unit.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.demand_closure_by_unit.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
