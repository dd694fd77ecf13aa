"""Pages as decoded: what decoding and the cutting into lines made of each file, put together from the staged rows."""

from __future__ import annotations

from pathlib import Path

from warehouse.staging import relation

TABLE = "staging.decoded_page"
"""Name of the suite's table; it is made of staged rows for the checks and is in no release."""


def decoded_pages(sources: str = "main.dim_source", lines: str = "ops.page_line") -> str:
    """Return the query for one row per page that was decoded; the arguments are what stands behind FROM.

    ``wide_code_point_count`` estimates the characters that take three bytes in UTF-8, as Chinese ones and their signs
    do; the last two count lines. ``odd`` are control characters and those of private use, which mean nothing outside
    the font that they came with (Unicode Standard, sections 23.1 and 23.5).
    """
    return f"""
        select source_key, relative_path, encoding, byte_count, code_point_count, layout_code_point_count,
            coalesce(line_count, 0) as line_count, coalesce(last_line_no, 0) as last_line_no,
            coalesce(line_code_point_count, 0)::bigint as line_code_point_count,
            coalesce(longest_line, 0) as longest_line,
            coalesce(wide_code_point_count, 0)::bigint as wide_code_point_count,
            coalesce(replacement_line_count, 0) as replacement_line_count, coalesce(odd_line_count, 0) as odd_line_count
        from (select * from {sources} where source_key <> 0)
            left join (
                select source_key, count(*) as line_count, max(line_no) as last_line_no,
                    sum(length(text)) as line_code_point_count, max(length(text)) as longest_line,
                    sum(strlen(text) - length(text)) // 2 as wide_code_point_count,
                    count(*) filter (where contains(text, chr(65533))) as replacement_line_count,
                    count(*) filter (where regexp_matches(text, {_ODD})) as odd_line_count
                from {lines} group by source_key
            ) using (source_key)
    """


def staged_decoded_pages(staging: Path) -> dict[str, str]:
    """Return the name of the suite's table to what stands behind FROM; nothing where no page was staged."""
    sources, lines = relation(staging, "dim_source"), relation(staging, "ops.page_line")
    return {TABLE: f"({decoded_pages(sources, lines)})"} if sources and lines else {}


# As chr(), because braces of a regular expression would be taken for a place to fill in. Control characters but tab,
# line ends and form feed; the private use area of the Basic Multilingual Plane.
_ODD = (
    "'[' || chr(1) || '-' || chr(8) || chr(14) || '-' || chr(31) || chr(127) || chr(57344) || '-' || chr(63743) || ']'"
)
