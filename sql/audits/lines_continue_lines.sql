-- purpose: A line goes on with another line of its page.
-- severity: stop
-- table: ops.page_line
-- scope: page
select source_key, line_no, continues_line_no
from ops.page_line as line
where continues_line_no is not null and (
    continues_line_no = line_no
    or (source_key, continues_line_no) not in (select (source_key, line_no) from ops.page_line)
)
