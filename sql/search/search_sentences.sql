-- main.search_sentences(query, place, topic, newspaper, date_from, date_to, with_repeats, max_articles)
-- Purpose: Keyword in context: the sentences of the best articles for a query that hold its terms.
-- Grain: one row per sentence and term in it, its first occurrence; articles best first, then as printed.
-- Units: offsets are half-open code points of dim_article.body.
-- Example: select left_context, keyword, right_context from search_sentences('调解 OR 纠纷', topic := 'mediation')
create or replace macro main.search_sentences(
    query, place := null, topic := null, newspaper := null, date_from := null, date_to := null,
    with_repeats := false, max_articles := 20
) as table
with ranked as materialized (
    from main.search_ranked(
        query, place := place, topic := topic, newspaper := newspaper, date_from := date_from, date_to := date_to,
        with_repeats := with_repeats, max_results := max_articles
    )
),
places as materialized (
    select ranked.rank, ranked.article_key, known.rowid as sentence_row
    from main.fact_sentence as known
    join ranked on ranked.article_key = known.article_key
),
found as (
    select
        places.rank,
        places.article_key,
        sentence.body_start as sentence_start,
        sentence.body_end as sentence_end,
        sentence.section_heading,
        sentence.text,
        terms.term,
        strpos(lower(sentence.text), terms.term) as at
    from main.fact_sentence as sentence
    join places on places.sentence_row = sentence.rowid
    cross join (
        select distinct term from main.search_terms(query) where not is_negated
    ) as terms
    where contains(lower(sentence.text), terms.term)
)
select
    found.rank,
    substr(found.text, greatest(found.at - 20, 1), least(found.at - 1, 20)) as left_context,
    substr(found.text, found.at, length(found.term)) as keyword,
    substr(found.text, found.at + length(found.term), 20) as right_context,
    article.title,
    page.newspaper,
    page.published_on,
    found.section_heading,
    found.text as sentence,
    found.sentence_start,
    found.sentence_end,
    found.sentence_start + found.at - 1 as match_start,
    found.sentence_start + found.at - 1 + length(found.term) as match_end,
    found.article_key,
    page.relative_path
from found
join (select article_key, source_key, title from main.dim_article) as article
    on article.article_key = found.article_key
join main.dim_source as page on page.source_key = article.source_key
order by found.rank, match_start, length(found.term) desc;
