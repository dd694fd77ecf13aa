-- purpose: The printed words of a mention are the body's at its offsets.
-- severity: stop
-- table: fact_mention
select article_key, entity_kind, body_start, body_end, surface
from fact_mention join dim_article using (article_key)
where not (0 <= body_start and body_start < body_end and body_end <= length(body))
    or surface <> substring(body, body_start + 1, body_end - body_start)
