-- article
-- Purpose: The articles that the dashboard shows: the newest, up to $limit, numbered from 0.
-- Grain: one row per article; articles that repeat an earlier one are left out.
-- Units: dated_on is the day of publication, else the latest day or month of the text, as dated_by says; null where neither is known.
with dated as (
    select article_key, precision, resolved_to,
        row_number() over (partition by article_key order by precision = 'day' desc, resolved_to desc) as choice
    from main.fact_date_mention
    where resolved_to is not null and precision in ('day', 'month')
),
line as (
    select article_key, coalesce(min(line_no) filter (where role = 'title'), min(line_no)) as line_no
    from ops.page_line
    group by article_key
),
known as (
    select a.article_key, a.ordinal, a.title, a.confidence, a.is_truncated, s.relative_path,
        coalesce(s.published_on, d.resolved_to) as dated_on,
        case when s.published_on is not null then 'published' else d.precision end as dated_by,
        f.place_key, l.line_no, left(a.body, 90) as opening, length(a.body) > 90 as is_longer
    from main.dim_article as a
    join main.dim_source as s on s.source_key = a.source_key
    join main.fact_article as f on f.article_key = a.article_key
    left join line as l on l.article_key = a.article_key
    left join dated as d on d.article_key = a.article_key and d.choice = 1
    where a.article_key <> 0 and a.duplicate_of_article_key is null
)
select *, row_number() over (order by dated_on desc nulls last, relative_path, ordinal) - 1 as article_no
from known
qualify article_no < $limit
order by article_no
