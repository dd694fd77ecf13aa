-- main.search_hits(query)
-- Purpose: Which articles hold which terms of a query, from the index alone.
-- Grain: one row per term of the query and article.
-- Units: weight in occurrences, those in headlines counted three times.
-- Terms of one and two characters and beginnings of words are certain. A longer term is there if all its pairs of
-- characters are, which is nearly always so and is to be checked in the text (is_certain is false); its weight is that
-- of its rarest pair.
create or replace macro main.search_hits(query) as table
with terms as (
    select * from main.search_terms(query)
),
pairs as materialized (
    select distinct
        term_no,
        case when regexp_matches(a, '[\s，。、；：？！“”‘’（）《》【】…—·]') then 0 else ord(a) end as first_character,
        case when b = '' or regexp_matches(b, '[\s，。、；：？！“”‘’（）《》【】…—·]') then 0 else ord(b) end as second_character
    from (
        select term_no, substr(term, start, 1) as a, substr(term, start + 1, 1) as b
        from (
            select term_no, term, unnest(range(1, length(term))) as start
            from terms
            where not is_prefix and length(term) > 1
        )
    )
    where not regexp_matches(a, '[\s，。、；：？！“”‘’（）《》【】…—·]')
),
needed as (
    select term_no, count(*) as pairs
    from pairs
    group by term_no
),
of_pairs as (
    select found.term_no, found.article_no, found.weight
    from (
        select pairs.term_no, posting.article_no, count(*) as pairs, min(posting.weight) as weight
        from main.search_posting as posting
        join pairs
            on posting.first_character = pairs.first_character and posting.second_character = pairs.second_character
        group by pairs.term_no, posting.article_no
    ) as found
    join needed on needed.term_no = found.term_no and needed.pairs = found.pairs
),
of_characters as (
    select terms.term_no, posting.article_no, sum(posting.weight) as weight
    from main.search_posting as posting
    join (
        select term_no, ord(term) as first_character from terms where not is_prefix and length(term) = 1
    ) as terms on posting.first_character = terms.first_character
    group by terms.term_no, posting.article_no
),
beginnings as materialized (
    select terms.term_no, word.word_key
    from main.dim_word as word
    join (select term_no, term from terms where is_prefix) as terms on starts_with(lower(word.word), terms.term)
),
counted as materialized (
    select beginnings.term_no, counted.article_key, sum(counted.occurrence_count + 2 * counted.title_count) as weight
    from main.fact_article_word as counted
    join beginnings on beginnings.word_key = counted.word_key
    group by beginnings.term_no, counted.article_key
),
of_beginnings as (
    select counted.term_no, article.article_no, counted.weight
    from counted
    join main.search_article as article on article.article_key = counted.article_key
)
select
    terms.term_no,
    terms.group_no,
    terms.term,
    terms.is_negated,
    terms.is_prefix or length(terms.term) <= 2 as is_certain,
    hits.article_no,
    hits.weight
from (
    select term_no, article_no, weight from of_pairs
    union all
    select term_no, article_no, weight from of_characters
    union all
    select term_no, article_no, weight from of_beginnings
) as hits
join terms on terms.term_no = hits.term_no;
