-- purpose: A body is what its body lines keep, byline suffixes apart, and the newlines between its paragraphs.
-- severity: stop
-- table: dim_article
-- scope: page
select article_key, length(body) as code_points, in_lines, newlines
from (
    select article_key, body, greatest(paragraph_count - 1, 0) as newlines
    from dim_article join fact_article using (article_key)
) as article
    left join (
        select article_key, sum(kept_chars - coalesce(length(byline_suffix), 0)) as in_lines
        from ops.page_line where role = 'body' group by article_key
    ) as lines using (article_key)
where length(body) <> coalesce(in_lines, 0) + newlines
