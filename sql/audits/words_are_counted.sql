-- purpose: A word occurs at least once, in headlines at most as often as at all, and in the body where it says so.
-- severity: stop
-- table: fact_article_word
-- scope: page
with beyond as (
    -- Of two hundred words of an article, the last place tells whether one lies beyond the body.
    select article_key, code_point_count
    from (select article_key, max(first_body_start) as last_place from fact_article_word group by article_key)
        join fact_article using (article_key)
    where last_place >= code_point_count
)
select article_key, word_key, occurrence_count, title_count, first_body_start
from fact_article_word left join beyond using (article_key)
where occurrence_count < 1
    or title_count not between 0 and occurrence_count
    or (first_body_start is null) <> (title_count = occurrence_count)
    or first_body_start < 0
    or first_body_start >= code_point_count
