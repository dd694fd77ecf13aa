-- purpose: A line belongs to an article of its own page; furniture to none; every page version with lines is current.
-- severity: stop
-- table: ops.page_line
-- scope: page
select line.source_key, line_no, role, line.article_key
from ops.page_line as line
    left join dim_article as article on article.article_key = line.article_key
    left join dim_source as page on page.source_key = line.source_key
where (role = 'furniture') <> (line.article_key = 0)
    or (line.article_key <> 0 and article.source_key <> line.source_key)
    or not page.is_current
