-- main.search_terms(query)
-- Purpose: What a search query asks for: its terms, which of them belong together, which are refused.
-- Grain: one row per term of the query.
-- Units: term_bit is a power of two, the same for the same term; a query may have 60 different ones.
-- Syntax: terms side by side (or AND) must all occur; OR begins an alternative; NOT or a leading - refuses the next
-- term; "…" (“…”, 「…」) is one term with everything in it; a term that ends with * is the beginning of a word. Letters
-- match in either case. Brackets are blanks: OR binds weaker than AND, and that is all there is.
create or replace macro main.search_terms(query) as table
with written as (
    select regexp_extract_all(
        regexp_replace(regexp_replace(query, '[“”„＂「」『』]', '"', 'g'), '[（）()　]', ' ', 'g'),
        '-?"[^"]*"|[^\s"]+'
    ) as tokens
),
numbered as (
    select unnest(tokens) as token, unnest(range(1, len(tokens) + 1)) as position
    from written
),
read as (
    select
        position,
        token,
        count(*) filter (where token in ('OR', '|')) over (order by position) + 1 as group_no,
        starts_with(token, '-') or coalesce(lag(token in ('NOT', '-')) over (order by position), false) as is_negated,
        replace(token, '＊', '*') like '%_*' and not contains(token, '"') as is_prefix
    from numbered
),
cleaned as (
    select
        position,
        group_no,
        is_negated,
        is_prefix,
        lower(trim(case
            when contains(token, '"') then regexp_extract(token, '"([^"]*)"', 1)
            else regexp_replace(regexp_replace(token, '^-+', ''), '[*＊]+$', '')
        end)) as term
    from read
    where token not in ('OR', '|', 'AND', '&', 'NOT', '-')
)
select
    row_number() over (order by position) as term_no,
    group_no,
    term,
    is_negated,
    is_prefix,
    case
        when dense_rank() over (order by term, is_prefix) > 60
            then error('search: more than 60 different terms in one query; leave some out')
        else 1::bigint << (dense_rank() over (order by term, is_prefix) - 1)::integer
    end as term_bit
from cleaned
where regexp_matches(term, '[^\s，。、；：？！“”‘’（）《》【】…—·]');
