"""The character n-gram model: what it counts, and what it says of a seam."""

from newstext.language.characters import MOST_NATS, START, CharacterModel, NgramCounter

TEXT = "居民在便民廊里喝茶，便民廊下雨也开。"


def counted(pieces: list[tuple[str, bool]], least: int = 1) -> dict[str, int]:
    counter = NgramCounter()
    counter.add(pieces)
    return counter.most_common(least, 10_000)


def test_a_model_without_counts_says_nothing() -> None:
    assert CharacterModel({}).gain("大家走到便", "民廊里") == 0.0


def test_what_was_counted_goes_on_and_what_began_a_paragraph_begins() -> None:
    model = CharacterModel(counted([(TEXT, True)] * 4))
    assert model.gain("坐在便", "民廊里") > 1.0
    assert model.gain("坐在便", "居民在") < -1.0


def test_the_model_never_says_more_than_its_bound() -> None:
    model = CharacterModel(counted([(TEXT, True)] * 400))
    assert -MOST_NATS <= model.gain("坐在便", "居民在") < 0.0 < model.gain("坐在便", "民廊里") <= MOST_NATS


def test_no_ngram_spans_two_pieces() -> None:
    counts = counted([("便民", True), ("廊下", False)])
    assert counts == {"便": 1, "便民": 1, "下": 1, "廊": 1, "廊下": 1, "民": 1, START: 1, "^便": 1, "^便民": 1}


def test_rare_ngrams_and_those_with_white_space_are_left_out() -> None:
    counts = counted([("便民 廊", False), ("便民", False)], least=2)
    assert counts == {"便": 2, "便民": 2, "民": 2}


def test_of_equally_frequent_ngrams_the_first_by_code_points_stay() -> None:
    counter = NgramCounter()
    counter.add([("丙", False), ("乙", False), ("丁", False)])
    assert list(counter.most_common(1, 2)) == ["丁", "丙"]


def test_rows_of_several_sources_are_added_up() -> None:
    rows = [{"ngram": "便", "count": "2", "source": source} for source in ("own", "warehouse")]
    rows += [{"ngram": "便民", "count": "1", "source": "own"}, {"ngram": "民", "count": "1", "source": "own"}]
    both = CharacterModel.from_tables({"character_ngrams": tuple(rows)})
    one = CharacterModel({"便": 4, "便民": 1, "民": 1})
    assert both.gain("大便", "民民") == one.gain("大便", "民民")
