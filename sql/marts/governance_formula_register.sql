-- mart.governance_formula_register (R10)
-- Purpose: Numbered schemes, methods and standards: who made them, of which parts, and who uses them.
-- Grain: one row per formula, method or standard and article that names it.
-- Units: none.
create or replace view mart.governance_formula_register as
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
named as (
    select b.article_key, b.initiative_key, n.name, b.kind, b.owner_place_key, b.owner_organization_key,
        fa.place_key as lead_place_key, fa.topic_key, min(m.body_start) as body_start
    from main.bridge_article_initiative as b
    join main.dim_initiative as n on n.initiative_key = b.initiative_key
    join main.fact_article as fa on fa.article_key = b.article_key
    left join main.fact_mention as m
        on m.article_key = b.article_key and m.entity_kind = 'initiative' and m.entity_key = b.initiative_key
    where b.kind in ('mechanism', 'method') or regexp_matches(n.name, '[+＋]|手册|标准|规范|规则|制度')
    group by all
),
told as (
    select n.*,
        case when n.owner_place_key <> 0 then n.owner_place_key else 0 end as place_key,
        case when n.owner_place_key <> 0 then 0 else n.owner_organization_key end as unit_organization_key
    from named as n
)
select
    t.name as formula,
    case
        when regexp_matches(t.name, '[+＋]') then 'formula'
        when regexp_matches(t.name, '手册|标准|规范|规则|制度|条例|公约') then 'standard'
        else t.kind
    end as kind,
    u.unit as owner,
    u.unit_level as owner_level,
    case when regexp_matches(t.name, '[+＋、]') then regexp_replace(t.name, '\s*[+＋、]\s*', '|', 'g') end as components,
    lead.name as applied_by,
    topic.name_zh as topic,
    a.file_name,
    coalesce(l.line_no, h.line_no) as line_no,
    coalesce(s.text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from told as t
join article as a on a.article_key = t.article_key
left join unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key
left join main.dim_place as lead on lead.place_key = t.lead_place_key and lead.place_key <> 0
left join main.dim_topic as topic on topic.topic_key = t.topic_key and topic.topic_key <> 0
left join main.fact_sentence as s
    on s.article_key = t.article_key and s.body_start <= t.body_start and t.body_start < s.body_end
left join headline as h on h.article_key = t.article_key
asof left join line as l on l.article_key = t.article_key and l.body_start <= t.body_start;

comment on view mart.governance_formula_register is 'One row per formula, method or standard and article that names it. Numbered schemes, methods and standards: who made them, of which parts, and who uses them.';
comment on column mart.governance_formula_register.formula is 'Its name.';
comment on column mart.governance_formula_register.kind is 'formula (parts joined by +), standard (handbook, rules, system) or else mechanism or method.';
comment on column mart.governance_formula_register.owner is 'Place or organisation that the text names as its owner.';
comment on column mart.governance_formula_register.owner_level is 'Level of the place, or kind of the organisation.';
comment on column mart.governance_formula_register.components is 'Its parts, joined by |; null where it has none.';
comment on column mart.governance_formula_register.applied_by is 'Lead place of the article.';
comment on column mart.governance_formula_register.topic is 'Lead topic of the article.';
comment on column mart.governance_formula_register.file_name is 'File of the page.';
comment on column mart.governance_formula_register.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.governance_formula_register.source_text is 'The printed words.';
comment on column mart.governance_formula_register.title is 'Title of the article.';
comment on column mart.governance_formula_register.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.governance_formula_register.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.governance_formula_register.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
