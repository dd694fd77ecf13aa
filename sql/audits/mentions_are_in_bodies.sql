-- purpose: The printed words of a mention are the body's at its offsets.
-- severity: stop
-- table: fact_mention
-- scope: page
select article_key, entity_kind, body_start, body_end, surface
from fact_mention join dim_article using (article_key)
-- Words as long as their span that are the body's lie within it; the length of every body would cost as much again.
where body_start < 0
    or body_start >= body_end
    or length(surface) <> body_end - body_start
    or surface <> substring(body, body_start + 1, body_end - body_start)
