-- purpose: A repeated article names the earliest one of its text, which repeats none.
-- severity: stop
-- table: dim_article
-- scope: whole
select repeated.article_key, repeated.duplicate_of_article_key, original.duplicate_of_article_key as second_original
from dim_article as repeated
    join dim_article as original on original.article_key = repeated.duplicate_of_article_key
where original.duplicate_of_article_key is not null
    or original.text_key <> repeated.text_key
    or original.article_key = repeated.article_key
