-- figure
-- Purpose: Demands, disputes, hazards and people reached, as the shown articles print them; newest first, up to $limit.
-- Grain: one row per reported figure and what it is about.
-- Units: value in unit; quote_start and quote_end count code points of sentence.
select r.article_no, o.place_key, g.name as organization, i.category, i.name as indicator, o.value, o.unit, o.qualifier,
    o.change, o.is_target, o.period_text, o.line_no, s.text as sentence, o.body_start - s.body_start as quote_start,
    least(o.body_end, s.body_end) - s.body_start as quote_end
from report_article as r
join main.fact_observation as o on o.article_key = r.article_key
join main.dim_indicator as i on i.indicator_key = o.indicator_key
left join main.dim_organization as g on g.organization_key = o.organization_key and g.organization_key <> 0
left join main.fact_sentence as s
    on s.article_key = o.article_key and s.paragraph_no = o.paragraph_no and s.sentence_no = o.sentence_no
where i.category in ('demand_resolved', 'dispute_mediated', 'hazard_removed', 'beneficiary')
order by r.article_no, o.body_start, o.place_key, o.organization_key, i.name, o.value
limit $limit
