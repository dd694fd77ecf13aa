-- purpose: Articles stand on current page versions, each has one row of measures that agrees, and the unknown article has none.
-- severity: stop
-- table: dim_article
-- scope: page
select article_key, article.source_key, page.is_current, measures.source_key as measured_source_key
from dim_article as article
    full join fact_article as measures using (article_key)
    left join dim_source as page on page.source_key = article.source_key
where (article_key <> 0 and (not page.is_current or measures.source_key is distinct from article.source_key))
    or (article_key = 0 and measures.source_key is not null)
