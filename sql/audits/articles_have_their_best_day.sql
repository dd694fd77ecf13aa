-- purpose: The best day of an article is that of its page, else the last of the most precise date that it prints.
-- severity: stop
-- table: fact_article
-- scope: page
with printed as (
    select article_key,
        arg_min(
            {'day': resolved_to, 'precision': precision},
            (precision <> 'day', precision <> 'month', precision <> 'year', -epoch(resolved_to), precision)
        ) as best
    from fact_date_mention
    where resolved_to is not null
    group by article_key
)
select article_key, published_on, best, dated_on, dated_on_precision
from fact_article
    join (select source_key, published_on from dim_source) as page using (source_key)
    left join printed using (article_key)
where dated_on is distinct from coalesce(published_on, best.day)
    or dated_on_precision is distinct from case when published_on is not null then 'published' else best.precision end
