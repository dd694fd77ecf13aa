-- main.search_hits(query)
-- Purpose: Which articles hold which terms of a query, from the index alone.
-- Grain: one row per distinct term of the query and article.
-- Units: weight in occurrences, those in headlines counted three times; term_bit is a power of two, one for each term.
-- Terms of one and two characters and beginnings of words are certain. A longer term is there if all its pairs of
-- characters are, which is nearly always so and is to be checked in the text; its weight is that of its rarest pair.
-- The limit of pairs tells the planner that they are few, so that it never hashes the index instead of them.
create or replace macro main.search_hits(query) as table
with terms as (
    select distinct term_bit, term, is_prefix from main.search_terms(query)
),
pairs as materialized (
    select distinct
        term_bit,
        ord(a) as first_character,
        case when b = '' or regexp_matches(b, '[\s，。、；：？！“”‘’（）《》【】…—·]') then 0 else ord(b) end as second_character
    from (
        select term_bit, substr(term, start, 1) as a, substr(term, start + 1, 1) as b
        from (
            select term_bit, term, unnest(range(1, length(term))) as start
            from terms
            where not is_prefix and length(term) > 1
        )
    )
    where not regexp_matches(a, '[\s，。、；：？！“”‘’（）《》【】…—·]')
    limit 5000
),
needed as (
    select term_bit, count(*) as pairs
    from pairs
    group by term_bit
)
select found.term_bit, found.article_no, found.weight
from (
    select pairs.term_bit, posting.article_no, count(*) as pairs, min(posting.weight)::bigint as weight
    from main.search_posting as posting
    join pairs
        on posting.first_character = pairs.first_character and posting.second_character = pairs.second_character
    group by pairs.term_bit, posting.article_no
) as found
join needed on needed.term_bit = found.term_bit and needed.pairs = found.pairs
union all
select terms.term_bit, posting.article_no, sum(posting.weight)
from main.search_posting as posting
join (
    select term_bit, ord(term) as first_character from terms where not is_prefix and length(term) = 1 limit 5000
) as terms on posting.first_character = terms.first_character
group by terms.term_bit, posting.article_no
union all
select counted.term_bit, article.article_no, counted.weight
from (
    select beginnings.term_bit, word.article_key, sum(word.occurrence_count + 2 * word.title_count) as weight
    from main.fact_article_word as word
    join (
        select terms.term_bit, known.word_key
        from main.dim_word as known
        join (select term_bit, term from terms where is_prefix) as terms on starts_with(lower(known.word), terms.term)
    ) as beginnings on beginnings.word_key = word.word_key
    group by beginnings.term_bit, word.article_key
) as counted
join main.search_article as article on article.article_key = counted.article_key;
