-- main.search_sentences(query, place, topic, newspaper, date_from, date_to, with_repeats, max_articles)
-- Purpose: Keyword in context: the sentences of the best articles for a query that hold its terms.
-- Grain: one row per sentence and term in it, its first occurrence; articles best first, then as printed.
-- Units: offsets are half-open code points of dim_article.body.
-- Example: select left_context, keyword, right_context from search_sentences('调解 OR 纠纷', topic := 'mediation')
-- A sentence is cut out of the body, which has been read already: reading its text would decompress everybody's.
create or replace macro main.search_sentences(
    query, place := null, topic := null, newspaper := null, date_from := null, date_to := null,
    with_repeats := false, max_articles := 20
) as table
with sentences as (
    select
        ranked.rank,
        ranked.article_key,
        ranked.source_key,
        ranked.title,
        sentence.body_start,
        sentence.body_end,
        sentence.section_heading,
        substr(ranked.body, sentence.body_start + 1, sentence.body_end - sentence.body_start) as text,
        ranked.terms
    from main.fact_sentence as sentence
    join main.search_ranked(
        query, place := place, topic := topic, newspaper := newspaper, date_from := date_from, date_to := date_to,
        with_repeats := with_repeats, max_results := max_articles
    ) as ranked on ranked.article_key = sentence.article_key
),
found as (
    select *, strpos(lower(text), term) as position
    from (
        select * exclude (terms), unnest(list_distinct(terms)) as term
        from sentences
    )
)
select
    found.rank,
    substr(found.text, greatest(found.position - 20, 1), least(found.position - 1, 20)) as left_context,
    substr(found.text, found.position, length(found.term)) as keyword,
    substr(found.text, found.position + length(found.term), 20) as right_context,
    found.title,
    page.newspaper,
    page.published_on,
    found.section_heading,
    found.text as sentence,
    found.body_start as sentence_start,
    found.body_end as sentence_end,
    found.body_start + found.position - 1 as match_start,
    found.body_start + found.position - 1 + length(found.term) as match_end,
    found.article_key,
    page.relative_path
from found
join main.dim_source as page on page.source_key = found.source_key
where found.position > 0
order by found.rank, match_start, length(found.term) desc;
