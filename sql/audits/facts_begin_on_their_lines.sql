-- purpose: A fact begins on the line of the ledger that it names: the line gave the body the code point at its offset.
-- severity: stop
-- table: fact_sentence
-- scope: page
select 'line' as named, fact.*, line.body_start as line_start, line.kept_chars
from (
    select 'fact_sentence' as table_name, article_key, body_start, line_no from fact_sentence
    union all select 'fact_observation', article_key, body_start, line_no from fact_observation
    union all select 'fact_activity', article_key, body_start, line_no from fact_activity
    union all select 'fact_mention', article_key, body_start, line_no from fact_mention
    union all select 'fact_date_mention', article_key, body_start, line_no from fact_date_mention
) as fact
    left join (
        select article_key, line_no, body_start, kept_chars - coalesce(length(byline_suffix), 0) as kept_chars
        from ops.page_line where role = 'body'
    ) as line using (article_key, line_no)
where line.line_no is null
    or fact.body_start < line.body_start
    or fact.body_start >= line.body_start + line.kept_chars
union all
select 'title', 'fact_article', article_key, null, title_line_no, line_no, null
from fact_article
    left join (
        select article_key, min(line_no) as line_no from ops.page_line where role = 'title' group by article_key
    ) as title using (article_key)
where title_line_no is distinct from line_no
