-- intermediate.articles_with
-- Purpose: The articles whose headlines, body or captions print a pair of characters, from the search index: what looks
-- for rare words need not read every text.
-- Grain: one row per article.
-- Units: none.
create or replace macro intermediate.articles_with(pair) as table
select a.article_key
from main.search_posting as p
join main.search_article as a on a.article_no = p.article_no
where p.first_character = unicode(pair[1]) and p.second_character = unicode(pair[2]);
