-- main.search_terms(query)
-- Purpose: What a search query asks for: its terms, which of them belong together, which are refused.
-- Grain: one row per term of the query.
-- Units: term_bit is a power of two, the same for the same term; a query may have 60 different ones.
-- Syntax: terms side by side (or AND) must all occur; OR begins an alternative; NOT or a leading - refuses the next
-- term; "…" (“…”, 「…」) is one term with everything in it; a term that ends with * is the beginning of a word. Letters
-- match in either case. Brackets are blanks: OR binds weaker than AND, and that is all there is.
-- Tokens are put between separators (31) and alternatives apart (30), because planning regular expressions takes less
-- time than planning windows over tokens.
create or replace macro main.search_terms(query) as table
with tokens as (
    select chr(31) || array_to_string(regexp_extract_all(
        regexp_replace(
            regexp_replace(query, '[“”„＂「」『』]', '"', 'g'), '[\x1e\x1f（）()　]', ' ', 'g'
        ),
        '-?"[^"]*"|[^\s"]+'
    ), chr(31) || chr(31)) || chr(31) as line
),
alternatives as (
    select string_split(
        regexp_replace(
            regexp_replace(line, '\x1f(AND|&)\x1f', '', 'g'), '\x1f(OR|\|)\x1f', chr(30), 'g'
        ),
        chr(30)
    ) as lines
    from tokens
),
alternative as (
    select unnest(lines) as line, generate_subscripts(lines, 1) as group_no
    from alternatives
),
written as (
    select
        group_no,
        unnest(string_split(
            regexp_replace(line, '(\x1f(NOT|-)\x1f)+(\x1f|$)', chr(31) || '-', 'g'), chr(31)
        )) as token
    from alternative
),
cleaned as (
    select
        row_number() over () as term_no,
        group_no,
        starts_with(token, '-') as is_negated,
        replace(token, '＊', '*') like '%_*' and not contains(token, '"') as is_prefix,
        lower(trim(case
            when contains(token, '"') then regexp_extract(token, '"([^"]*)"', 1)
            else regexp_replace(regexp_replace(token, '^-+', ''), '[*＊]+$', '')
        end)) as term
    from written
)
select
    term_no,
    group_no,
    term,
    is_negated,
    is_prefix,
    case
        when term_rank > 60
            then error('search: more than 60 different terms in one query; leave some out')
        else 1::bigint << (term_rank - 1)::integer
    end as term_bit
from (
    select *, dense_rank() over (order by term, is_prefix) as term_rank
    from cleaned
    where regexp_matches(term, '[^\s，。、；：？！“”‘’（）《》【】…—·]')
);
