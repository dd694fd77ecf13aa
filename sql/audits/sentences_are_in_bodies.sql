-- purpose: The text of a sentence is the body's at its offsets, and has no newline in it.
-- severity: stop
-- table: fact_sentence
-- scope: page
select article_key, body_start, body_end, text
from fact_sentence join dim_article using (article_key)
-- Words as long as their span that are the body's lie within it; the length of every body would cost as much again.
where body_start < 0
    or body_start >= body_end
    or length(text) <> body_end - body_start
    or text <> substring(body, body_start + 1, body_end - body_start)
    or contains(text, chr(10))
