-- page
-- Purpose: How well the pages of the shown articles were read, and those without any article.
-- Grain: one row per page; up to $limit.
select q.relative_path, q.newspaper, q.page_no, q.published_on, q.encoding, q.articles, q.mean_confidence,
    q.least_confidence, q.truncated_articles, q.interrupted_articles, q.joined_lines, q.repeated_chars,
    q.discarded_share, q.rejections
from mart.page_quality as q
where q.articles = 0 or q.relative_path in (select relative_path from report_article)
order by q.published_on desc nulls last, q.relative_path
limit $limit
