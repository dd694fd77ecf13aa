-- activity
-- Purpose: The activities that the shown articles report; newest first, up to $limit.
-- Grain: one row per activity.
-- Units: quote_start and quote_end count code points of sentence.
select r.article_no, x.activity_key, x.activity_type, x.name, x.date_from, coalesce(x.date_to, x.date_from) as date_to,
    x.venue, x.participants, x.line_no, s.text as sentence, x.body_start - s.body_start as quote_start,
    least(x.body_end, s.body_end) - s.body_start as quote_end
from report_article as r
join main.fact_activity as x on x.article_key = r.article_key
left join main.fact_sentence as s
    on s.article_key = x.article_key and s.paragraph_no = x.paragraph_no and s.sentence_no = x.sentence_no
order by r.article_no, x.body_start, x.activity_key
limit $limit
