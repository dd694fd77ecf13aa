"""What was refused: listed, looked up by key, and the pages that could be read again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.connect import SchemaVersionError, open_live
from warehouse.inspection import QueryResult
from warehouse.migrations import require_version
from warehouse.paths import DataFolder
from warehouse.quarantine import open_staging
from warehouse.replay import replay_plan
from warehouse.retraction import REINSTATED, RETRACTED, STANDING_RETRACTIONS
from warehouse.schema import literal
from warehouse.sources import PlannedPage

if TYPE_CHECKING:
    import duckdb

STANDING = "standing"
"""State of a refusal whose page or article is still not loaded."""

# Whether what was refused has been loaded since: the article where one was held, else the page of that content.
_STATES = f"""
    select refusal.*, case
        when rule = '{RETRACTED}' and content_sha256 in (select content_sha256 from ({STANDING_RETRACTIONS}))
            then 'retracted'
        when rule in ('{RETRACTED}', '{REINSTATED}') then 'reinstated'
        when severity = 'warn' then 'warning'
        when article_ordinal is null and page.content_sha256 is not null then 'accepted since'
        when article_ordinal is not null and article.ordinal is not null then 'accepted since'
        else '{STANDING}'
    end as state
    from ops.rejection as refusal
    left join (select distinct content_sha256 from dim_source where is_current) as page using (content_sha256)
    left join (
        select content_sha256, ordinal
        from dim_article join dim_source using (source_key)
        where article_key <> 0 and is_current
    ) as article on article.content_sha256 = refusal.content_sha256 and article.ordinal = article_ordinal
"""
_CONTEXT_LINES = 1
_SINCE_VERSION = 3
"""The version of the tables since which a refusal says which article it is of."""


class RefusalError(Exception):
    """Raised where no refusal, or more than one, answers to a key, or nothing can be read again."""


@dataclass(frozen=True, slots=True)
class RefusalDetails:
    """A refusal with everything on record: its columns in order, and the printed lines around it (number, text)."""

    columns: tuple[tuple[str, Any], ...]
    state: str
    lines: tuple[tuple[int, str], ...]
    kept_at: str | None
    """Where the bytes of the page are, below the data folder; None where they were not kept."""


@dataclass(frozen=True, slots=True)
class Replayable:
    """Pages that stand refused whole, as (path, content), and pages of which articles are held, to be read again."""

    refused: frozenset[tuple[str, str]]
    held: Sequence[PlannedPage]


def list_refusals(folder: DataFolder, rule: str | None = None) -> QueryResult:
    """Return what was refused, newest first; only by one rule if it is given.

    Raises what ``open_live`` raises, and SchemaVersionError where the release is too old to say it.
    """
    with closing(_open(folder)) as connection:
        relation = connection.execute(
            "select rejection_key as key, rejected_at, source_path, article_ordinal as article, rule, severity, state, "
            f"reason from ({_STATES}) where $rule is null or rule = $rule "
            "order by rejected_at desc, source_path, article_ordinal nulls first, rule, key",
            {"rule": rule},
        )
        columns = tuple(column[0] for column in relation.description or ())
        return QueryResult(columns, tuple(relation.fetchall()))


def find_refusal(folder: DataFolder, key: str) -> RefusalDetails:
    """Return the refusal whose key is ``key`` or begins with it.

    Raises RefusalError where there is none or more than one, and what ``open_live`` raises.
    """
    with closing(_open(folder)) as connection:
        relation = connection.execute(
            f"select * from ({_STATES}) where starts_with(rejection_key::text, ?) order by rejection_key", [key]
        )
        names = [column[0] for column in relation.description or ()]
        found = relation.fetchall()
        if len(found) != 1 or not key:
            what = "no refusal has" if not found else f"{len(found)} refusals have"
            raise RefusalError(f"{what} a key that begins with {key!r}; the keys are listed by: gewu rejected")
        refusal = dict(zip(names, found[0], strict=True))
        lines = connection.execute(
            "select line_no, text from ops.page_line join dim_source using (source_key) where content_sha256 = ? "
            "and line_no between ? and ? order by line_no",
            [
                refusal["content_sha256"],
                (refusal["line_from"] or 0) - _CONTEXT_LINES,
                (refusal["line_to"] or -1) + _CONTEXT_LINES,
            ],
        ).fetchall()
    state = refusal.pop("state")
    return RefusalDetails(tuple(refusal.items()), state, tuple(lines), _kept_at(folder, refusal["content_sha256"]))


def replayable(folder: DataFolder, rule: str | None = None, page: str | None = None) -> Replayable:
    """Return the pages with standing refusals; only of one rule, or of the page of that path (or the end of it).

    Raises RefusalError where there are none, and what ``open_live`` raises.
    """
    with closing(_open(folder)) as connection:
        rows = connection.execute(
            "select source_path, content_sha256, bool_or(article_ordinal is null) as is_whole "
            f"from ({_STATES}) where state = '{STANDING}' and content_sha256 is not null "
            "and ($rule is null or rule = $rule) "
            "and ($page is null or source_path = $page or ends_with(source_path, '/' || $page)) group by all",
            {"rule": rule, "page": page},
        ).fetchall()
        current = {
            row[0] for row in connection.execute("select content_sha256 from dim_source where is_current").fetchall()
        }
    if not rows:
        wanted = " ".join([*([f"by the rule {rule!r}"] if rule else []), *([f"of {page!r}"] if page else [])])
        raise RefusalError(f"nothing stands refused {wanted}".strip() + "; see: gewu rejected")
    contents = {content for _, content, _ in rows}
    held = [each for each in replay_plan(folder, folder.path).pages if each.content_sha256 in contents]
    refused = frozenset((path, content) for path, content, is_whole in rows if is_whole and content not in current)
    return Replayable(refused, held)


def brings_something(folder: DataFolder, staging: Path) -> bool:
    """Return whether staged rows hold a page or article that is not live, or a refusal that is not on record.

    Raises what ``open_live`` raises.
    """
    with closing(_open(folder)), open_staging(staging) as connection:
        connection.execute(f"attach {literal(str(folder.live))} as live (read_only)")
        row = connection.execute(
            "select exists (select source_key from main.dim_source anti join "
            "(select source_key from live.main.dim_source where is_current) using (source_key)) "
            "or exists (from main.dim_article anti join live.main.dim_article using (article_key)) "
            "or exists (from ops.rejection anti join live.ops.rejection using (rejection_key))"
        ).fetchone()
    return bool(row and row[0])


def _open(folder: DataFolder) -> duckdb.DuckDBPyConnection:
    connection = open_live(folder)
    try:
        require_version(connection, _SINCE_VERSION, "what is on record of refusals")
    except SchemaVersionError:
        connection.close()
        raise
    return connection


def _kept_at(folder: DataFolder, content: str | None) -> str | None:
    if content is None:
        return None
    for root in (folder.rejected, folder.archive):
        kept = root / content[:2] / content[2:]
        if kept.is_file():
            return kept.relative_to(folder.path).as_posix()
    return None
