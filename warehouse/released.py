"""What the live release knows of page files, as far as finding what is new asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from warehouse.connect import open_live
from warehouse.paths import DataFolder


class KnownSource(NamedTuple):
    """A current page version."""

    source_key: int
    relative_path: str
    content_sha256: str
    page_hint: str
    version_no: int


@dataclass(frozen=True, slots=True)
class ReleasedState:
    """Current sources by content, the highest version of each path, and what was refused.

    ``refused_contents`` maps (path, content) of pages that the reader refused to (rule, reason). What was accepted
    since is no longer refused, though its refusal stays on record.
    """

    current: Mapping[str, KnownSource] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    rejection_keys: Set[int] = frozenset()
    refused_contents: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    schema_version: int = 0


def released_state(folder: DataFolder) -> ReleasedState:
    """Read the state from the live release. Raises what ``open_live`` raises."""
    with open_live(folder) as connection:
        current = connection.execute(
            "select source_key, relative_path, content_sha256, page_hint, version_no from dim_source where is_current"
        ).fetchall()
        versions = connection.execute(
            "select relative_path, max(version_no) from dim_source where source_key <> 0 group by all"
        ).fetchall()
        rejected = connection.execute(
            "select rejection_key, source_path, content_sha256, table_name, rule, severity, reason from ops.rejection"
        ).fetchall()
        loaded = {row[0] for row in connection.execute("select content_sha256 from dim_source").fetchall()}
        version = connection.execute("select coalesce(max(schema_version), 0) from ops.release").fetchone()
    return ReleasedState(
        current={row[2]: KnownSource(*row) for row in current},
        versions=dict(versions),
        rejection_keys={row[0] for row in rejected},
        refused_contents={
            (path, content): (rule, reason)
            for _, path, content, table_name, rule, severity, reason in rejected
            if content is not None and table_name is None and severity == "stop" and content not in loaded
        },
        schema_version=version[0] if version else 0,
    )
