-- purpose: Every code point of a line is kept or discarded, once; prefixes dropped are discarded ones.
-- severity: stop
-- table: ops.page_line
-- scope: page
select source_key, line_no, length(text) as code_points, kept_chars, discarded_chars, dropped_prefix_chars, discard_reason
from ops.page_line
where kept_chars + discarded_chars <> length(text)
    or kept_chars < 0
    or discarded_chars < dropped_prefix_chars
    or (discarded_chars > 0) <> (discard_reason is not null)
