-- programme
-- Purpose: Which programmes the shown articles name, and for which place; newest first, up to $limit.
-- Grain: one row per article and programme.
-- Columns: place_key is the place that runs it, else the article's lead place; null where an organisation runs it.
-- Units: quote_start and quote_end count code points of sentence; null where only a headline names it.
with mention as (
    select article_key, entity_key, min(body_start) as body_start, arg_min(body_end, body_start) as body_end,
        arg_min(line_no, body_start) as line_no, arg_min(paragraph_no, body_start) as paragraph_no,
        arg_min(sentence_no, body_start) as sentence_no
    from main.fact_mention
    where entity_kind = 'initiative'
    group by article_key, entity_key
)
select r.article_no, n.name, b.kind, b.role = 'owned' as is_owned,
    case
        when b.owner_place_key <> 0 then b.owner_place_key
        when b.owner_organization_key = 0 then r.place_key
    end as place_key,
    g.name as organization, coalesce(m.line_no, r.line_no) as line_no, s.text as sentence,
    m.body_start - s.body_start as quote_start, least(m.body_end, s.body_end) - s.body_start as quote_end
from report_article as r
join main.bridge_article_initiative as b on b.article_key = r.article_key
join main.dim_initiative as n on n.initiative_key = b.initiative_key
left join main.dim_organization as g
    on g.organization_key = b.owner_organization_key and g.organization_key <> 0
left join mention as m on m.article_key = b.article_key and m.entity_key = b.initiative_key
left join main.fact_sentence as s
    on s.article_key = m.article_key and s.paragraph_no = m.paragraph_no and s.sentence_no = m.sentence_no
order by r.article_no, n.name
limit $limit
