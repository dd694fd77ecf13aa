"""All rules of a table in one query tell the same as Great Expectations does rule by rule, of sound and broken rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from expectations.compiled import compiled
from expectations.suites import ExpectationSpec, SuiteSpec, read_suites
from expectations.validate import ExpectationResult, validate
from tests.expectations.test_validate import FAULTS, SUITES, break_by
from tests.warehouse.runs import hint_of, stage, write_pages
from warehouse.decoded_pages import staged_decoded_pages
from warehouse.paths import DataFolder
from warehouse.sources import discover


def told(result: ExpectationResult) -> tuple[object, ...]:
    """Everything but the examples of failing values, of which either may show others, and the text of an error."""
    return (
        result.suite, result.expectation, result.column_name, result.severity, result.is_success,
        result.unexpected_count, result.element_count, result.error is None, result.observed_value is None,
    )  # fmt: skip


def both_ways(path: Path, suites: list[SuiteSpec], stage: str = "candidate") -> tuple[list[tuple[object, ...]], ...]:
    relations = {suite.full_name: f"f.{suite.schema}.{suite.table}" for suite in suites}
    return tuple(
        [
            told(one)
            for one in validate(
                relations,
                stage,
                attached={"f": path},
                suites=suites,
                rule_by_rule=rule_by_rule,  # type: ignore[arg-type]
            )
        ]
        for rule_by_rule in (False, True)
    )


def test_every_suite_has_such_a_query() -> None:
    for suite in read_suites():
        for stage_name in ("staged", "candidate"):
            found = compiled(suite.at_stage(stage_name))  # type: ignore[arg-type]
            assert found is not None, suite.table


def test_sound_rows_get_the_same_results_either_way(pristine: Path) -> None:
    together, one_by_one = both_ways(pristine, list(SUITES.values()))
    assert together == one_by_one
    assert len(together) > 100


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gets_the_same_results_either_way(pristine: Path, tmp_path: Path, fault: str) -> None:
    sql, rule, _ = FAULTS[fault]
    path = Path(shutil.copy(pristine, tmp_path / "broken.duckdb"))
    break_by(path, sql)
    together, one_by_one = both_ways(path, [SUITES[rule.split(".")[0]]])
    assert together == one_by_one
    assert rule.split(".")[1] in {row[1] for row in together if not row[4]}


def test_pages_as_decoded_get_the_same_results_either_way(tmp_path: Path) -> None:
    write_pages(tmp_path / "inbox", {"甲报/a.txt": "春雨|东桥办了讲座。\n夏风|南园修好了路灯。"})
    plan = discover(tmp_path / "inbox", DataFolder(tmp_path / "data"), hint_of)
    relations = staged_decoded_pages(stage(plan))
    together, one_by_one = (validate(relations, "staged", rule_by_rule=each) for each in (False, True))
    assert [told(one) for one in together] == [told(one) for one in one_by_one]
    assert [one.suite for one in together if one.is_success and one.element_count] == ["staged.decoded_page"] * len(
        together
    )


def test_a_type_without_such_a_query_leaves_the_table_to_great_expectations(pristine: Path) -> None:
    mean = ExpectationSpec(
        "mean_weight", "expect_column_mean_to_be_between", {"column": "weight", "min_value": 5}, ("weight",), "warn",
        "An example of a type that needs no query of ours.", ("candidate",),
    )  # fmt: skip
    assert compiled([mean]) is None
    suite = SuiteSpec("search_posting", "main", (mean,))
    (result,) = validate(
        {"search_posting": "f.main.search_posting"}, "candidate", attached={"f": pristine}, suites=[suite]
    )
    assert (result.is_success, result.error) == (False, None)
