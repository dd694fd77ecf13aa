-- main.search_ranked(query, place, topic, newspaper, date_from, date_to, with_repeats, max_results)
-- Purpose: The best articles for a query, by BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75), checked in their text.
-- Grain: one row per article; at most max_results rows. Terms of three and more characters are checked in the text of
-- the max_results + 200 best candidates.
-- Units: score without unit, rounded to six decimals so that every machine ranks alike; ties by article_key.
create or replace macro main.search_ranked(
    query, place := null, topic := null, newspaper := null, date_from := null, date_to := null,
    with_repeats := false, max_results := 20
) as table
with hits as materialized (
    select * from main.search_hits(query)
),
corpus as (
    select count(*) as articles, avg(code_point_count) as mean_length
    from main.search_article
),
frequencies as (
    select term_no, count(*) as articles
    from hits
    group by term_no
),
wanted as (
    select group_no, count(*) as terms
    from main.search_terms(query)
    where not is_negated
    group by group_no
),
groups as (
    select
        hits.article_no,
        hits.group_no,
        count(*) filter (where not hits.is_negated) as terms,
        bool_or(hits.is_negated and hits.is_certain) as is_refused,
        bool_or(hits.is_negated) as is_doubtful,
        sum((
            ln(1 + (corpus.articles - frequencies.articles + 0.5) / (frequencies.articles + 0.5))
            * hits.weight * 2.2
            / (hits.weight + 1.2 * (0.25 + 0.75 * article.code_point_count / corpus.mean_length))
        )::decimal(18, 6)) filter (where not hits.is_negated) as score
    from hits
    join frequencies on frequencies.term_no = hits.term_no
    join main.search_article as article on article.article_no = hits.article_no
    cross join corpus
    group by hits.article_no, hits.group_no
),
matching as materialized (
    select groups.article_no, groups.group_no, groups.score, groups.is_doubtful
    from groups
    join wanted on wanted.group_no = groups.group_no and wanted.terms = groups.terms
    where not groups.is_refused
),
candidates as materialized (
    select
        article.article_key,
        article.article_no,
        sum(matching.score) as score
    from matching
    join main.search_article as article on article.article_no = matching.article_no
    where (place is null or article.article_key in (
            select told.article_key
            from main.bridge_article_place as told
            join main.dim_place as known on known.place_key = told.place_key
            where place in (known.name, known.province, known.city, known.district, known.subdistrict, known.community)
                or list_contains(string_split(known.aliases, '|'), place)
        ))
        and (topic is null or article.article_key in (
            select told.article_key
            from main.bridge_article_topic as told
            join main.dim_topic as known on known.topic_key = told.topic_key
            where topic in (known.code, known.name_zh, known.name_en)
        ))
        and ((newspaper is null and date_from is null and date_to is null) or article.article_key in (
            select printed.article_key
            from main.fact_article as printed
            join main.dim_source as page on page.source_key = printed.source_key
            where (newspaper is null or page.newspaper = newspaper)
                and (date_from is null or page.published_on >= date_from::date)
                and (date_to is null or page.published_on <= date_to::date)
        ))
        and (with_repeats or article.article_key not in (
            select repeated.article_key
            from main.dim_article as repeated
            where repeated.duplicate_of_article_key is not null
        ))
    group by article.article_key, article.article_no
    order by bool_and(matching.is_doubtful), score desc, article.article_key
    limit max_results + 200
),
texts as materialized (
    select
        candidates.article_no,
        lower(concat_ws(chr(10), article.kicker, article.title, article.subtitle, article.body, article.caption)) as text
    from main.dim_article as article
    join candidates on candidates.article_key = article.article_key
    where article.rowid in (
        select known.rowid
        from main.dim_article as known
        join candidates on candidates.article_key = known.article_key
    )
),
checked as (
    select distinct passed.article_no
    from (
        select matching.article_no, matching.group_no
        from matching
        join texts on texts.article_no = matching.article_no
        join main.search_terms(query) as terms on terms.group_no = matching.group_no
        group by matching.article_no, matching.group_no
        having bool_and(
            terms.is_prefix or length(terms.term) <= 2 or contains(texts.text, terms.term) <> terms.is_negated
        )
    ) as passed
)
select
    row_number() over (order by candidates.score desc, candidates.article_key) as rank,
    candidates.score,
    candidates.article_key
from candidates
join checked on checked.article_no = candidates.article_no
qualify row_number() over (order by candidates.score desc, candidates.article_key) <= max_results;
