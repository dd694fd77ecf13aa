-- main.search_articles(query, place, topic, newspaper, date_from, date_to, with_repeats, max_results)
-- Purpose: Full-text search: the best articles for a query, with the place in the body that speaks for each.
-- Grain: one row per article, best first; order by rank where the order matters.
-- Units: offsets are half-open code points of dim_article.body, null where the term stands in a headline or caption only.
-- Example: select rank, title, snippet from search_articles('立冬 饺子', date_from := '2022-01-01')
create or replace macro main.search_articles(
    query, place := null, topic := null, newspaper := null, date_from := null, date_to := null,
    with_repeats := false, max_results := 20
) as table
with found as (
    select
        rank,
        any_value(score) as score,
        any_value(title) as title,
        any_value(body) as body,
        any_value(source_key) as source_key,
        any_value(article_key) as article_key,
        arg_min({'term': term, 'place': position}, (position = 0)::integer * 1000000 + preference) as best
    from (
        select *, strpos(lower(body), term) as position
        from (
            select ranked.* exclude (terms), unnest(ranked.terms) as term, generate_subscripts(ranked.terms, 1) as preference
            from main.search_ranked(
                query, place := place, topic := topic, newspaper := newspaper, date_from := date_from,
                date_to := date_to, with_repeats := with_repeats, max_results := max_results
            ) as ranked
        )
    )
    group by rank
)
select
    found.rank,
    found.score,
    found.title,
    substr(found.body, greatest(found.best.place - 30, 1), length(found.best.term) + 90) as snippet,
    page.newspaper,
    page.published_on,
    page.page_no,
    case when found.best.place > 0 then found.best.term end as matched_term,
    case when found.best.place > 0 then found.best.place - 1 end as match_start,
    case when found.best.place > 0 then found.best.place - 1 + length(found.best.term) end as match_end,
    greatest(found.best.place - 31, 0) as snippet_start,
    found.article_key,
    page.relative_path
from found
join main.dim_source as page on page.source_key = found.source_key
order by found.rank;
