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
        ranked.rank,
        any_value(ranked.score) as score,
        any_value(ranked.title) as title,
        any_value(ranked.body) as body,
        any_value(ranked.source_key) as source_key,
        any_value(ranked.article_key) as article_key,
        arg_min(
            {'term': terms.term, 'at': strpos(lower(ranked.body), terms.term)},
            (strpos(lower(ranked.body), terms.term) = 0)::integer * 1000000 - length(terms.term) * 1000 + terms.term_no
        ) as best
    from main.search_ranked(
        query, place := place, topic := topic, newspaper := newspaper, date_from := date_from, date_to := date_to,
        with_repeats := with_repeats, max_results := max_results
    ) as ranked
    cross join (
        select term_no, term from main.search_terms(query) where not is_negated
    ) as terms
    group by ranked.rank
)
select
    found.rank,
    found.score,
    found.title,
    substr(found.body, greatest(found.best.at - 30, 1), length(found.best.term) + 90) as snippet,
    page.newspaper,
    page.published_on,
    page.page_no,
    case when found.best.at > 0 then found.best.term end as matched_term,
    case when found.best.at > 0 then found.best.at - 1 end as match_start,
    case when found.best.at > 0 then found.best.at - 1 + length(found.best.term) end as match_end,
    greatest(found.best.at - 31, 0) as snippet_start,
    found.article_key,
    page.relative_path
from found
join main.dim_source as page on page.source_key = found.source_key
order by found.rank;
