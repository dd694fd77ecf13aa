"""Where the columns of the warehouse come from: record of the reader, or the step of loading that fills them."""

from __future__ import annotations

_READ = "newstext.records.{} → warehouse/rows.py"

_TABLES = {
    "dim_date": "calendar of the years that pages and facts name → warehouse/dates.py",
    "dim_source": _READ.format("PageReading"),
    "dim_article": _READ.format("Article"),
    "dim_place": "seeds/reference/places.csv and newstext.records.Place → warehouse/rows.py",
    "dim_organization": _READ.format("Organization"),
    "dim_person": _READ.format("Person"),
    "dim_initiative": _READ.format("Initiative"),
    "dim_topic": "seeds/reference/topics.csv → warehouse/rows.py",
    "dim_indicator": _READ.format("Observation"),
    "dim_word": "newstext.records.WordCounts and the segmenter's dictionary → warehouse/words.py",
    "fact_article": _READ.format("ArticleReading"),
    "fact_sentence": _READ.format("Sentence"),
    "fact_article_word": "newstext.records.WordCounts → warehouse/words.py",
    "fact_observation": _READ.format("Observation"),
    "fact_activity": _READ.format("Activity"),
    "fact_mention": _READ.format("Mention"),
    "fact_date_mention": _READ.format("DateMention"),
    "bridge_article_person": _READ.format("ArticlePerson"),
    "bridge_article_place": _READ.format("ArticlePlace"),
    "bridge_article_organization": _READ.format("ArticleOrganization"),
    "bridge_article_initiative": _READ.format("ArticleInitiative"),
    "bridge_article_topic": _READ.format("ArticleTopic"),
    "bridge_activity_place": _READ.format("ActivityPlace"),
    "bridge_activity_organization": _READ.format("ActivityOrganization"),
    "search_article": "dim_article → warehouse/search.py",
    "search_posting": "dim_article → warehouse/search.py",
    "ops.batch": "the run → warehouse/build.py",
    "ops.page_line": _READ.format("PageLine"),
    "ops.rejection": "newstext.records.PageRejectedError, files and rows refused → warehouse/rows.py",
    "ops.quality_result": "expectations and audits → warehouse/audits.py",
    "ops.table_digest": "all tables of content → warehouse/digests.py",
    "ops.release": "the run → warehouse/seal.py",
    "ops.migration": "sql/migrations → warehouse/migrations.py",
    "ops.name_candidate": _READ.format("NameCandidate"),
    "mart.data_dictionary": "models, expectations, audits → warehouse/data_dictionary.py",
}

_AT_LOAD = {
    ("dim_source", "version_no"): "warehouse/load_pages.py",
    ("dim_source", "valid_from"): "warehouse/load_pages.py",
    ("dim_source", "valid_to"): "warehouse/load_pages.py",
    ("dim_source", "is_current"): "warehouse/load_pages.py",
    ("dim_source", "file_name"): "path of the file → warehouse/sources.py",
    ("dim_source", "relative_path"): "path of the file → warehouse/sources.py",
    ("dim_source", "content_sha256"): "bytes of the file → warehouse/sources.py",
    ("dim_source", "byte_count"): "bytes of the file → warehouse/sources.py",
    ("dim_source", "page_hint"): "path and sidecar → flows/page_hints.py",
    ("dim_source", "reader_version"): "code and reference data → flows/reference.py",
    ("dim_article", "duplicate_of_article_key"): "text_key over all pages → warehouse/load_pages.py",
    ("dim_initiative", "kind"): "bridge_article_initiative, the kind that most articles give → "
    "warehouse/load_dimensions.py",
    ("fact_article", "dated_on"): "dim_source.published_on, DateMention → warehouse/best_date.py",
    ("fact_article", "dated_on_precision"): "dim_source.published_on, DateMention → warehouse/best_date.py",
    ("fact_article", "title_line_no"): "newstext.records.PageLine → warehouse/whereabouts.py",
    **{
        (name, "line_no"): "newstext.records.PageLine → warehouse/whereabouts.py"
        for name in ("fact_sentence", "fact_observation", "fact_activity", "fact_mention", "fact_date_mention")
    },
    **{
        (name, column): "newstext.records.Sentence → warehouse/whereabouts.py"
        for name in ("fact_observation", "fact_activity", "fact_mention")
        for column in ("paragraph_no", "sentence_no")
    },
    **{
        ("dim_place", name): "parent_place_key → warehouse/load_dimensions.py"
        for name in ("province", "city", "district", "subdistrict", "community")
    },
}
"""Columns that another step fills than the rest of their table."""


def lineage_of_table(name: str) -> str:
    """Return what fills the table of that full name; empty where that is not written down here."""
    return _TABLES.get(name, "")


def lineage_of_column(name: str, column: str) -> str:
    """Return what fills a column; empty where that is not written down here."""
    if (name, column) in _AT_LOAD:
        return _AT_LOAD[name, column]
    if column.endswith("_key") and name != "dim_date" and lineage_of_table(name).startswith("newstext"):
        return "natural key → warehouse/keys.py"
    return lineage_of_table(name)
