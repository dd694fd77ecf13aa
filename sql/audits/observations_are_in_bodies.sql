-- purpose: The printed words of a figure are the body's at its offsets.
-- severity: stop
-- table: fact_observation
select article_key, body_start, body_end, source_text
from fact_observation join dim_article using (article_key)
where not (0 <= body_start and body_start < body_end and body_end <= length(body))
    or source_text <> substring(body, body_start + 1, body_end - body_start)
