"""A small sound warehouse of an invented place, in which tests can break one thing at a time."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.sql.tables import create_tables, insert_rows

BODY = "今年以来，柳湾社区收集诉求12件。7月3日，社区举办了消防讲座。"
HASH = "0123456789abcdef" * 4
UNKNOWN = {"name": "未知", "kind": "unknown"}
ARTICLE = {"article_key": 7}

SOUND_ROWS: dict[str, list[dict[str, Any]]] = {
    "dim_date": [
        {"date_key": 0},
        {
            "date_key": 20240703,
            "calendar_date": "2024-07-03",
            "year": 2024,
            "quarter": 3,
            "month": 7,
            "iso_week": 27,
            "weekday_zh": "星期三",
            "is_public_holiday": False,
        },
    ],
    "dim_source": [
        {"source_key": 0, "published_on_basis": "unknown", "is_current": True},
        {
            "source_key": 5,
            "file_name": "A01.txt",
            "relative_path": "柳湾报/A01.txt",
            "content_sha256": HASH,
            "byte_count": 200,
            "encoding": "utf-8",
            "code_point_count": 52,
            "layout_code_point_count": 2,
            "newspaper": "柳湾报",
            "page_no": "A01",
            "published_on": "2024-07-04",
            "published_on_basis": "path",
            "version_no": 1,
            "valid_from": "2024-07-05 08:00:00",
            "is_current": True,
            "reader_version": "reader",
        },
    ],
    "dim_article": [
        ARTICLE | {"source_key": 5, "ordinal": 1, "title": "柳湾社区听民声", "body": BODY, "confidence": 0.9}
    ],
    "dim_place": [
        {"place_key": 0, "name": "未知", "level": "unknown"},
        {
            "place_key": 11,
            "name": "柳湾社区",
            "level": "community",
            "parent_place_key": 12,
            "division_code": "990101001001",
            "is_official": True,
        },
        {"place_key": 12, "name": "柳街道", "level": "subdistrict"},
    ],
    "dim_organization": [
        {"organization_key": 0} | UNKNOWN,
        {"organization_key": 21, "name": "柳湾物业公司", "kind": "company", "place_key": 11},
    ],
    "dim_person": [{"person_key": 0} | UNKNOWN, {"person_key": 31, "name": "林小满", "kind": "reporter"}],
    "dim_initiative": [{"initiative_key": 0} | UNKNOWN, {"initiative_key": 41, "name": "柳湾先锋", "kind": "brand"}],
    "dim_topic": [
        {"topic_key": 0, "code": "unknown", "name_zh": "未知", "name_en": "unknown"},
        {"topic_key": 51, "code": "safety", "name_zh": "安全", "name_en": "Safety"},
    ],
    "dim_indicator": [
        {"indicator_key": 0, "name": "未知", "category": "unknown"},
        {"indicator_key": 61, "name": "诉求", "category": "demand_resolved"},
    ],
    "dim_word": [{"word_key": 71, "word": "诉求", "jieba_tag": "n", "upos": "NOUN"}],
    "fact_article": [
        ARTICLE
        | {
            "source_key": 5,
            "date_key": 20240704,
            "place_key": 11,
            "topic_key": 51,
            "code_point_count": len(BODY),
            "paragraph_count": 1,
            "sentence_count": 2,
            "word_count": 15,
            "observation_count": 1,
        }
    ],
    "fact_sentence": [
        ARTICLE
        | {"paragraph_no": 1, "sentence_no": number, "body_start": start, "body_end": end, "text": BODY[start:end]}
        for number, start, end in ((1, 0, 17), (2, 17, len(BODY)))
    ],
    "fact_article_word": [ARTICLE | {"word_key": 71, "occurrence_count": 1, "first_body_start": 11}],
    "fact_observation": [
        ARTICLE
        | {
            "indicator_key": 61,
            "place_key": 11,
            "value": 12,
            "unit": "件",
            "qualifier": "exact",
            "period_text": "今年以来",
            "period_from": "2024-01-01",
            "period_to": "2024-07-04",
            "source_text": "诉求12件",
            "body_start": 11,
            "body_end": 16,
        }
    ],
    "fact_activity": [
        ARTICLE
        | {
            "activity_key": 81,
            "activity_type": "training",
            "name": "消防讲座",
            "date_from": "2024-07-03",
            "date_to": "2024-07-03",
            "body_start": 17,
            "body_end": len(BODY),
        }
    ],
    "fact_mention": [
        ARTICLE | {"entity_kind": "place", "entity_key": 11, "surface": "柳湾社区", "body_start": 5, "body_end": 9}
    ],
    "fact_date_mention": [
        ARTICLE
        | {
            "source_text": "7月3日",
            "resolved_from": "2024-07-03",
            "resolved_to": "2024-07-03",
            "precision": "day",
            "basis": "published_on",
            "body_start": 17,
            "body_end": 21,
        }
    ],
    "bridge_article_person": [ARTICLE | {"person_key": 31, "role": "reporter"}],
    "bridge_article_place": [ARTICLE | {"place_key": 11, "role": "subject", "mention_count": 2, "score": 0.9}],
    "bridge_article_organization": [ARTICLE | {"organization_key": 21, "role": "mentioned", "mention_count": 1}],
    "bridge_article_initiative": [
        ARTICLE | {"initiative_key": 41, "kind": "brand", "role": "owned", "owner_place_key": 11, "mention_count": 1}
    ],
    "bridge_article_topic": [
        ARTICLE | {"topic_key": 51, "role": "lead", "topic_rank": 1, "score": 2.5, "terms": "消防×1"}
    ],
    "bridge_activity_place": [{"activity_key": 81, "place_key": 11, "role": "host", "position": 1}],
    "bridge_activity_organization": [{"activity_key": 81, "organization_key": 21, "role": "partner", "position": 1}],
    "batch": [
        {
            "batch_key": 1,
            "started_at": "2024-07-05 08:00:00",
            "finished_at": "2024-07-05 08:00:09",
            "code_digest": HASH,
            "reference_digest": HASH,
        }
    ],
    "page_line": [
        {"source_key": 5, "line_no": 1, "text": "柳湾社区听民声", "article_key": 7, "role": "title", "kept_chars": 7},
        {
            "source_key": 5,
            "line_no": 2,
            "text": BODY[:22],
            "article_key": 7,
            "role": "body",
            "body_start": 0,
            "kept_chars": 22,
        },
        {
            "source_key": 5,
            "line_no": 3,
            "text": BODY[21:],
            "article_key": 7,
            "role": "body",
            "continues_line_no": 2,
            "dropped_prefix_chars": 1,
            "body_start": 22,
            "kept_chars": len(BODY) - 22,
            "discarded_chars": 1,
            "discard_reason": "repeated",
        },
        {"source_key": 5, "line_no": 4, "text": "柳湾报 A01", "role": "furniture", "kept_chars": 7},
    ],
    "rejection": [
        {
            "rejection_key": 91,
            "batch_key": 1,
            "source_path": "坏.txt",
            "rule": "not_text",
            "severity": "stop",
            "reason": "Its bytes are no text; save it as UTF-8.",
            "rejected_at": "2024-07-05 08:00:01",
        }
    ],
    "quality_result": [
        {"batch_key": 1, "suite": "audits", "expectation": "orphans", "severity": "stop", "is_success": True}
    ],
    "table_digest": [{"batch_key": 1, "table_name": "main.dim_article", "row_count": 1, "digest": "abc"}],
    "release": [
        {
            "release_no": 1,
            "batch_key": 1,
            "published_at": "2024-07-05 08:00:10",
            "storage_version": "v1.2.0",
            "schema_version": 1,
        }
    ],
    "data_dictionary": [
        {
            "schema_name": "main",
            "table_name": "dim_topic",
            "column_name": "code",
            "position": 1,
            "kind": "column",
            "description": "Code of the topic.",
        }
    ],
    "migration": [
        {
            "schema_version": 2,
            "name": "0002_more",
            "sha256": HASH,
            "applied_at": "2024-07-05 08:00:05",
            "batch_key": 1,
        }
    ],
    "search_article": [ARTICLE | {"article_no": 1, "segment_no": 1, "code_point_count": 39}],
    "search_posting": [{"first_character": 26611, "second_character": 28286, "article_no": 1, "weight": 1}],
    "name_candidate": [
        ARTICLE
        | {
            "entity_kind": "place",
            "name": "柳湾里",
            "level": "compound",
            "score": 0.4,
            "evidence": BODY[:17],
            "body_start": 5,
            "body_end": 8,
        }
    ],
}


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sound warehouse, with a staged copy of every table in the schema ``staging``."""
    path = tmp_path_factory.mktemp("sound") / "sound.duckdb"
    with duckdb.connect(str(path)) as connection:
        create_tables(connection)
        for name, rows in SOUND_ROWS.items():
            insert_rows(connection, name, rows)
        connection.execute("create schema staging")
        for schema, table in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall():
            connection.execute(f"create table staging.{table} as from {schema}.{table}")
    return path


@pytest.fixture
def sound(pristine: Path, tmp_path: Path) -> Path:
    """A copy of the sound warehouse, to break."""
    return Path(shutil.copy(pristine, tmp_path / "warehouse.duckdb"))
