-- activity
-- Purpose: The activities that the shown articles report; newest first, up to $limit.
-- Grain: one row per activity.
-- Units: quote_start and quote_end count code points of sentence.
with line as (
    select article_key, body_start, line_no from ops.page_line where role = 'body' and kept_chars > 0
)
select r.article_no, x.activity_key, x.activity_type, x.name, x.date_from, coalesce(x.date_to, x.date_from) as date_to,
    x.venue, x.participants, l.line_no, s.text as sentence, x.body_start - s.body_start as quote_start,
    least(x.body_end, s.body_end) - s.body_start as quote_end
from report_article as r
join main.fact_activity as x on x.article_key = r.article_key
asof left join main.fact_sentence as s on s.article_key = x.article_key and s.body_start <= x.body_start
asof left join line as l on l.article_key = x.article_key and l.body_start <= x.body_start
order by r.article_no, x.body_start, x.activity_key
limit $limit
