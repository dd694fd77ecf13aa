-- purpose: Every code point of a current page is in one of its lines, or is a line end or in a blank line.
-- severity: stop
-- table: dim_source
-- scope: page
select source_key, relative_path, code_point_count, layout_code_point_count, in_lines
from dim_source
    left join (select source_key, sum(length(text)) as in_lines from ops.page_line group by source_key) as lines
        using (source_key)
where is_current and code_point_count <> layout_code_point_count + coalesce(in_lines, 0)
