-- purpose: Every code point of a current page is in one of its lines, or is a line end or in a blank line.
-- severity: stop
-- table: dim_source
-- scope: page
select source_key, relative_path, code_point_count, layout_code_point_count, in_lines
from dim_source
    left join (
        -- As many as the text has (lines_conserve_code_points), and read in a fraction of the time.
        select source_key, sum(kept_chars + discarded_chars) as in_lines from ops.page_line group by source_key
    ) as lines using (source_key)
where is_current and code_point_count <> layout_code_point_count + coalesce(in_lines, 0)
