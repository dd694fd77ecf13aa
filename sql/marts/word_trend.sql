-- mart.word_trend
-- Purpose: Which words rise, month by month.
-- Grain: one row per word and month of publication, stop words and words of one character apart; articles without a day of publication are left out.
-- Units: occurrences; tf_idf without unit.
create or replace view mart.word_trend as
with article as (
    select a.article_key, date_trunc('month', s.published_on)::date as month
    from main.dim_article as a
    join main.dim_source as s on s.source_key = a.source_key
    where a.duplicate_of_article_key is null and s.published_on is not null
),
counted as (
    select f.word_key, a.month, sum(f.occurrence_count) as occurrences, count(*) as articles
    from main.fact_article_word as f
    join article as a on a.article_key = f.article_key
    group by f.word_key, a.month
),
totals as (
    select month, sum(occurrences) as occurrences from counted group by month
),
corpus as (
    select count(*) as articles from article
),
spread as (
    select word_key, sum(articles) as articles from counted group by word_key
),
rated as (
    select c.word_key, c.month, c.occurrences, c.articles, c.occurrences / t.occurrences as frequency,
        c.occurrences / t.occurrences * ln(k.articles / s.articles) as tf_idf,
        sum(c.occurrences) over earlier as earlier_occurrences
    from counted as c
    join totals as t on t.month = c.month
    join spread as s on s.word_key = c.word_key
    cross join corpus as k
    window earlier as (
        partition by c.word_key order by c.month range between unbounded preceding and interval 1 month preceding
    )
),
earlier as (
    select month, sum(occurrences) over (order by month rows between unbounded preceding and 1 preceding) as occurrences
    from totals
)
select
    w.word,
    w.upos,
    r.month,
    r.occurrences,
    r.articles,
    r.frequency,
    r.tf_idf,
    r.earlier_occurrences / e.occurrences as frequency_before,
    r.frequency / nullif(r.earlier_occurrences / e.occurrences, 0) as rise
from rated as r
join main.dim_word as w on w.word_key = r.word_key
join earlier as e on e.month = r.month
where not w.is_stop_word and length(w.word) > 1 and w.upos not in ('NUM', 'PUNCT', 'SYM');

comment on view mart.word_trend is 'One row per word and month of publication, stop words and words of one character apart; articles without a day of publication are left out. Which words rise, month by month.';
comment on column mart.word_trend.word is 'The word.';
comment on column mart.word_trend.upos is 'Universal part of speech of the dictionary.';
comment on column mart.word_trend.month is 'First day of the month of publication.';
comment on column mart.word_trend.occurrences is 'Occurrences in headlines and bodies of the month.';
comment on column mart.word_trend.articles is 'Articles of the month that have it.';
comment on column mart.word_trend.frequency is 'Occurrences by all words of the month, 0 to 1.';
comment on column mart.word_trend.tf_idf is 'frequency times the natural logarithm of all articles by those that have the word.';
comment on column mart.word_trend.frequency_before is 'Its frequency over all months before; null where it did not occur or where there are none.';
comment on column mart.word_trend.rise is 'frequency / frequency_before; null where the word is new.';
