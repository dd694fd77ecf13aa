-- purpose: The kept text of a body line has its place in its article's body; no other line has one.
-- severity: stop
-- table: ops.page_line
-- scope: page
select source_key, line_no, role, body_start, kept_chars, code_points
from ops.page_line
    left join (
        -- As many as the body has (measures_agree_with_rows), and read in a fraction of the time.
        select article_key, code_point_count as code_points from fact_article
    ) as article using (article_key)
where (role = 'body') <> (body_start is not null)
    or body_start < 0
    or body_start + kept_chars - coalesce(length(byline_suffix), 0) > code_points
