-- main.search_ranked(query, place, topic, newspaper, date_from, date_to, with_repeats, max_results)
-- Purpose: The best articles for a query, by BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75), checked in their text.
-- Grain: one row per article; at most max_results rows.
-- Units: score without unit, rounded to six decimals so that every machine ranks alike; ties by article_key; terms are
-- those of the query that are not refused, the longest first.
-- The index alone settles terms of one and two characters and beginnings of words. A longer term is there if all its
-- pairs of characters are, which is nearly always so; its weight is that of its rarest pair. So the best candidates are
-- read in three steps, each only where those before did not confirm enough: max_results and two more, the next 28, all.
-- DuckDB 1.5 fetches up to 50 articles by key, 1 to 2 ms for each in one thread: so they are fetched in two halves, side
-- by side. For more, and in older versions, it decompresses all bodies, which is done once.
-- Limits on parts of the query tell the planner that they are few, so that it never hashes the index instead of them.
-- Macros lose MATERIALIZED when they are stored, and DuckDB 1.2 then works out a part as often as it is named; a
-- recursive part is worked out as often as it is named in every version. Hence few names.
drop macro table if exists main.search_hits;
create or replace macro main.search_ranked(
    query, place := null, topic := null, newspaper := null, date_from := null, date_to := null,
    with_repeats := false, max_results := 20
) as table
with recursive terms as (
    select
        term_no,
        group_no,
        term,
        is_negated,
        is_prefix,
        term_bit,
        is_prefix or length(term) <= 2 as is_certain
    from main.search_terms(query)
),
groups as (
    select
        bit_or(term_bit) filter (where not is_negated) as needed,
        coalesce(bit_or(term_bit) filter (where is_negated), 0) as refused,
        coalesce(bit_or(term_bit) filter (where is_negated and is_certain), 0) as surely_refused
    from terms
    group by group_no
),
distinct_terms as (
    select
        term_bit,
        any_value(term) as term,
        any_value(is_prefix) as is_prefix,
        any_value(is_certain) as is_certain,
        bool_or(not is_negated) as is_wanted
    from terms
    group by term_bit
),
pairs as (
    select *, count(*) over (partition by term_bit) as needed
    from (
        select distinct
            term_bit,
            ord(a) as first_character,
            case
                when b = '' or regexp_matches(b, '[\s，。、；：？！“”‘’（）《》【】…—·]') then 0
                else ord(b)
            end as second_character
        from (
            select term_bit, substr(term, start, 1) as a, substr(term, start + 1, 1) as b
            from (
                select term_bit, term, unnest(range(1, length(term))) as start
                from distinct_terms
                where not is_prefix
            )
        )
        where not regexp_matches(a, '[\s，。、；：？！“”‘’（）《》【】…—·]')
        limit 5000
    )
),
hits as (
    -- An article has one row for a pair: where that is the whole term, there is nothing to group.
    select pairs.term_bit, posting.article_no, posting.weight
    from main.search_posting as posting
    join (from pairs where needed = 1) as pairs
        on posting.first_character = pairs.first_character
        and posting.second_character = pairs.second_character
    union all
    select pairs.term_bit, posting.article_no, min(posting.weight)
    from main.search_posting as posting
    join (from pairs where needed > 1) as pairs
        on posting.first_character = pairs.first_character
        and posting.second_character = pairs.second_character
    group by pairs.term_bit, posting.article_no
    having count(*) = any_value(pairs.needed)
    union all
    select single.term_bit, posting.article_no, sum(posting.weight)::integer
    from main.search_posting as posting
    join (
        select term_bit, ord(term) as first_character
        from distinct_terms
        where not is_prefix and length(term) = 1
        limit 5000
    ) as single on posting.first_character = single.first_character
    group by single.term_bit, posting.article_no
    union all
    select beginnings.term_bit, article.article_no, sum(word.occurrence_count + 2 * word.title_count)::integer
    from main.fact_article_word as word
    join (
        select prefixes.term_bit, known.word_key
        from main.dim_word as known
        join (from distinct_terms where is_prefix) as prefixes on starts_with(lower(known.word), prefixes.term)
    ) as beginnings on beginnings.word_key = word.word_key
    join (
        -- Without a beginning of a word in the query, the numbers of all articles would be hashed for nothing.
        select article_no, article_key
        from main.search_article
        where exists (from distinct_terms where is_prefix)
    ) as article on article.article_key = word.article_key
    group by beginnings.term_bit, article.article_no
),
factors as (
    select
        frequencies.term_bit,
        corpus.mean_length,
        distinct_terms.is_wanted::integer * 2.2
            * ln(1 + (corpus.articles - frequencies.articles + 0.5) / (frequencies.articles + 0.5)) as factor
    from (select term_bit, count(*) as articles from hits group by term_bit) as frequencies
    join distinct_terms on distinct_terms.term_bit = frequencies.term_bit
    cross join (
        select count(*) as articles, avg(code_point_count) as mean_length from main.search_article
    ) as corpus
),
-- A filter that is not given leaves nothing of its part in the plan.
left_out as (
    select article_key
    from main.dim_article
    where not with_repeats and duplicate_of_article_key is not null
    union all
    select article_key
    from main.search_article
    where place is not null and article_key not in (
        select told.article_key
        from main.bridge_article_place as told
        join main.dim_place as known on known.place_key = told.place_key
        where place in (known.name, known.province, known.city, known.district, known.subdistrict, known.community)
            or list_contains(string_split(known.aliases, '|'), place)
    )
    union all
    select article_key
    from main.search_article
    where topic is not null and article_key not in (
        select told.article_key
        from main.bridge_article_topic as told
        join main.dim_topic as known on known.topic_key = told.topic_key
        where topic in (known.code, known.name_zh, known.name_en)
    )
    union all
    select article_key
    from main.search_article
    where (newspaper is not null or date_from is not null or date_to is not null) and article_key not in (
        select printed.article_key
        from main.fact_article as printed
        join main.dim_source as page on page.source_key = printed.source_key
        where (newspaper is null or page.newspaper = newspaper)
            and (date_from is null or page.published_on >= date_from::date)
            and (date_to is null or page.published_on <= date_to::date)
    )
),
-- In millionths, whole numbers: their sum is the same in whatever order they are added.
scored as (
    select
        article.article_key,
        bit_or(hits.term_bit) as held,
        sum(round(
            1e6 * factors.factor * hits.weight
            / (hits.weight + 1.2 * (0.25 + 0.75e0 * article.code_point_count / factors.mean_length))
        )) as score
    from hits
    join factors on factors.term_bit = hits.term_bit
    join (
        select article_no, article_key, code_point_count
        from main.search_article
        anti join left_out using (article_key)
    ) as article on article.article_no = hits.article_no
    group by article.article_key
),
candidates as (
    select scored.*
    from scored
    semi join groups on scored.held & groups.needed = groups.needed and scored.held & groups.surely_refused = 0
),
-- Every step hands on what it knows; the last one stands. Those beyond the best go along in a list, as one row.
steps as (
    select
        0 as step,
        case
            when place_no <= max_results + (select 2 * bool_or(not is_certain)::integer from terms) then 1
            else 2
        end as read_in_step,
        case when max_results <= 96 then place_no % 2 else 0 end as half,
        article_key,
        held,
        score,
        false as is_confirmed,
        null::bigint as source_key,
        null::varchar as title,
        null::varchar as body,
        null::struct(article_key bigint, held bigint, score double)[] as everything
    from (
        select *, row_number() over (order by score desc, article_key) as place_no
        from (
            from candidates order by score desc, article_key limit max_results + 30
        )
    )
    union all
    select 0, 3, 0, 0, 0, 0, false, null, null, null, list({
        'article_key': article_key, 'held': held, 'score': score
    })
    from candidates
    where exists (from terms where not is_certain)
    having count(*) > max_results + 30
    union all
    (with known as (
        select * replace (step + 1 as step)
        from steps
        where step = 0 or (select count(*) filter (where is_confirmed) from steps) < max_results
    ),
    unread as (
        select step, half, article_key, held, score
        from known
        where not is_confirmed and step = read_in_step and step < 3
        union all
        select 3, 0, one.article_key, one.held, one.score
        from (
            select unnest(everything) as one
            from known
            where step = 3
        )
        union all
        -- The unknown member, which holds no term: with nothing to join, DuckDB would read 2,048 bodies to see that.
        select 0, unnest([0, 1]), 0, 0, 0
    ),
    found as (
        select unread.*, article.source_key, article.title, article.body, concat_ws(
            chr(10), article.kicker, article.title, article.subtitle, article.body, article.caption
        ) as text
        from main.dim_article as article
        join (from unread where half = 0) as unread on unread.article_key = article.article_key
        union all
        select unread.*, article.source_key, article.title, article.body, concat_ws(
            chr(10), article.kicker, article.title, article.subtitle, article.body, article.caption
        ) as text
        from main.dim_article as article
        join (from unread where half = 1) as unread on unread.article_key = article.article_key
    )
    select * from known where step < 3
    union all
    select step, null, null, article_key, held, score, true, source_key, title, body, null
    from (
        select
            any_value(step) as step,
            article_key,
            any_value(score) as score,
            any_value(source_key) as source_key,
            any_value(title) as title,
            any_value(body) as body,
            bit_or(case when case
                when term.is_certain then held & term.term_bit <> 0
                when upper(term.term) <> term.term then contains(lower(text), term.term)
                else contains(text, term.term)
            end then term.term_bit else 0 end) as held
        from found
        cross join distinct_terms as term
        group by article_key
    ) as told
    semi join groups on told.held & groups.needed = groups.needed and told.held & groups.refused = 0)
)
select
    row_number() over (order by score desc, article_key) as rank,
    (score / 1e6)::decimal(38, 6) as score,
    article_key,
    source_key,
    title,
    body,
    (select list(term order by length(term) desc, term_no) from terms where not is_negated) as terms
from (
    from steps
    where is_confirmed
    qualify step = max(step) over ()
)
order by rank
limit max_results;
