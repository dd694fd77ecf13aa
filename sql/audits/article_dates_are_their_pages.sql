-- purpose: The day of an article is the day of its page.
-- severity: stop
-- table: fact_article
-- scope: page
select article_key, date_key, published_on
from fact_article join dim_source using (source_key)
where date_key <> coalesce(year(published_on) * 10000 + month(published_on) * 100 + day(published_on), 0)
