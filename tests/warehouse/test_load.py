"""New, changed, renamed, withdrawn and repeated pages: what a release holds after each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.warehouse.runs import SQL_DIR, hint_of, live_digests, query, run, write_pages
from warehouse.audits import all_audits, audit_file
from warehouse.paths import DataFolder
from warehouse.sources import WithdrawalRefusedError, discover

FIRST = "云溪日报/2024-11-08/A01.txt"
SECOND = "云溪日报/2024-11-09/A02.txt"
PAGES = {FIRST: "议事|邻里和睦。|月桂飘香！\n义诊=method|健康服务进社区。", SECOND: "早市|新鲜蔬菜。"}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    write_pages(tmp_path / "inbox", PAGES)
    return tmp_path / "inbox"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def assert_passes_audits(data: Path) -> None:
    results = audit_file(data / "warehouse.duckdb", all_audits(SQL_DIR / "audits"))
    assert [result for result in results if not result.is_success] == []


def assert_like_fresh(inbox: Path, data: Path) -> None:
    """The release has the digests of one made of the inbox at once, and passes every audit."""
    assert_passes_audits(data)
    fresh = data.with_name(f"fresh-{len(list(data.parent.iterdir()))}")
    run(inbox, fresh)
    assert live_digests(data) == live_digests(fresh)


def versions(data: Path) -> list[tuple[object, ...]]:
    columns = "relative_path, version_no, is_current, valid_to is null"
    return query(data, f"select {columns} from dim_source where source_key <> 0 order by all")


def test_a_page_fills_its_tables(inbox: Path, data: Path) -> None:
    run(inbox, data)
    assert query(data, "select title, body from dim_article where article_key <> 0 order by length(body)") == [
        ("早市", "新鲜蔬菜。"), ("义诊", "健康服务进社区。"), ("议事", "邻里和睦。月桂飘香！"),
    ]  # fmt: skip
    sentences = query(data, "select text from fact_sentence")
    assert sorted(text for (text,) in sentences) == sorted(
        ["健康服务进社区。", "新鲜蔬菜。", "月桂飘香！", "邻里和睦。"]
    )
    assert query(data, "select value, unit from fact_observation limit 1")[0][1] == "件"
    assert query(data, "select count(*) from fact_mention where entity_kind = 'place'") == [(4,)]
    assert query(data, "select date_key from fact_article order by 1") == [(20241108,), (20241108,), (20241109,)]
    assert query(
        data, "select province, city, subdistrict, community, is_official from dim_place where name = '月桂苑'"
    ) == [("梦溪省", "云溪市", "柳浦街道", "桐江社区", False)]
    # 23 code points of sentences, 6 of titles, and 6 line ends.
    counts = "select files_found, pages_new, articles_loaded, code_points_read from ops.batch"
    assert query(data, counts) == [(2, 2, 3, 35)]
    assert_like_fresh(inbox, data)


def test_nothing_new_leaves_the_file_byte_for_byte(inbox: Path, data: Path) -> None:
    run(inbox, data)
    live = data / "warehouse.duckdb"
    before = (live.read_bytes(), live.stat().st_mtime_ns, live.stat().st_ino)
    assert run(inbox, data) is None
    assert run(inbox, data) is None
    assert (live.read_bytes(), live.stat().st_mtime_ns, live.stat().st_ino) == before
    assert list((data / "build").iterdir()) == []


def test_a_new_page_is_added(inbox: Path, data: Path) -> None:
    run(inbox, data)
    write_pages(inbox, {"柳浦周报/1999-02-03/01.txt": "旧事|很久以前。"})
    release = run(inbox, data)
    assert release is not None and release.release_no == 2
    assert query(data, "select min(year), max(year), count(*) from dim_date where date_key <> 0") == [
        (1999, 2024, 9497)
    ]
    assert_like_fresh(inbox, data)


def test_a_changed_file_is_a_new_version_and_the_old_one_stays_as_history(inbox: Path, data: Path) -> None:
    run(inbox, data)
    write_pages(inbox, {SECOND: "晚市|新鲜水果。"})
    run(inbox, data)
    assert versions(data) == [(FIRST, 1, True, True), (SECOND, 1, False, False), (SECOND, 2, True, True)]
    assert query(data, "select count(*) from dim_article where title = '早市'") == [(0,)]
    assert query(data, "select count(*) from dim_word where word = '蔬'") == [(0,)]
    assert query(data, "select pages_new, pages_changed from ops.batch order by batch_key") == [(2, 0), (0, 1)]
    assert_like_fresh(inbox, data)
    # Back again: the first version is current once more, as the third of this path.
    write_pages(inbox, {SECOND: PAGES[SECOND]})
    run(inbox, data)
    assert versions(data) == [(FIRST, 1, True, True), (SECOND, 2, False, False), (SECOND, 3, True, True)]
    assert_like_fresh(inbox, data)


def test_a_renamed_file_is_the_same_page(inbox: Path, data: Path) -> None:
    run(inbox, data)
    os.rename(inbox / FIRST, inbox / "云溪日报/2024-11-08/A09.txt")
    folder = DataFolder(data)
    plan = discover(inbox, folder, hint_of)
    assert (plan.pages, len(plan.renamed)) == ((), 1)
    run(inbox, data)
    assert query(data, "select relative_path, file_name from dim_source where file_name like 'A09%'") == [
        ("云溪日报/2024-11-08/A09.txt", "A09.txt")
    ]
    assert_like_fresh(inbox, data)


def test_a_file_renamed_to_another_day_is_read_again(inbox: Path, data: Path) -> None:
    run(inbox, data)
    os.renames(inbox / FIRST, inbox / "云溪日报/2024-12-01/A01.txt")
    assert [page.kind for page in discover(inbox, DataFolder(data), hint_of).pages] == ["reread"]
    run(inbox, data)
    assert query(data, "select distinct date_key from fact_article order by 1") == [(20241109,), (20241201,)]
    assert_like_fresh(inbox, data)


def test_a_page_is_read_again_when_its_sidecar_changes(inbox: Path, data: Path) -> None:
    run(inbox, data)
    write_pages(inbox, {SECOND.replace(".txt", ".json"): "桐江晚报"})
    run(inbox, data)
    assert query(data, "select newspaper from dim_source where file_name = 'A02.txt'") == [("桐江晚报",)]
    assert run(inbox, data) is None
    assert_like_fresh(inbox, data)


def test_a_withdrawn_file_takes_its_articles_and_facts_with_it(inbox: Path, data: Path) -> None:
    run(inbox, data)
    (inbox / FIRST).unlink()
    run(inbox, data)
    assert query(data, "select title from dim_article where article_key <> 0") == [("早市",)]
    assert versions(data) == [(FIRST, 1, False, False), (SECOND, 1, True, True)]
    assert query(data, "select pages_withdrawn from ops.batch order by batch_key") == [(0,), (1,)]
    assert_like_fresh(inbox, data)


def test_an_emptied_or_missing_inbox_withdraws_nothing_unless_that_is_meant(inbox: Path, data: Path) -> None:
    run(inbox, data)
    for path in PAGES:
        (inbox / path).unlink()
    with pytest.raises(WithdrawalRefusedError, match="2 of 2 known pages are gone"):
        run(inbox, data)
    assert query(data, "select count(*) from fact_article") == [(3,)]
    run(inbox, data, allow_withdrawals=True)
    assert query(data, "select count(*) from fact_article") == [(0,)]


def test_more_than_half_of_many_pages_gone_at_once_is_refused(tmp_path: Path, data: Path) -> None:
    inbox = tmp_path / "inbox"
    write_pages(inbox, {f"云溪日报/2024-11-08/{number:02}.txt": f"题{number}|句{number}。" for number in range(12)})
    run(inbox, data)
    for number in range(7):
        (inbox / f"云溪日报/2024-11-08/{number:02}.txt").unlink()
    with pytest.raises(WithdrawalRefusedError, match="7 of 12"):
        run(inbox, data)
    write_pages(inbox, {"云溪日报/2024-11-08/06.txt": "题6|句6。"})
    run(inbox, data)
    assert query(data, "select count(*) from fact_article") == [(6,)]


def test_two_files_of_one_content_are_one_page_under_the_smaller_path(inbox: Path, data: Path) -> None:
    run(inbox, data)
    write_pages(inbox, {"云溪日报/2024-11-08/A00.txt": PAGES[FIRST]})
    run(inbox, data)
    assert query(data, "select relative_path from dim_source where is_current order by 1") == [
        ("云溪日报/2024-11-08/A00.txt",), (SECOND,),
    ]  # fmt: skip
    assert query(data, "select source_path, rule, severity from ops.rejection") == [(FIRST, "duplicate_file", "warn")]
    assert run(inbox, data) is None
    assert_like_fresh(inbox, data)


def test_repeated_articles_name_the_earliest(inbox: Path, data: Path) -> None:
    write_pages(inbox, {"桐江晚报/2024-11-07/05.txt": "早 市|新鲜，蔬菜\u3000。", "a.txt": "早市!|新鲜蔬菜"})
    run(inbox, data)
    repeated = (
        "select page.published_on, original_page.published_on from dim_article as article "
        "join dim_source as page using (source_key) "
        "join dim_article as original on original.article_key = article.duplicate_of_article_key "
        "join dim_source as original_page on original_page.source_key = original.source_key order by 1 nulls last"
    )
    days = [(str(day), str(original)) for day, original in query(data, repeated)]
    assert days == [("2024-11-09", "2024-11-07"), ("None", "2024-11-07")]
    # Without the earliest, the next one is the original.
    (inbox / "桐江晚报/2024-11-07/05.txt").unlink()
    run(inbox, data)
    assert [(str(day), str(original)) for day, original in query(data, repeated)] == [("None", "2024-11-09")]
    assert_like_fresh(inbox, data)


def test_an_initiative_has_the_kind_that_most_articles_give_it(inbox: Path, data: Path) -> None:
    kind = "select kind from dim_initiative where initiative_key <> 0"
    run(inbox, data)
    assert query(data, kind) == [("brand",)]
    write_pages(
        inbox,
        {"b.txt": "甲=method|一。\n乙=method|二。\n丙=unknown|三。\n丁=unknown|四。\n戊=unknown|五。\n己=unknown|六。"},
    )
    run(inbox, data)
    assert query(data, kind) == [("method",)]
    (inbox / "b.txt").unlink()
    run(inbox, data)
    assert query(data, kind) == [("brand",)]
    assert_like_fresh(inbox, data)


def test_a_refused_page_is_recorded_once_with_its_bytes(inbox: Path, data: Path) -> None:
    write_pages(inbox, {"bad.txt": "!latin only"})
    release = run(inbox, data)
    assert release is not None
    assert query(data, "select source_path, rule, severity, batch_key from ops.rejection") == [
        ("bad.txt", "not_chinese", "stop", 1)
    ]
    assert query(data, "select pages_rejected from ops.batch") == [(1,)]
    kept = [file for file in (data / "rejected").rglob("*") if file.is_file() and file.suffix != ".json"]
    assert [file.read_bytes() for file in kept] == [b"!latin only"]
    assert '"rule": "not_chinese"' in kept[0].with_name(kept[0].name + ".json").read_text(encoding="utf-8")
    assert run(inbox, data) is None


def test_a_run_that_only_refuses_still_publishes_the_refusal(tmp_path: Path, data: Path) -> None:
    write_pages(tmp_path / "inbox", {"bad.txt": "!"})
    run(tmp_path / "inbox", data)
    assert query(data, "select count(*) from ops.rejection") == [(1,)]
    assert run(tmp_path / "inbox", data) is None


def test_the_last_good_version_stays_while_its_file_is_refused(inbox: Path, data: Path) -> None:
    run(inbox, data)
    write_pages(inbox, {SECOND: "!broken"})
    run(inbox, data)
    assert query(data, "select count(*) from dim_article where title = '早市'") == [(1,)]
    assert run(inbox, data) is None
    write_pages(inbox, {SECOND: "晚市|新鲜水果。"})
    run(inbox, data)
    assert versions(data)[1:] == [(SECOND, 1, False, False), (SECOND, 2, True, True)]
    assert_like_fresh(inbox, data)


def test_every_version_is_in_the_archive(inbox: Path, data: Path) -> None:
    run(inbox, data)
    write_pages(inbox, {SECOND: "晚市|新鲜水果。"})
    run(inbox, data)
    for (content,) in query(data, "select content_sha256 from dim_source where source_key <> 0"):
        assert (data / "archive" / str(content)[:2] / str(content)[2:]).is_file()


def test_an_empty_inbox_makes_an_empty_release(tmp_path: Path, data: Path) -> None:
    (tmp_path / "inbox").mkdir()
    release = run(tmp_path / "inbox", data)
    assert release is not None
    assert query(data, "select count(*) from fact_article") == [(0,)]
    assert query(data, "select count(*) from dim_topic") == [(3,)]
    assert_like_fresh(tmp_path / "inbox", data)


@pytest.mark.parametrize(
    "text",
    [
        "'); drop table dim_article; --",
        "\x00零",
        "👨\u200d👩\u200d👧é一",
        "\u202e倒",
        '"引"',
        "%s {x} $1 ?",
        "\U000e0001𪚥",
    ],
)
def test_hostile_text_is_text(tmp_path: Path, data: Path, text: str) -> None:
    write_pages(tmp_path / "inbox", {'it\'s a "page"; --.txt': f"{text}|{text}。"})
    run(tmp_path / "inbox", data)
    assert query(data, "select title, body from dim_article where article_key <> 0") == [(text, f"{text}。")]
    assert_passes_audits(data)
