-- purpose: The printed words of a figure are the body's at its offsets.
-- severity: stop
-- table: fact_observation
-- scope: page
select article_key, body_start, body_end, source_text
from fact_observation join dim_article using (article_key)
-- Words as long as their span that are the body's lie within it; the length of every body would cost as much again.
where body_start < 0
    or body_start >= body_end
    or length(source_text) <> body_end - body_start
    or source_text <> substring(body, body_start + 1, body_end - body_start)
