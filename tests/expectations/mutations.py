"""Thirty kinds of fault and more, each with the rule that must find it; writes ``docs/mutations.md``.

Run ``python -m tests.expectations.mutations`` after a change.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from warehouse.unchanged import NAME as UNCHANGED

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mutations.md"

_HEAD = """# Faults and the rules that find them

Written by `python -m tests.expectations.mutations`; `tests/expectations/test_mutations.py` injects every fault into the
staged rows or the candidate release of two sample pages, and fails where the rule named here does not find it, where
something of it is left in what would be published, or where this page is out of date.

What becomes of a fault in staged rows: the article or page that it stands on is **held**, the rest is published; or the
run **stops**, where the rows concerned cannot be told. A fault in a candidate **stops** the run, and the live release
stays; what a strange page can bring about on its own **warns**, in the run's summary, the log and `ops.quality_result`.
A batch that only adds pages is audited alone, and the rest is compared with the live release (docs/quality.md).

"""


class Staged(NamedTuple):
    """A fault in staged rows: ``query`` makes the broken rows of ``{batch}``; ``rule`` finds them."""

    fault: str
    table: str
    query: str
    rule: str
    outcome: str = "article held"


class Loaded(NamedTuple):
    """A fault in a candidate release: SQL that does the damage; ``rule`` finds it."""

    fault: str
    table: str
    damage: str
    rule: str
    outcome: str = "stops"


def _replace(replacement: str, key: str = "article_key") -> str:
    """Return the query that changes all rows of the first key."""
    first = f"{key} = (select min({key}) from {{batch}})"
    return (
        f"select * replace ({replacement}) from {{batch}} where {first} union all by name "
        f"select * from {{batch}} where {key} is null or not ({first})"
    )


def _lines(replacement: str) -> str:
    """Return the query that changes the lines of the first page."""
    return _replace(replacement, "source_key")


STAGED = (
    Staged("a null where none may be", "fact_sentence", _replace("null::text as text"), "required_values_are_present"),
    Staged(
        "a null key", "fact_mention", _replace("null::bigint as article_key"), "required_values_are_present",
        "row refused",
    ),
    Staged("an article twice", "dim_article",
           "from {batch} union all (from {batch} order by article_key limit 1)", "grain_is_unique"),
    Staged(
        "two articles of one ordinal", "dim_article", "select * replace (1::integer as ordinal) from {batch}",
        "source_key_and_ordinal_are_unique", "stops",
    ),
    Staged(
        "an article of no page", "dim_article", _replace("77::bigint as source_key"), "source_is_staged",
    ),
    Staged("a shifted offset", "fact_sentence", _replace("body_start + 1 as body_start"), "text_fills_its_span"),
    Staged(
        "swapped offsets", "fact_observation", _replace("body_end as body_start, body_start as body_end"),
        "expect_column_pair_values_a_to_be_greater_than_b",
    ),
    Staged(
        "swapped columns", "fact_observation", _replace("unit as source_text, source_text as unit"),
        "text_fills_its_span",
    ),
    Staged(
        "an orphan observation", "fact_observation", _replace("77::bigint as article_key"), "article_is_staged",
        "row refused",
    ),
    Staged(
        "an orphan of an activity", "bridge_activity_place", _replace("77::bigint as activity_key", "activity_key"),
        "activity_is_staged", "row refused",
    ),
    Staged(
        "a qualifier that is none", "fact_observation", _replace("'roughly' as qualifier"),
        "expect_column_values_to_be_in_set",
    ),
    Staged(
        "a range beside its value", "fact_observation",
        _replace("(value + 1)::decimal(18, 4) as value_low, (value + 2)::decimal(18, 4) as value_high"),
        "expect_column_pair_values_a_to_be_greater_than_b",
    ),
    Staged(
        "a period that ends before it begins", "fact_observation",
        _replace("date '2024-02-01' as period_from, date '2024-01-01' as period_to"),
        "expect_column_pair_values_a_to_be_greater_than_b",
    ),
    Staged("a date with one bound", "fact_date_mention",
           _replace("date '2024-02-01' as resolved_from, null::date as resolved_to"), "both_bounds_or_none"),
    Staged("a mention of nobody", "fact_mention", _replace("0::bigint as entity_key"),
           "expect_column_values_to_be_between"),
    Staged("certainty beyond one", "dim_article", _replace("1.5::double as confidence"),
           "expect_column_values_to_be_between"),
    Staged("an empty paragraph", "dim_article", _replace("body || chr(10) as body"),
           "paragraphs_are_joined_by_one_newline"),
    Staged("a negative count", "fact_article", _replace("-1::integer as seam_count"), "counts_are_not_negative"),
    Staged("a role that is none", "bridge_article_place", _replace("'bystander' as role"),
           "expect_column_values_to_be_in_set"),
    Staged("two lead topics", "bridge_article_topic",
           "from {batch} union all by name select * replace (77::bigint as topic_key) from {batch} "
           "where article_key = (select min(article_key) from {batch}) and role = 'lead'", "one_lead_an_article"),
    Staged("a member of an unknown kind", "dim_person", _replace("'stranger' as kind", "person_key"),
           "expect_column_values_to_be_in_set", "articles held"),
    Staged("a lost code point", "ops.page_line",
           _lines("case when role = 'title' then kept_chars - 1 else kept_chars end::integer as kept_chars"),
           "every_code_point_is_accounted_for", "page held"),
    Staged("furniture in an article", "ops.page_line",
           _lines("case when role = 'title' then 'furniture' else role end as role"),
           "furniture_has_no_article", "page held"),
    Staged("a line of an article that is not there", "ops.page_line",
           _lines("case when article_key = 0 then 0 else 77 end::bigint as article_key"), "article_is_staged",
           "page held"),
    Staged("a hash cut short", "dim_source", _replace("left(content_sha256, 40) as content_sha256", "source_key"),
           "hash_is_sha256", "page held"),
    Staged("an encoding that nobody reads", "dim_source", _replace("'latin-1' as encoding", "source_key"),
           "expect_column_values_to_be_in_set", "page held"),
    Staged("a lost line of a decoded page", "ops.page_line",
           "select * from {batch} where not (source_key = (select min(source_key) from {batch}) and role = 'title')",
           "every_code_point_is_in_a_line", "page held"),
    Staged("more characters than bytes for them", "dim_source",
           _replace("'utf-32-le' as encoding", "source_key"), "bytes_fit_the_encoding", "page held"),
    Staged("a path out of the inbox", "dim_source", _replace("'../' || relative_path as relative_path", "source_key"),
           "path_is_below_the_inbox", "page held"),
    Staged("a day without a basis", "dim_source", _replace("'unknown' as published_on_basis", "source_key"),
           "basis_agrees_with_the_day", "page held"),
    Staged("a column gone", "fact_activity", "select * exclude (venue) from {batch}",
           "expect_table_columns_to_match_set", "stops"),
)  # fmt: skip

_ONE = "(select min(article_key) from dim_article where article_key <> 0)"

LOADED = (
    Loaded("a lost paragraph", "dim_article",
           "update dim_article set body = regexp_replace(body, '^[^\\n]*\\n', '') where contains(body, chr(10))",
           "bodies_are_their_lines"),
    Loaded("words that are not what the offsets say", "fact_sentence",
           f"update fact_sentence set text = reverse(text) where article_key = {_ONE}", "sentences_are_in_bodies"),
    Loaded("a figure from another place of the text", "fact_observation",
           "update fact_observation set source_text = reverse(source_text)", "observations_are_in_bodies"),
    Loaded("an activity's words that are not what the offsets say", "fact_activity",
           "update fact_activity set source_text = reverse(source_text)", "activities_are_in_bodies"),
    Loaded("a fact on another line than its words", "fact_mention",
           f"update fact_mention set line_no = line_no + 1 where article_key = {_ONE}", "facts_begin_on_their_lines"),
    Loaded("a title on another line", "fact_article",
           f"update fact_article set title_line_no = title_line_no + 1 where article_key = {_ONE}",
           "facts_begin_on_their_lines"),
    Loaded("a figure in another sentence than its words", "fact_observation",
           "update fact_observation set sentence_no = sentence_no + 1", "facts_begin_in_their_sentences"),
    Loaded("an article dated by another day than its page", "fact_article",
           f"update fact_article set dated_on = dated_on + 1 where article_key = {_ONE}",
           "articles_have_their_best_day"),
    Loaded("sentences that overlap", "fact_sentence",
           "insert into fact_sentence select * replace (sentence_no + 500 as sentence_no, body_start + 1 as body_start,"
           f" substring(text, 2) as text) from fact_sentence where article_key = {_ONE}", "sentences_do_not_overlap"),
    Loaded("a truncated table", "fact_sentence", "delete from fact_sentence where sentence_no > 1",
           "measures_agree_with_rows"),
    Loaded("an emptied table", "fact_article_word", "delete from fact_article_word", "measures_agree_with_rows"),
    Loaded("rows loaded twice", "fact_observation", "insert into fact_observation from fact_observation",
           "grain_is_unique"),
    Loaded("a lost line", "ops.page_line",
           "delete from ops.page_line where (source_key, line_no) = (select (source_key, line_no) from ops.page_line "
           "where role = 'title' order by all limit 1)", "pages_conserve_code_points"),
    Loaded("an article without its rows", "dim_article", f"delete from dim_article where article_key = {_ONE}",
           "orphans_of_fact_article.article_key"),
    Loaded("a member that facts name and that is gone", "dim_indicator",
           "delete from dim_indicator where indicator_key <> 0", "orphans_of_fact_observation.indicator_key"),
    Loaded("no unknown member", "dim_place", "delete from dim_place where place_key = 0",
           "dimensions_have_their_unknown_member"),
    Loaded("the unknown member where none may be", "fact_observation",
           "update fact_observation set indicator_key = 0", "unknown_members_only_where_allowed"),
    Loaded("a mention of an entity that is not there", "fact_mention", "update fact_mention set entity_key = 77",
           "mentions_name_known_entities"),
    Loaded("two current versions of a path", "dim_source",
           "insert into dim_source select * replace (77 as source_key) from dim_source where source_key <> 0 "
           "order by source_key limit 1", "paths_have_one_current_version"),
    Loaded("articles of a version that was replaced", "dim_source", "update dim_source set is_current = false",
           "articles_are_of_current_pages"),
    Loaded("a day that the calendar lacks", "fact_date_mention",
           "update fact_date_mention set resolved_from = date '1950-01-01', resolved_to = date '1950-01-01'",
           "dates_are_in_the_calendar"),
    Loaded("a word counted less than once", "fact_article_word",
           "update fact_article_word set occurrence_count = 0, title_count = 0", "words_are_counted"),
    Loaded("a column gone", "fact_activity", "alter table fact_activity drop column venue",
           "expect_table_columns_to_match_set"),
    Loaded("a table gone", "fact_date_mention", "drop table fact_date_mention", "table_is_readable"),
    Loaded("a future date", "dim_source",
           "update dim_source set published_on = current_date + 30 where source_key <> 0",
           "published_on_is_not_in_the_future", "warns"),
    Loaded("a wrong unit", "fact_observation", "update fact_observation set unit = '亿吨'", "unit_is_printed", "warns"),
    Loaded("a decimal point lost", "fact_observation", "update fact_observation set value = 90000000000000",
           "value_is_plausible", "warns"),
    Loaded("characters lost in decoding", "dim_article",
           "update dim_article set title = '\ufffd' || substring(title, 2) where article_key <> 0",
           "has_no_replacement_character", "warns"),
)  # fmt: skip


_BEFORE = "(select article_key from fact_article where source_key = (select min(source_key) from live.main.dim_source "
_BEFORE += "where source_key <> 0))"

CARRIED = (
    Loaded("another figure that is as likely", "fact_observation",
           f"update fact_observation set value = value + 1 where article_key in {_BEFORE}", UNCHANGED),
    Loaded("a headline changed", "dim_article",
           f"update dim_article set title = title || '！' where article_key in {_BEFORE}", UNCHANGED),
    Loaded("sentences of another section", "fact_sentence",
           f"update fact_sentence set section_heading = '别处' where article_key in {_BEFORE}", UNCHANGED),
    Loaded("another newspaper", "dim_source",
           "update dim_source set newspaper = '别的报' "
           "where source_key in (select source_key from live.main.dim_source where source_key <> 0)", UNCHANGED),
    Loaded("a row in place of another", "fact_date_mention",
           "update fact_date_mention set basis = 'published' where article_key in (select article_key from "
           "live.main.fact_date_mention)", UNCHANGED),
    Loaded("lost rows", "fact_sentence",
           f"delete from fact_sentence where article_key in {_BEFORE} and body_start > 0", "measures_agree_with_rows"),
)  # fmt: skip
"""Faults in rows of earlier pages, in a candidate whose batch adds a page; the live release is attached as ``live``."""


def page() -> str:
    """Return the text of ``docs/mutations.md``."""
    lines = [
        f"## In staged rows ({len(STAGED)})", "", "| Fault | Table | Found by | Outcome |", "|---|---|---|---|",
        *(f"| {each.fault} | `{each.table}` | `{each.rule}` | {each.outcome} |" for each in STAGED),
        "", f"## In a candidate release ({len(LOADED)})", "",
        "| Fault | Table | Found by | Outcome |", "|---|---|---|---|",
        *(f"| {each.fault} | `{each.table}` | `{each.rule}` | {each.outcome} |" for each in LOADED),
        "", f"## In rows of earlier pages, where a batch adds a page ({len(CARRIED)})", "",
        "| Fault | Table | Found by | Outcome |", "|---|---|---|---|",
        *(f"| {each.fault} | `{each.table}` | `{each.rule}` | {each.outcome} |" for each in CARRIED),
    ]  # fmt: skip
    return _HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
