"""Search finds what the text says, ranks it the same everywhere, and takes a query for data."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.search_corpus import Text, add_articles, found_keys, new_release
from warehouse.connect import open_build
from warehouse.search import refresh_search

ROOT = Path(__file__).resolve().parents[2]

ARTICLES: Mapping[int, Text] = {
    1: ("立冬吃饺子", "桐江社区的居民包了三百个饺子。立冬这天，志愿者把饺子送到老人家中。"),
    2: ("调解室里话邻里", "调解员一上午化解两起纠纷。志愿者说，协调要趁早。\n立冬将至，社区备好了棉被。"),
    3: ("垃圾分类有新招", "桐江社区用积分换礼品，5G机器人也来帮忙。合格率为98.5%。"),
    4: ("协调会开到楼道", "物业、居民和社区三方协调，电梯加装方案定下来了。"),
    5: ("老人食堂开张", "饺子、面条、米饭，老人们吃得开心。志 愿 者站在门口。"),
}
WORDS = {
    1: ["社区", "居民", "饺子", "饺子", "立冬", "志愿者", "老人"],
    2: ["调解员", "纠纷", "志愿者", "协调", "立冬", "社区"],
    3: ["社区", "积分", "机器人"],
    4: ["物业", "居民", "社区", "协调"],
    5: ["饺子", "面条", "老人"],
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "release.duckdb"
    new_release(path)
    add_articles(path, ARTICLES, WORDS)
    with open_build(path) as connection:
        connection.execute(
            """
            insert into dim_place (place_key, name, level, parent_place_key, city, community, aliases, is_official)
            values (7, '桐江社区', 'community', 0, '云溪市', '桐江社区', '桐江|桐江里', true);
            insert into bridge_article_place values (1, 7, 'subject', 1, 1), (3, 7, 'subject', 1, 1);
            insert into dim_topic values (8, 'mediation', '矛盾调解', 'Mediation');
            insert into bridge_article_topic values (2, 8, 'lead', 1, 1, '')
            """
        )
    return path


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("立冬 饺子", {1}),
        ("立冬 AND 饺子", {1}),
        ("饺子", {1, 5}),
        ("饺", {1, 5}),
        ("立冬 OR 面条", {1, 2, 5}),
        ("立冬 饺子 OR 机器人 积分", {1, 3}),
        ("社区 NOT 立冬", {3, 4}),
        ("社区 -立冬", {3, 4}),
        ("社区 AND NOT AND 立冬", {3, 4}),
        ("社区 NOT NOT 立冬", {3, 4}),
        ("社区 NOT 志愿者", {3, 4}),
        ("志愿者", {1, 2}),
        ("“志 愿 者”", {5}),
        ('"三方协调"', {4}),
        ("协调", {2, 4}),
        ("调", {2, 4}),
        ("调*", {2}),
        ("协调*", {2, 4}),
        ("志愿*", {1, 2}),
        ("5g", {3}),
        ("5G机器人", {3}),
        ("98.5%", {3}),
        ("老人食堂", {5}),
        ("饺子。立冬", {1}),
        ("人家", {1}),
        ("饺子立冬", set()),
        ("立冬这天棉被", set()),
        ("NOT 饺子", set()),
        ("，。", set()),
        ("", set()),
        ('"', set()),
        ("OR", set()),
        ("立冬 OR", {1, 2}),
        ("（立冬）　饺子", {1}),
        ("没有这个词", set()),
    ],
)
def test_a_query_finds_the_articles_that_it_describes(release: Path, query: str, keys: set[int]) -> None:
    assert set(found_keys(release, query)) == keys


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({"place": "桐江社区"}, {1, 3}),
        ({"place": "云溪市"}, {1, 3}),
        ({"place": "桐江里"}, {1, 3}),
        ({"place": "别处"}, set()),
        ({"topic": "mediation"}, {2}),
        ({"topic": "矛盾调解"}, {2}),
        ({"newspaper": "报1"}, {1, 3}),
        ({"date_from": "2024-11-04"}, {3, 4}),
        ({"date_to": "2024-11-03"}, {1, 2}),
        ({"date_from": "2024-11-03", "date_to": "2024-11-04", "place": "桐江社区"}, {3}),
        ({"max_results": 0}, set()),
    ],
)
def test_filters_narrow_what_is_found(release: Path, filters: dict[str, object], keys: set[int]) -> None:
    assert set(found_keys(release, "社区", **filters)) == keys


def test_a_word_in_the_headline_ranks_before_one_in_the_body(release: Path) -> None:
    assert found_keys(release, "饺子") == [1, 5]
    assert found_keys(release, "饺子", max_results=1) == [1]
    assert found_keys(release, "协调") == [4, 2]


def test_articles_of_one_score_come_by_key(tmp_path: Path) -> None:
    path = tmp_path / "ties.duckdb"
    new_release(path)
    add_articles(path, dict.fromkeys((9, 3, 7, 5), ("早市", "新鲜蔬菜。")))
    assert found_keys(path, "蔬菜") == [3, 5, 7, 9]


def test_the_best_come_in_one_order_however_many_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "many.duckdb"
    new_release(path)
    add_articles(path, {key: ("早市", "新鲜蔬菜。" + "又来一车。" * (key % 7)) for key in range(1, 121)})
    by_length = sorted(range(1, 121), key=lambda key: (key % 7, key))
    for query in ("蔬菜", "新鲜蔬菜"):
        for asked in (1, 2, 50, 96, 97, 130):
            assert found_keys(path, query, max_results=asked) == by_length[:asked]


def test_repeated_articles_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "repeats.duckdb"
    new_release(path)
    add_articles(path, {1: ("早市", "新鲜蔬菜。"), 2: ("早市", "新鲜蔬菜。")})
    with open_build(path) as connection:
        connection.execute("update dim_article set duplicate_of_article_key = 1 where article_key = 2")
    assert found_keys(path, "蔬菜") == [1]
    assert found_keys(path, "蔬菜", with_repeats=True) == [1, 2]


def test_offsets_lead_to_the_term_in_the_body(release: Path) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        rows = connection.execute(
            "select article_key, matched_term, match_start, match_end, snippet, snippet_start "
            "from search_articles('5G OR 棉被 OR 饺子')"
        ).fetchall()
    assert {row[0] for row in rows} == {1, 2, 3, 5}
    for key, term, start, end, snippet, snippet_start in rows:
        body = ARTICLES[key][1]
        assert body[start:end].lower() == term
        assert body[snippet_start : snippet_start + len(snippet)] == snippet
        assert term in snippet.lower()


def test_a_term_of_the_headline_only_has_no_offsets(release: Path) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        rows = connection.execute("select match_start, match_end, snippet from search_articles('新招')").fetchall()
    assert rows == [(None, None, ARTICLES[3][1])]


def test_sentences_show_the_term_in_its_context(release: Path) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        rows = connection.execute(
            "select article_key, left_context, keyword, right_context, match_start, match_end "
            "from search_sentences('协调 OR 机器人') order by article_key"
        ).fetchall()
    assert [(row[0], row[2]) for row in rows] == [(2, "协调"), (3, "机器人"), (4, "协调")]
    for key, left, keyword, right, start, end in rows:
        body = ARTICLES[key][1]
        assert body[start:end] == keyword
        assert body[start - len(left) : end + len(right)] == left + keyword + right


LETTERS = "社区调解员"
TEXTS = st.text(LETTERS + "，\n", min_size=1, max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6),
    terms=st.lists(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=3),
    refused=st.none() | st.text(LETTERS, min_size=1, max_size=4),
)
def test_what_is_found_is_what_holds_all_terms_and_none_that_is_refused(
    tmp_path_factory: pytest.TempPathFactory, texts: list[Text], terms: list[str], refused: str | None
) -> None:
    path = tmp_path_factory.mktemp("property") / "release.duckdb"
    new_release(path)
    add_articles(path, dict(enumerate(texts, 1)))
    query = " ".join(terms) + (f" NOT {refused}" if refused else "")
    expected = {
        key
        for key, (title, body) in enumerate(texts, 1)
        if all(term in f"{title}\n{body}" for term in terms) and not (refused and refused in f"{title}\n{body}")
    }
    assert set(found_keys(path, query)) == expected
    either = {key for key, text in enumerate(texts, 1) if any(term in "\n".join(text) for term in terms)}
    assert set(found_keys(path, " OR ".join(terms))) == either


@pytest.mark.parametrize(
    "query",
    [
        "'; drop table dim_article; --",
        "'' OR 1=1",
        '") from dim_source; --',
        "%",
        "_",
        "\\",
        "(?:.*)+$",
        "社区 AND AND NOT OR -",
        "\x00",
        "💡👨‍👩‍👧",
        "居" * 500,
        "a" * 3000,
        " ".join("调解" for _ in range(80)),
    ],
)
def test_a_query_is_data(release: Path, query: str) -> None:
    before = release.read_bytes()
    found = found_keys(release, query)
    assert set(found) <= set(ARTICLES)
    assert release.read_bytes() == before


def test_a_query_of_too_many_terms_says_so(release: Path) -> None:
    assert found_keys(release, " OR ".join(["饺子", *(f"无{number}" for number in range(59))])) == [1, 5]
    with pytest.raises(duckdb.Error, match="more than 60 different terms"):
        found_keys(release, " OR ".join(f"无{number}" for number in range(61)))


@pytest.mark.parametrize("better", [40, 70], ids=["within the best fifty", "beyond them"])
@pytest.mark.parametrize(
    ("phrase", "apart", "body"),
    [
        ("里和人", "里和，和人", "邻里和人们说起蔬菜，"),
        ("“社区 居民”", "社区，居民", "社区 居民说起蔬菜，"),
    ],
    ids=["characters side by side", "with a blank"],
)
def test_a_phrase_whose_pairs_stand_apart_in_better_articles_is_still_found(
    tmp_path: Path, better: int, phrase: str, apart: str, body: str
) -> None:
    path = tmp_path / "apart.duckdb"
    new_release(path)
    articles = dict.fromkeys(range(1, better + 1), (apart, f"{apart}，{apart}。"))
    add_articles(path, {**articles, 99: ("早市", body + "新鲜，" * 60)})
    assert found_keys(path, phrase) == [99]
    assert found_keys(path, f"{phrase} OR 早市") == [99]


def test_new_articles_are_found_and_gone_ones_are_not(tmp_path: Path) -> None:
    path = tmp_path / "release.duckdb"
    new_release(path)
    add_articles(path, {key: ARTICLES[key] for key in (1, 2)})
    add_articles(path, {key: ARTICLES[key] for key in (3, 4, 5)})
    assert set(found_keys(path, "社区")) == {1, 2, 3, 4}
    with open_build(path) as connection:
        for table in ("dim_article", "search_article"):
            connection.execute(f"delete from {table} where article_key in (2, 5)")
        refresh_search(connection, has_gone=True)
        left = connection.execute("select distinct article_no from search_posting order by 1").fetchall()
    assert len(left) == 3
    assert set(found_keys(path, "社区 OR 饺子")) == {1, 3, 4}


def test_many_small_loads_find_and_rank_as_one_large_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.search._MOST_SEGMENTS", 2)
    once, often = tmp_path / "once.duckdb", tmp_path / "often.duckdb"
    new_release(once)
    add_articles(once, ARTICLES, WORDS)
    new_release(often)
    for key in (4, 1, 5, 3, 2):
        add_articles(often, {key: ARTICLES[key]}, WORDS)
    with open_build(often) as connection:
        assert connection.execute("select max(segment_no) <= 3 from search_article").fetchone() == (True,)
    for query in ("社区", "饺子 OR 协调", "调*", "老人"):
        assert found_keys(once, query) == found_keys(often, query) != []


def old_duckdb() -> str | None:
    """Return the Python of an environment with the oldest DuckDB that must read a release."""
    candidates = [os.environ.get("GEWU_OLD_DUCKDB_PYTHON", ""), str(ROOT / ".old-duckdb/bin/python")]
    return next((path for path in candidates if path and Path(path).exists()), None)


ASK = """
import json, sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
answers = [
    repr(connection.execute(f"from {macro}(?)", [query]).fetchall())
    for query in json.loads(sys.argv[2])
    for macro in ("search_articles", "search_sentences")
]
print(json.dumps([duckdb.__version__, answers]))
"""


@pytest.mark.skipif(
    old_duckdb() is None, reason="no environment with DuckDB 1.2.2: .old-duckdb/ or GEWU_OLD_DUCKDB_PYTHON"
)
def test_the_oldest_duckdb_gives_the_same_answers(release: Path) -> None:
    queries = ["立冬 饺子", "调*", "饺", "社区 NOT 立冬", "“三方协调” OR 志愿者", "没有这个词"]
    answers = []
    for python in (str(old_duckdb()), str(ROOT / ".venv/bin/python")):
        done = subprocess.run(
            [python, "-c", ASK, str(release), json.dumps(queries)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        answers.append(json.loads(done.stdout.splitlines()[-1]))
    assert answers[0][0] == "1.2.2"
    assert answers[0][1] == answers[1][1]
