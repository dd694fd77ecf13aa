"""Running the suites: sound rows pass, each fault is found by a named rule, and nothing is left open or written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from expectations.great import DUCKDB_DIALECT, MEMORY_LIMIT, Session, import_great_expectations
from expectations.suites import ROWS_QUERY_TYPE, ExpectationSpec, SuiteSpec, read_suites
from expectations.validate import ExpectationResult, validate, validate_database
from tests.expectations.conftest import SOUND_ROWS

ROOT = Path(__file__).resolve().parents[2]
SUITES = {suite.table: suite for suite in read_suites()}

# A fault, as SQL on the sound warehouse, the rule that finds it, and how bad that is.
FAULTS = {
    "a sentence twice": ("insert into fact_sentence from fact_sentence", "fact_sentence.grain_is_unique", "stop"),
    "a body without text": ("update dim_article set body = ''", "dim_article.body_is_not_empty", "warn"),
    "certainty beyond 1": (
        "update dim_article set confidence = 1.5",
        "dim_article.expect_column_values_to_be_between",
        "stop",
    ),
    "a duplicate of itself": (
        "update dim_article set duplicate_of_article_key = article_key",
        "dim_article.is_no_duplicate_of_itself",
        "stop",
    ),
    "an empty paragraph": (
        "update dim_article set body = replace(body, '。', chr(10) || chr(10))",
        "dim_article.paragraphs_are_joined_by_one_newline",
        "stop",
    ),
    "no unknown place": ("delete from dim_place where place_key = 0", "dim_place.has_unknown_member", "stop"),
    "a place in itself": (
        "update dim_place set parent_place_key = place_key",
        "dim_place.is_not_its_own_parent",
        "stop",
    ),
    "an unknown level": ("update dim_place set level = '村'", "dim_place.expect_column_values_to_be_in_set", "stop"),
    "a code of 6 digits": (
        "update dim_place set division_code = '990101' where place_key = 11",
        "dim_place.division_code_has_12_digits",
        "stop",
    ),
    "a hash in capitals": (
        "update dim_source set content_sha256 = upper(content_sha256)",
        "dim_source.hash_is_sha256",
        "stop",
    ),
    "a path out of the inbox": (
        "update dim_source set relative_path = '../A01.txt' where source_key = 5",
        "dim_source.path_is_below_the_inbox",
        "stop",
    ),
    "a page of tomorrow": (
        "update dim_source set published_on = current_date + 30 where source_key = 5",
        "dim_source.published_on_is_not_in_the_future",
        "warn",
    ),
    "two current versions": (
        "insert into dim_source select * replace (6 as source_key) from dim_source where source_key = 5",
        "dim_source.one_current_version_a_path",
        "stop",
    ),
    "a shifted sentence": (
        "update fact_sentence set body_start = body_start + 1",
        "fact_sentence.text_fills_its_span",
        "stop",
    ),
    "swapped offsets": (
        "update fact_mention set body_start = body_end, body_end = body_start",
        "fact_mention.expect_column_pair_values_a_to_be_greater_than_b",
        "stop",
    ),
    "a figure outside its range": (
        "update fact_observation set value_low = 13, value_high = 14",
        "fact_observation.expect_column_pair_values_a_to_be_greater_than_b",
        "stop",
    ),
    "an invented qualifier": (
        "update fact_observation set qualifier = 'roughly'",
        "fact_observation.expect_column_values_to_be_in_set",
        "stop",
    ),
    "a unit from elsewhere": ("update fact_observation set unit = '亿元'", "fact_observation.unit_is_printed", "warn"),
    "a period backwards": (
        "update fact_observation set period_from = '2025-01-01'",
        "fact_observation.expect_column_pair_values_a_to_be_greater_than_b",
        "stop",
    ),
    "a mention of nobody": (
        "update fact_mention set entity_key = 0",
        "fact_mention.expect_column_values_to_be_between",
        "stop",
    ),
    "a date with one bound": (
        "update fact_date_mention set resolved_to = null",
        "fact_date_mention.both_bounds_or_none",
        "stop",
    ),
    "more in headlines than at all": (
        "update fact_article_word set title_count = 2",
        "fact_article_word.expect_column_pair_values_a_to_be_greater_than_b",
        "stop",
    ),
    "a lost code point": (
        "update ops.page_line set kept_chars = kept_chars - 1 where line_no = 2",
        "page_line.every_code_point_is_accounted_for",
        "stop",
    ),
    "a removal without a reason": (
        "update ops.page_line set discard_reason = null",
        "page_line.removal_has_a_reason",
        "stop",
    ),
    "furniture in an article": (
        "update ops.page_line set article_key = 7",
        "page_line.furniture_has_no_article",
        "stop",
    ),
    "two lead topics": (
        "insert into bridge_article_topic select * replace (52 as topic_key) from bridge_article_topic",
        "bridge_article_topic.one_lead_an_article",
        "stop",
    ),
    "a column gone": (
        "alter table fact_activity drop column venue",
        "fact_activity.expect_table_columns_to_match_set",
        "stop",
    ),
    "a table gone": ("drop table fact_sentence", "fact_sentence.table_is_readable", "stop"),
    "a day under another key": (
        "update dim_date set date_key = 20240704 where date_key <> 0",
        "dim_date.key_spells_the_day",
        "stop",
    ),
    "a null where none may be": (
        "alter table fact_observation alter unit drop not null; update fact_observation set unit = null",
        "fact_observation.required_values_are_present",
        "stop",
    ),
}


def failures(results: list[ExpectationResult]) -> dict[str, ExpectationResult]:
    return {f"{one.suite.split('.')[1]}.{one.expectation}": one for one in results if not one.is_success}


def break_by(path: Path, sql: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)


def test_the_sound_warehouse_has_a_row_in_every_table(pristine: Path) -> None:
    with duckdb.connect(str(pristine), read_only=True) as connection:
        counts = connection.execute("select table_name, estimated_size from duckdb_tables()").fetchall()
    assert {name for name, count in counts if count} == set(SOUND_ROWS)


@pytest.mark.parametrize("stage", ["staged", "candidate"])
def test_sound_rows_pass(pristine: Path, stage: str) -> None:
    results = validate_database(pristine, stage)  # type: ignore[arg-type]
    assert failures(results) == {}
    assert {result.suite.split(".")[0] for result in results} == {stage}
    assert all(result.element_count > 0 and result.unexpected_count == 0 for result in results)


def test_a_result_can_be_a_row_of_quality_result(pristine: Path) -> None:
    results = validate_database(pristine, "candidate")
    keys = [(result.suite, result.expectation, result.column_name) for result in results]
    assert len(keys) == len(set(keys))


def test_every_fault_is_found_by_the_rule_for_it(pristine: Path, tmp_path: Path) -> None:
    missed = []
    for fault, (sql, rule, severity) in FAULTS.items():
        path = Path(shutil.copy(pristine, tmp_path / "broken.duckdb"))
        break_by(path, sql)
        suite = SUITES[rule.split(".")[0]]
        relations = {suite.full_name: f"broken.{suite.schema}.{suite.table}"}
        found = failures(validate(relations, "candidate", attached={"broken": path}, suites=[suite]))
        if rule not in found or found[rule].severity != severity:
            missed.append((fault, rule, found))
    assert missed == []


def test_the_failing_rows_are_counted_and_shown(sound: Path) -> None:
    break_by(sound, "update dim_place set division_code = '990101' where place_key = 11")
    found = failures(validate_database(sound, "candidate"))["dim_place.division_code_has_12_digits"]
    assert (found.unexpected_count, found.element_count) == (1, 3)
    assert found.observed_value is not None and "990101" in found.observed_value


def test_an_expectation_that_raises_has_failed_and_says_why(pristine: Path) -> None:
    broken = ExpectationSpec(
        name="divides_by_words",
        type=ROWS_QUERY_TYPE,
        arguments={"unexpected_rows_query": "select * from {batch} where no_such_column = 1"},
        columns=(),
        severity="stop",
        reason="It never can.",
        stages=("candidate",),
    )
    suite = SuiteSpec(table="dim_topic", schema="main", expectations=(broken,))
    (result,) = validate({"dim_topic": "f.main.dim_topic"}, "candidate", attached={"f": pristine}, suites=[suite])
    assert not result.is_success
    assert result.error is not None and "no_such_column" in result.error


def test_staged_rows_may_lie_in_parquet(pristine: Path, tmp_path: Path) -> None:
    file = tmp_path / "it's staged.parquet"
    with duckdb.connect(str(pristine), read_only=True) as connection:
        connection.sql("from dim_topic").write_parquet(str(file))
    quoted = str(file).replace("'", "''")
    results = validate({"dim_topic": f"read_parquet('{quoted}')"}, "staged")
    assert results and failures(results) == {}


def test_a_table_that_is_not_staged_is_passed_over(sound: Path) -> None:
    break_by(sound, "drop table staging.release; drop table staging.dim_date")
    assert not [one for one in validate_database(sound, "staged") if one.suite == "staged.dim_date"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        validate_database(tmp_path / "nothing.duckdb", "candidate")


def test_the_file_is_free_and_unchanged_afterwards(pristine: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(pristine, tmp_path / "it's a $HOME {file}? 版.duckdb"))
    before = path.read_bytes()
    validate_database(path, "candidate")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table dim_topic")


def test_memory_is_bounded_wherever_rows_can_go_to_disk(pristine: Path, tmp_path: Path) -> None:
    asked = "select current_setting('memory_limit'), current_setting('temp_directory')"
    staged, candidate = tmp_path / "it's spilt", pristine.with_name(f"{pristine.name}.tmp")
    for attached, spill, folder in (({}, staged, staged), ({"file": pristine}, None, candidate)):
        with Session(attached, spill) as session:
            ((limit, directory),) = session.query(asked)
        assert (duckdb_bytes(limit), directory) == (duckdb_bytes(MEMORY_LIMIT), str(folder))
        assert not folder.exists()


def duckdb_bytes(amount: str) -> int:
    """Bytes of an amount as DuckDB writes it, to the nearest mebibyte."""
    number, unit = re.fullmatch(r"([0-9.]+) ?(MB|MiB)", amount).groups()  # type: ignore[union-attr]
    return round(float(number) * (1_000_000 if unit == "MB" else 2**20) / 2**20)


def test_duckdb_is_among_the_dialects_whose_connection_is_kept() -> None:
    import_great_expectations()
    from great_expectations.execution_engine import sqlalchemy_execution_engine

    names = [str(dialect.value) for dialect in sqlalchemy_execution_engine._PERSISTED_CONNECTION_DIALECTS]
    assert names.count(DUCKDB_DIALECT) == 1
    assert "sqlite" in names, "the list that is added to is still the list of Great Expectations"


ALONE = """
import socket, sys
from pathlib import Path

def refuse(*_, **__):
    raise AssertionError("network")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from expectations.validate import validate_database
assert "great_expectations" not in sys.modules, "importing the module is quick"
results = validate_database(Path(sys.argv[1]), "candidate")
assert results and all(result.is_success for result in results)
assert "altair" not in sys.modules and "scipy.stats" not in sys.modules
"""


def test_it_is_quiet_and_asks_no_network_and_writes_no_file(pristine: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(home), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(pristine)], cwd=home, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (done.stdout, done.stderr) == (b"", b"")
    assert list(home.rglob("*")) == []
