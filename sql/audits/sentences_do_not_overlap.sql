-- purpose: A sentence starts where the one before has ended or later.
-- severity: stop
-- table: fact_sentence
-- scope: page
select article_key, body_start, previous_end
from (
    select article_key, body_start,
        lag(body_end) over (partition by article_key order by body_start) as previous_end
    from fact_sentence
)
where body_start < previous_end
