"""Every kind of fault is found by a named rule, nothing of it is published, and sound pages set off no rule at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from expectations.failing_rows import failing_rows
from expectations.suites import read_suites
from expectations.validate import validate
from flows.direct import run_direct
from flows.ingest_run import IngestRun
from flows.progress import shown_progress
from flows.quarantining import hold_failing_rows
from flows.rules import rules_digest
from flows.settings import SQL_DIR, RunSettings
from tests.expectations.mutations import CARRIED, LOADED, PAGE, STAGED, Loaded, Staged, page
from tests.flows.runs import put, sample_pages
from tests.warehouse.faults import rewrite
from warehouse.audits import all_audits, audit, audit_file
from warehouse.candidate import Candidate
from warehouse.decoded_pages import staged_decoded_pages
from warehouse.paths import DataFolder
from warehouse.quarantine import StagedRule, find_failing, open_staging, parent_rules
from warehouse.schema import table
from warehouse.scope import choose_scope
from warehouse.sources import Plan
from warehouse.staging import relations
from warehouse.statements import StatementError
from warehouse.unchanged import check_unchanged

PAGES = sample_pages(2)


class Sound(NamedTuple):
    """What a run over sound pages had before it published: its plan, staged rows, candidate, and articles."""

    plan: Plan
    staging: Path
    candidate: Path
    articles: int


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    folder = tmp_path_factory.mktemp("sound")
    put(folder / "inbox", PAGES)
    with shown_progress() as progress, IngestRun(RunSettings.of(folder / "inbox", folder / "data", 1), progress) as run:
        plan = run.discover()
        for part in run.parts():
            run.read_part(part)
        shutil.copytree(run._staged(), folder / "staging")
        run.load()
        shutil.copyfile(run._loaded().path, folder / "candidate.duckdb")
        return Sound(plan, folder / "staging", folder / "candidate.duckdb", run.summary().articles)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a release of one page, and a candidate to which a batch has added another."""
    folder = tmp_path_factory.mktemp("second")
    settings = RunSettings.of(folder / "inbox", folder / "data", 1)
    put(folder / "inbox", PAGES[:1])
    run_direct(settings)
    put(folder / "inbox", PAGES)
    with shown_progress() as progress, IngestRun(settings, progress) as run:
        run.discover()
        for part in run.parts():
            run.read_part(part)
        run.load()
        shutil.copytree(folder / "data", folder / "kept")
    return folder / "kept"


def stop_rules(table_name: str) -> list[StagedRule]:
    """Return the rules of a table that hold staged rows back."""
    suite = next(suite for suite in read_suites() if suite.full_name == table_name)
    found = [(spec, failing_rows(spec)) for spec in suite.at_stage("staged") if spec.severity == "stop"]
    return [
        StagedRule(table_name, spec.name, spec.columns, spec.reason, rows.condition, rows.query)
        for spec, rows in found
        if rows is not None
    ]


def broken_staging(sound: Sound, fault: Staged, folder: Path) -> Path:
    staging = folder / "staging"
    shutil.copytree(sound.staging, staging, copy_function=os.link)
    rewrite(staging, fault.table, fault.query)
    return staging


@pytest.mark.parametrize("fault", STAGED, ids=lambda fault: fault.fault)
def test_a_fault_in_staged_rows_is_held_or_stops(sound: Sound, tmp_path: Path, fault: Staged) -> None:
    staging = broken_staging(sound, fault, tmp_path)
    folder = DataFolder(tmp_path / "data")
    folder.build.mkdir(parents=True)
    for each in sound.plan.pages:
        kept = folder.archive / each.content_sha256[:2] / each.content_sha256[2:]
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes((sound.plan.inbox / each.relative_path).read_bytes())
    only = {fault.table: relations(staging)[fault.table]} | staged_decoded_pages(staging)
    results = validate(only, "staged")
    with open_staging(staging) as connection:
        parents = {row.rule.rule for row in find_failing(connection, list(parent_rules())).rows}
    found = {one.expectation for one in results if one.severity == "stop" and not one.is_success}
    assert fault.rule in found | parents
    held = hold_failing_rows(folder, staging, sound.plan.pages, results, sound.articles)
    outcomes = {
        "stops": bool(held.stopping),
        "article held": len(held.articles) == 1 and not held.pages and not held.stopping,
        "articles held": len(held.articles) >= 1 and not held.pages and not held.stopping,
        "page held": len(held.pages) == 1 and not held.stopping,
        "row refused": not (held.articles or held.pages or held.stopping),
    }
    # An article of no page, or twice, has nothing that could be named; it is gone all the same.
    assert outcomes[fault.outcome] or (fault.rule == "source_is_staged" and outcomes["row refused"]), held
    if not held.stopping:
        with open_staging(staging) as connection:
            assert find_failing(connection, [*stop_rules(fault.table), *parent_rules()]).rows == []


@pytest.mark.parametrize("fault", LOADED, ids=lambda fault: fault.fault)
def test_a_fault_in_a_candidate_stops_or_warns(sound: Sound, tmp_path: Path, fault: Loaded) -> None:
    broken = tmp_path / "candidate.duckdb"
    shutil.copyfile(sound.candidate, broken)
    with duckdb.connect(str(broken)) as connection:
        connection.execute(fault.damage)
    of_model = table(fault.table)
    relation = f"broken.{of_model.schema or 'main'}.{of_model.name}"
    results = validate({fault.table: relation}, "candidate", attached={"broken": broken})
    found = {one.expectation: one.severity for one in results if not one.is_success}
    try:
        failed = [one for one in audit_file(broken, all_audits(SQL_DIR / "audits")) if not one.is_success]
        found |= {one.name: one.severity for one in failed}
    except StatementError:
        assert fault.rule in found, "audits cannot even be run on it, so a suite must name it"
    assert found.get(fault.rule) == {"stops": "stop", "warns": "warn"}[fault.outcome], found


@pytest.mark.parametrize("fault", CARRIED, ids=lambda fault: fault.fault)
def test_a_fault_in_rows_of_earlier_pages_stops(second: Path, tmp_path: Path, fault: Loaded) -> None:
    folder = DataFolder(Path(shutil.copytree(second, tmp_path / "data")))
    candidate = Candidate(folder, 2, 2, is_addition=True)
    rules = rules_digest(SQL_DIR)
    assert choose_scope(candidate, rules).name == "batch"
    with duckdb.connect(str(candidate.path)) as connection:
        connection.execute(f"attach '{folder.live}' as live (read_only)")
        assert connection.execute(fault.damage).fetchall() != [(0,)]
    scope = choose_scope(candidate, rules)
    failed = [*audit(candidate, SQL_DIR / "audits", scope), *check_unchanged(candidate, scope)]
    assert fault.rule in {one.name for one in failed if one.stops}


def test_thirty_kinds_and_more_are_injected() -> None:
    assert len({each.fault for each in (*STAGED, *LOADED, *CARRIED)}) >= 30


def test_the_table_of_faults_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.expectations.mutations"


def test_no_rule_holds_or_stops_anything_of_the_sound_pages(sound: Sound) -> None:
    results = validate(relations(sound.staging) | staged_decoded_pages(sound.staging), "staged")
    assert "staged.decoded_page" in {one.suite for one in results}
    assert [one.suite + one.expectation for one in results if one.severity == "stop" and not one.is_success] == []
    with open_staging(sound.staging) as connection:
        assert find_failing(connection, list(parent_rules())).rows == []
    failed = [one.name for one in audit_file(sound.candidate, all_audits(SQL_DIR / "audits")) if one.stops]
    assert failed == []
