-- main.search_ranked(query, place, topic, newspaper, date_from, date_to, with_repeats, max_results)
-- Purpose: The best articles for a query, by BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75), checked in their text.
-- Grain: one row per article; at most max_results rows.
-- Units: score without unit, rounded to six decimals so that every machine ranks alike; ties by article_key.
-- The index alone settles terms of one and two characters and beginnings of words. Where a query has longer terms, the
-- best max_results + 12 candidates are read; only where too few of them hold what they must, the max_results + 1,000
-- best are. DuckDB 1.5 fetches up to 50 articles by key; for more, and in older versions, it decompresses all bodies.
-- Macros lose MATERIALIZED when they are stored, and DuckDB 1.2 then works out a part as often as it is named: hence few
-- names, and grouping where joins must not be reordered.
create or replace macro main.search_ranked(
    query, place := null, topic := null, newspaper := null, date_from := null, date_to := null,
    with_repeats := false, max_results := 20
) as table
with terms as (
    select distinct
        group_no,
        term,
        is_negated,
        term_bit,
        is_prefix or length(term) <= 2 as is_certain,
        upper(term) <> term as has_case
    from main.search_terms(query)
),
groups as (
    select
        group_no,
        bit_or(term_bit) filter (where not is_negated) as needed,
        coalesce(bit_or(term_bit) filter (where is_negated and is_certain), 0) as refused,
        coalesce(bit_or(term_bit) filter (where is_negated and not is_certain), 0) as likely_refused,
        bool_or(not is_negated and not is_certain) as is_doubtful
    from terms
    group by group_no
),
hits as (
    select * from main.search_hits(query)
),
factors as (
    select
        frequencies.term_bit,
        corpus.mean_length,
        wanted.is_wanted::integer * 2.2
            * ln(1 + (corpus.articles - frequencies.articles + 0.5) / (frequencies.articles + 0.5)) as factor
    from (select term_bit, count(*) as articles from hits group by term_bit) as frequencies
    join (
        select term_bit, bool_or(not is_negated) as is_wanted from terms group by term_bit
    ) as wanted on wanted.term_bit = frequencies.term_bit
    cross join (
        select count(*) as articles, avg(code_point_count) as mean_length from main.search_article
    ) as corpus
),
scored as (
    select
        article.article_key,
        bit_or(hits.term_bit) as held,
        sum((
            factors.factor * hits.weight
            / (hits.weight + 1.2 * (0.25 + 0.75 * article.code_point_count / factors.mean_length))
        )::decimal(18, 6)) as score
    from hits
    join factors on factors.term_bit = hits.term_bit
    join main.search_article as article on article.article_no = hits.article_no
    group by article.article_key
),
told_once as (
    select scored.*
    from scored
    anti join (
        select article_key
        from main.dim_article
        where not with_repeats and duplicate_of_article_key is not null
    ) as repeats on repeats.article_key = scored.article_key
),
matching as (
    select
        scored.article_key,
        scored.held,
        scored.score,
        not groups.is_doubtful and scored.held & groups.likely_refused = 0 as is_certain,
        scored.held & groups.likely_refused <> 0 as is_likely_refused
    from told_once as scored
    join groups on scored.held & groups.needed = groups.needed and scored.held & groups.refused = 0
    where (place is null or scored.article_key in (
            select told.article_key
            from main.bridge_article_place as told
            join main.dim_place as known on known.place_key = told.place_key
            where place in (known.name, known.province, known.city, known.district, known.subdistrict, known.community)
                or list_contains(string_split(known.aliases, '|'), place)
        ))
        and (topic is null or scored.article_key in (
            select told.article_key
            from main.bridge_article_topic as told
            join main.dim_topic as known on known.topic_key = told.topic_key
            where topic in (known.code, known.name_zh, known.name_en)
        ))
        and ((newspaper is null and date_from is null and date_to is null) or scored.article_key in (
            select printed.article_key
            from main.fact_article as printed
            join main.dim_source as page on page.source_key = printed.source_key
            where (newspaper is null or page.newspaper = newspaper)
                and (date_from is null or page.published_on >= date_from::date)
                and (date_to is null or page.published_on <= date_to::date)
        ))
    order by scored.score desc, scored.article_key
    limit max_results + 1000
),
-- Those above the last that is sure to be shown; of those that have to be read to be sure, no more than a few.
candidates as (
    select
        article_key,
        held,
        score,
        coalesce(sum(is_certain::integer) over before, 0) < max_results
            and coalesce(sum((not is_likely_refused)::integer) over before, 0) < max_results + 12 as is_first
    from (
        select
            article_key,
            any_value(held) as held,
            any_value(score) as score,
            bool_or(is_certain) as is_certain,
            bool_and(is_likely_refused) as is_likely_refused
        from matching
        group by article_key
    )
    window before as (order by score desc, article_key rows between unbounded preceding and 1 preceding)
),
confirmed as (
    select
        article_key,
        any_value(score) as score,
        any_value(source_key) as source_key,
        any_value(title) as title,
        any_value(body) as body
    from (
        select
            read.article_key,
            any_value(read.score) as score,
            any_value(read.source_key) as source_key,
            any_value(read.title) as title,
            any_value(read.body) as body
        from (
            select
                candidates.article_key,
                any_value(candidates.held) as held,
                any_value(candidates.score) as score,
                any_value(article.source_key) as source_key,
                any_value(article.title) as title,
                any_value(article.body) as body,
                any_value(concat_ws(
                    chr(10), article.kicker, article.title, article.subtitle, article.body, article.caption
                )) as text
            from main.dim_article as article
            join (
                select article_key, held, score from candidates where is_first
            ) as candidates on candidates.article_key = article.article_key
            group by candidates.article_key
        ) as read
        cross join terms
        group by read.article_key, terms.group_no
        having bool_or(not terms.is_negated) and bool_and(terms.is_negated <> case
            when terms.is_certain then read.held & terms.term_bit <> 0
            when terms.has_case then contains(lower(read.text), terms.term)
            else contains(read.text, terms.term)
        end)
    )
    group by article_key
),
-- Nothing is read here where nothing is missing.
confirmed_late as (
    select
        article_key,
        any_value(score) as score,
        any_value(source_key) as source_key,
        any_value(title) as title,
        any_value(body) as body
    from (
        select
            read.article_key,
            any_value(read.score) as score,
            any_value(read.source_key) as source_key,
            any_value(read.title) as title,
            any_value(read.body) as body
        from (
            select
                candidates.article_key,
                any_value(candidates.held) as held,
                any_value(candidates.score) as score,
                any_value(article.source_key) as source_key,
                any_value(article.title) as title,
                any_value(article.body) as body,
                any_value(concat_ws(
                    chr(10), article.kicker, article.title, article.subtitle, article.body, article.caption
                )) as text
            from main.dim_article as article
            join (
                select candidates.article_key, candidates.held, candidates.score
                from candidates
                cross join (select count(*) as articles from confirmed having count(*) < max_results) as too_few
                where not candidates.is_first
            ) as candidates on candidates.article_key = article.article_key
            group by candidates.article_key
        ) as read
        cross join terms
        group by read.article_key, terms.group_no
        having bool_or(not terms.is_negated) and bool_and(terms.is_negated <> case
            when terms.is_certain then read.held & terms.term_bit <> 0
            when terms.has_case then contains(lower(read.text), terms.term)
            else contains(read.text, terms.term)
        end)
    )
    group by article_key
)
select
    row_number() over (order by any_value(score) desc, article_key) as rank,
    any_value(score) as score,
    article_key,
    any_value(source_key) as source_key,
    any_value(title) as title,
    any_value(body) as body
from (
    select * from confirmed
    union all
    select * from confirmed_late
)
group by article_key
order by rank
limit max_results;
