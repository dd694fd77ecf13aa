-- purpose: A word occurs at least once, in headlines at most as often as at all, and in the body where it says so.
-- severity: stop
-- table: fact_article_word
-- scope: page
select article_key, word_key, occurrence_count, title_count, first_body_start
from fact_article_word
    left join (select article_key, code_point_count as code_points from fact_article) as article using (article_key)
where occurrence_count < 1
    or title_count not between 0 and occurrence_count
    or (first_body_start is null) <> (title_count = occurrence_count)
    or not first_body_start between 0 and code_points - 1
