-- purpose: Every article is in the search index, and the index holds no other and no impossible weight.
-- severity: stop
-- table: search_article
-- scope: page
select article.article_key, 'not in the index' as failing
from dim_article as article
anti join search_article as held on held.article_key = article.article_key
where article.article_key <> 0
union all
select held.article_key, 'not an article'
from search_article as held
anti join dim_article as article on article.article_key = held.article_key
union all
select posting.article_no, 'a number of no article'
from (select distinct article_no from search_posting) as posting
anti join search_article as held on held.article_no = posting.article_no
union all
select article_no, 'a weight that no count gives'
from search_posting
where weight not between 1 and 7
