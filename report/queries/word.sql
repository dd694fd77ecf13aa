-- word
-- Purpose: The words that rose most in each of the last twelve months, with up to eight shown articles that have them.
-- Grain: one row per month, word and article.
-- Units: per_10000 and before_per_10000 count occurrences in ten thousand words; before is all months before, null where the word is new.
with rated as (
    select word, month, occurrences, articles, frequency, frequency_before,
        -- How much more often than before, weighed by how often: a new word counts as if it had come once before.
        occurrences * ln(frequency / greatest(coalesce(frequency_before, 0), frequency / occurrences)) as keyness,
        dense_rank() over (order by month desc) as month_rank
    from mart.word_trend
    where month > (select min(month) from mart.word_trend) and upos in ('NOUN', 'VERB', 'ADJ')
),
risen as (
    select *
    from rated
    where month_rank <= 12 and occurrences >= 3 and articles >= 2 and keyness > 0
    qualify row_number() over (partition by month order by keyness desc, word) <= 24
),
line as (
    select article_key, body_start, line_no from ops.page_line where role = 'body' and kept_chars > coalesce(length(byline_suffix), 0)
)
select n.month, n.word, n.occurrences, n.articles, n.frequency * 10000 as per_10000,
    n.frequency_before * 10000 as before_per_10000, n.keyness, r.article_no, coalesce(l.line_no, r.line_no) as line_no,
    s.text as sentence, f.first_body_start - s.body_start as quote_start,
    least(f.first_body_start + length(n.word), s.body_end) - s.body_start as quote_end
from risen as n
join main.dim_word as w on w.word = n.word
join main.fact_article_word as f on f.word_key = w.word_key
join report_article as r
    on r.article_key = f.article_key and r.dated_by = 'published' and date_trunc('month', r.dated_on) = n.month
asof left join main.fact_sentence as s on s.article_key = f.article_key and s.body_start <= f.first_body_start
asof left join line as l on l.article_key = f.article_key and l.body_start <= f.first_body_start
qualify row_number() over (partition by n.month, n.word order by f.occurrence_count desc, r.article_no) <= 8
order by n.month desc, n.keyness desc, n.word, r.article_no
