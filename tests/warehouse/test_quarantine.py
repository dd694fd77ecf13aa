"""A row that fails takes its article along, or its page, and nothing else: the rest loads and all audits hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from expectations.failing_rows import failing_rows
from expectations.suites import read_suites
from tests.warehouse.faults import rewrite
from tests.warehouse.readings import GAZETTEER, TOPICS
from tests.warehouse.runs import NO_VIEWS, SQL_DIR, hint_of, query, run, stage, write_pages
from warehouse.audits import audit
from warehouse.build import BatchInfo, build_candidate
from warehouse.candidate import utc_now
from warehouse.digests import all_digests
from warehouse.keys import source_key
from warehouse.paths import DataFolder
from warehouse.quarantine import StagedRule, find_failing, open_staging, parent_rules, without_held
from warehouse.refused_rows import HeldArticle, HeldPage, record_held
from warehouse.release import publish
from warehouse.rows import places_table, topics_table
from warehouse.seal import seal
from warehouse.sources import Plan, discover

PAGES = {
    "甲报/a.txt": "春雨|东桥办了讲座。来了二十人。\n夏风|南园修好了路灯。",
    "乙报/b.txt": "秋水|西坊收到诉求。\n冬雪|北巷扫了雪。",
}
SUMMER = "article_key = (select article_key from {articles} where title = '夏风')"


def rules_of(table: str, *names: str) -> list[StagedRule]:
    """Return rules of the reviewed suites, as the flow makes them of failed checks."""
    suite = next(suite for suite in read_suites() if suite.full_name == table)
    rules = []
    for spec in suite.expectations:
        if spec.name in names:
            rows = failing_rows(spec)
            assert rows is not None, f"{spec.name} does not tell its rows"
            rules.append(StagedRule(table, spec.name, spec.columns, spec.reason, rows.condition, rows.query))
    assert rules
    return rules


def hold(plan: Plan, staging: Path, rules: list[StagedRule]) -> tuple[list[HeldArticle], list[HeldPage]]:
    with open_staging(staging) as connection:
        holding = find_failing(connection, [*rules, *parent_rules()])
        held = record_held(connection, staging, holding, {source_key(page.content_sha256): page for page in plan.pages})
        without_held(connection, staging, holding)
    return held


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    write_pages(tmp_path / "inbox", PAGES)
    return discover(tmp_path / "inbox", DataFolder(tmp_path / "data"), hint_of)


@pytest.fixture
def staging(plan: Plan) -> Path:
    plan.folder.build.mkdir(parents=True)
    return stage(plan)


def publish_staged(plan: Plan, staging: Path) -> dict[str, int]:
    """Load, audit and publish; return the audits that found something."""
    candidate = build_candidate(
        plan,
        staging,
        gazetteer=places_table(GAZETTEER),
        topics=topics_table(TOPICS),
        batch=BatchInfo(utc_now(), "code", "reference"),
        sql_dir=NO_VIEWS,
    )
    failed = {
        result.name: result.failing_rows for result in audit(candidate, SQL_DIR / "audits") if not result.is_success
    }
    seal(candidate)
    publish(plan.folder)
    return failed


def break_summer(staging: Path, table: str, replacement: str) -> None:
    """Change all rows of the article 夏风 in a staged table."""
    articles = f"read_parquet('{staging}/dim_article-*.parquet')"
    condition = SUMMER.format(articles=articles)
    rewrite(
        staging,
        table,
        f"select * from {{batch}} where not ({condition}) union all by name "
        f"select * replace ({replacement}) from {{batch}} where {condition}",
    )


BREAKS: Mapping[str, tuple[str, str, str]] = {
    "shifted offsets": ("fact_sentence", "body_end + 1 as body_end", "text_fills_its_span"),
    "an invented qualifier": ("fact_observation", "'roughly' as qualifier", "expect_column_values_to_be_in_set"),
    "a null": ("fact_mention", "null::text as surface", "required_values_are_present"),
    "certainty beyond one": ("dim_article", "7.0::double as confidence", "expect_column_values_to_be_between"),
    "an article of no page": ("dim_article", "12345::bigint as source_key", "source_is_staged"),
    "a period backwards": (
        "fact_date_mention",
        "date '2030-01-01' as resolved_from",
        "expect_column_pair_values_a_to_be_greater_than_b",
    ),
}


@pytest.mark.parametrize("fault", BREAKS)
def test_a_failing_row_holds_its_article_and_the_rest_of_the_page_loads(plan: Plan, staging: Path, fault: str) -> None:
    table, replacement, rule = BREAKS[fault]
    break_summer(staging, table, replacement)
    parents = [each.rule for each in parent_rules()]
    held, pages = hold(plan, staging, [] if rule in parents else rules_of(table, rule))
    assert [each.rule for each in held] == ([] if rule == "source_is_staged" else [rule])
    assert not pages
    assert publish_staged(plan, staging) == {}
    data = plan.folder.path
    assert query(data, "select title from dim_article where article_key <> 0 order by 1") == [
        ("冬雪",),
        ("春雨",),
        ("秋水",),
    ]
    refused = query(data, "select distinct rule, severity from ops.rejection where table_name is not null")
    assert refused == [(rule, "stop")]


def test_a_refused_row_says_what_it_was_and_where_it_was_printed(plan: Plan, staging: Path) -> None:
    break_summer(staging, "fact_sentence", "body_end + 1 as body_end")
    hold(plan, staging, rules_of("fact_sentence", "text_fills_its_span"))
    publish_staged(plan, staging)
    (refused,) = query(
        plan.folder.path,
        "select source_path, content_sha256, table_name, article_ordinal, line_from, line_to, body_start, body_end, "
        "value, excerpt, batch_key from ops.rejection",
    )
    content = next(page.content_sha256 for page in plan.pages if page.relative_path == "甲报/a.txt")
    assert refused[:8] == ("甲报/a.txt", content, "fact_sentence", 2, 4, 4, 0, 9)
    assert refused[8] == "text=南园修好了路灯。, body_start=0, body_end=9"
    assert refused[9] == "南园修好了路灯。"
    assert refused[10] == 1


def test_lines_of_a_held_article_stay_in_the_ledger_of_their_page(plan: Plan, staging: Path) -> None:
    break_summer(staging, "fact_sentence", "body_end + 1 as body_end")
    hold(plan, staging, rules_of("fact_sentence", "text_fills_its_span"))
    publish_staged(plan, staging)
    lines = query(
        plan.folder.path,
        "select text, role, kept_chars, discarded_chars from ops.page_line where discard_reason = 'held' "
        "order by line_no",
    )
    assert lines == [("夏风", "furniture", 0, 2), ("南园修好了路灯。", "furniture", 0, 8)]


def test_what_is_held_leaves_no_trace_in_the_content_of_the_release(plan: Plan, staging: Path, tmp_path: Path) -> None:
    # All of a page held is as if its file had not been there.
    rewrite(staging, "dim_source", "select * replace ('-' as content_sha256) from {batch} where newspaper = '甲报' "
            "union all by name select * from {batch} where newspaper <> '甲报'")  # fmt: skip
    _, pages = hold(plan, staging, rules_of("dim_source", "hash_is_sha256"))
    assert [(page.path, page.rule, page.articles) for page in pages] == [("甲报/a.txt", "hash_is_sha256", 2)]
    assert publish_staged(plan, staging) == {}
    write_pages(tmp_path / "other", {"乙报/b.txt": PAGES["乙报/b.txt"]})
    run(tmp_path / "other", tmp_path / "without")
    with_held, without = (DataFolder(tmp_path / name).live for name in ("data", "without"))
    from warehouse.connect import open_file

    with open_file(with_held) as one, open_file(without) as other:
        assert all_digests(one) == all_digests(other)
    refused = query(
        plan.folder.path, "select source_path, table_name from ops.rejection order by table_name nulls first"
    )
    assert refused == [("甲报/a.txt", None), ("甲报/a.txt", "dim_source")]
    again = discover(tmp_path / "inbox", plan.folder, hint_of)
    assert again.is_nothing_new
    assert [path for path, _, _ in again.still_refused] == ["甲报/a.txt"]


def test_a_failing_line_holds_its_page(plan: Plan, staging: Path) -> None:
    break_summer(staging, "ops.page_line", "kept_chars - 1 as kept_chars")
    held, pages = hold(plan, staging, rules_of("ops.page_line", "every_code_point_is_accounted_for"))
    assert ([page.path for page in pages], held) == (["甲报/a.txt"], [])
    assert publish_staged(plan, staging) == {}
    lines = query(
        plan.folder.path, "select line_from, line_to from ops.rejection where table_name is not null order by 1"
    )
    assert lines == [(3, 3), (4, 4)]


def test_a_failing_member_holds_every_article_that_refers_to_it(plan: Plan, staging: Path) -> None:
    rewrite(staging, "dim_person", "select * replace ('' as kind) from {batch} where name = '苏禾' "
            "union all by name select * from {batch} where name <> '苏禾'")  # fmt: skip
    held, pages = hold(plan, staging, rules_of("dim_person", "expect_column_values_to_be_in_set"))
    assert [each.title for each in held] == ["秋水", "冬雪", "春雨", "夏风"]
    assert not pages
    assert publish_staged(plan, staging) == {}
    assert query(plan.folder.path, "select count(*) from dim_person where name = '苏禾'") == [(0,)]


def test_a_place_that_fails_holds_what_lies_in_it(plan: Plan, staging: Path) -> None:
    rewrite(
        staging,
        "dim_place",
        "select * replace (5::bigint as parent_place_key) from {batch} where name = '月桂苑' union all by name "
        "select * replace (5::bigint as place_key, '村' as level) from {batch} where name = '月桂苑'",
    )
    with open_staging(staging) as connection:
        holding = find_failing(connection, rules_of("dim_place", "expect_column_values_to_be_in_set"))
    assert holding.members == {"dim_place": {5}}
    assert len(holding.articles) == 4


def test_an_orphan_is_refused_alone(plan: Plan, staging: Path) -> None:
    rewrite(staging, "fact_sentence", "from {batch} union all select * replace (77::bigint as article_key) "
            "from (from {batch} limit 1)")  # fmt: skip
    held, pages = hold(plan, staging, [])
    assert (held, pages) == ([], [])
    assert publish_staged(plan, staging) == {}
    refused = query(plan.folder.path, "select source_path, table_name, rule, value from ops.rejection")
    assert refused == [("unknown", "fact_sentence", "article_is_staged", "article_key=77")]
    assert query(plan.folder.path, "select count(*) from dim_article where article_key <> 0") == [(4,)]


def test_every_failing_row_is_on_record(plan: Plan, staging: Path) -> None:
    rewrite(staging, "fact_mention", "select * replace ('' as surface) from {batch}")
    with open_staging(staging) as connection:
        (rows,) = connection.execute("select count(*) from fact_mention").fetchall()[0]
    hold(plan, staging, rules_of("fact_mention", "text_fills_its_span"))
    publish_staged(plan, staging)
    assert query(plan.folder.path, "select count(*) from ops.rejection where table_name = 'fact_mention'") == [(rows,)]


def test_a_rule_of_the_whole_table_tells_no_rows(staging: Path) -> None:
    with open_staging(staging) as connection:
        rule = StagedRule("dim_article", "share", (), "A mean.", query="select avg(confidence) as mean from {batch}")
        assert find_failing(connection, [rule]).unlocated == [rule]
