-- mart.governance_formula_register (R10)
-- Purpose: Numbered schemes, methods and standards: who made them, of which parts, and who uses them.
-- Grain: one row per formula, method or standard and article that names it.
-- Units: none.
create or replace view mart.governance_formula_register as
with named as (
    select * from intermediate.named_initiative
    where kind in ('mechanism', 'method') or regexp_matches(name, '[+＋]|手册|标准|规范|规则|制度')
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
    coalesce(t.line_no, a.title_line_no) as line_no,
    coalesce(s.text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from told as t
join intermediate.article as a on a.article_key = t.article_key
left join intermediate.unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key
left join main.dim_place as lead on lead.place_key = t.lead_place_key and lead.place_key <> 0
left join main.dim_topic as topic on topic.topic_key = t.topic_key and topic.topic_key <> 0
left join main.fact_sentence as s
    on s.article_key = t.article_key and s.paragraph_no = t.paragraph_no and s.sentence_no = t.sentence_no;

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
