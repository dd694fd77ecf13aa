-- purpose: The text of a sentence is the body's at its offsets, and has no newline in it.
-- severity: stop
-- table: fact_sentence
select article_key, body_start, body_end, text
from fact_sentence join dim_article using (article_key)
where not (0 <= body_start and body_start < body_end and body_end <= length(body))
    or text <> substring(body, body_start + 1, body_end - body_start)
    or contains(text, chr(10))
