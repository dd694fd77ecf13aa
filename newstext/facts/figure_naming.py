"""Names and classes of what a figure counts: the indicator as printed, and its category."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

from newstext.facts.context import ArticleContext
from newstext.facts.figure_measures import CLAUSE_BREAKS, Figure, share_start
from newstext.facts.figure_phrases import Phrase, phrase_after, phrase_before, plain_phrase_after, trimmed
from newstext.facts.indicators import IndicatorTable
from newstext.facts.units import UnitTable
from newstext.language.numerals import find_numerals
from newstext.records import Initiative, Observation, Organization


class Named(NamedTuple):
    """An indicator, the span of the text that holds it with its figure, and the verb that stands beside it."""

    indicator: str
    start: int
    end: int
    verb: str


_MEASURED: Final = frozenset(
    {"money", "area", "length", "weight", "volume", "energy", "people", "times", "times_people", "ratio", "duration"}
)
"""Dimensions whose figures follow what they measure (面积20平方公里); measure words stand before it (9个晾衣亭)."""

_EXTENTS: Final = frozenset({"area", "length", "weight"})
"""Dimensions that stand before what they measure where nothing does before them: 1430亩菜田, 1800米老水管."""

_STANDS_BEFORE: Final = frozenset(["名", "位", "口", "次", "户次", "车次"])
_COUNTING: Final = frozenset({"count", "household"})
_FIRST_CHOICE: Final = frozenset({"finance", "area"})
_ACTORS: Final = frozenset({"beneficiary", "personnel", "volunteer", "organisation"})
_SUFFIX: Final = {
    "人": "人数",
    "人次": "人次",
    "户": "户数",
    "户次": "户次",
    "次": "次数",
    "家": "家数",
    "名": "人数",
    "位": "人数",
}
_DONE: Final = frozenset(["次", "人次", "场次", "期", "讲", "场", "人", "户"])
"""Units of what is done: before them a verb alone names what is counted (陪诊41次)."""

_SCOPE: Final = re.compile("(?:全村|全镇|全乡|全社区|辖区|社区|小区|村|村里|村民小组)(?:共|现)?有?$")
_POPULATION: Final = {"户": "户数", "人": "人口"}
"""What is counted where only a scope stands before the figure: 全村426户; or villages do: 辖42个村，3.6万人."""
_PEOPLE: Final = frozenset(("户", "人", "名", "位", "户次", "人次"))

_PART: Final = re.compile("其中|其余|剩下|剩余|另有|另外|还有|已|再|首批|全部")
_PREDICATE: Final = re.compile(
    "(?:报名|到场|进场|前来|现场|当场|共同|积极|踊跃)?(参加|参与|参会|报名|受益|获奖|入选|观看|到场|就业|死亡|受伤|遇难|达成[\u4e00-\u9fff]{2,6}意向)"
)
SENTENCE_BREAKS: Final = re.compile("[。！？；\n]")


class SpanStarts(NamedTuple):
    """Where mentions, dates, sentences and their parts up to ； start, in order; made once per article."""

    mentions: list[int]
    dates: list[int]
    sentences: list[int]
    parts: list[int]

    @classmethod
    def of(cls, context: ArticleContext) -> SpanStarts:
        """Return those of one article."""
        text = context.article.body
        parts = [0, *[mark.end() for mark in SENTENCE_BREAKS.finditer(text)]]
        return cls(
            [mention.start for mention in context.mentions],
            [date.start for date in context.dates],
            [start for start in parts if not start or text[start - 1] != "；"],
            parts,
        )


_EACH: Final = re.compile("各(?=[\\d一二两三四五六七八九十])")
_MANY: Final = 100
"""The least number that is printed before people without a measure word (8000居民)."""

_LONGEST_NAME: Final = 60
"""Code points. A longer name that reaches into the clause would be no name."""

_JOINED: Final = re.compile("[、，]?(?:共计?|计|约|近)?")
"""What may stand between two figures of the same thing in two units: 转移群众538户1276人."""

_SAVED: Final = re.compile("[积存兑换记加扣奖]")
"""Points that are saved in a scheme, not the score of a judgement."""

_NOT_BY_CLAUSE: Final = frozenset({"length", "ratio", "volume", "energy", "duration", "times_people"})
_CLAUSE_WORDS: Final = re.compile(
    "(?:^|(?<=[，。；：！？、（(\n的了着是在已经被将向对把从由各共]))(?:已经)?+(?:已|共|还|也|又|再|并|先后|累计|目前|其中|今年|去年|全年)*"
    "(?P<words>[\u4e00-\u9fff]{2,8})$"
)
_CLAUSE_ENDS: Final = re.compile(f"{CLAUSE_BREAKS.pattern}|[向给送发]")
"""What ends a clause behind a figure, or goes on with whom the thing is for: 印制500份向居民发放."""

_SIZED: Final = re.compile("[\u4e00-\u9fff]?[宽长高深]$")
_SIZED_BEHIND: Final = re.compile("[宽长高深]的")
"""宽5.5米 and 260米长的步道: which measure of a thing a length is."""

_NO_THING: Final = re.compile(
    "[这那我你他她它每们么吗呢吧很最太更刚才都年月日]|不[是会能到要想]|[一二两三四五六七八九十几]|大约|左右|以上|"
    "(?:走|来|等|花|坐|站)$"
)
_PORTION: Final = "占比"
_TEAM: Final = "volunteer_team"
_TEAM_BEHIND: Final = re.compile(
    "[^，。；、的\\d]{0,8}?(?:小分队|服务队|突击队|队伍|小组|专班|团队)(?=[，。；、]|走|前|开|深|对|来|进|分|上|奔|入)"
)
"""11人志愿服务队: of how many a team is made up."""

_EMPLOYED: Final = re.compile(
    "(?:吸纳|带动|促进|实现|安置|(?:失业|困难|务工|残疾|就业)[\u4e00-\u9fff]{1,6}再?|再)就业$"
)
"""What 就业 counts: people who are given work, or who found it again."""

_POPULATION_UNITS: Final = frozenset(("人", "名", "位"))
_FUND: Final = re.compile(
    "[从在由](?:[^，。；、]{0,8}(?:街道|社区|[镇村区市]))?(?P<fund>[^，。；、]{2,14}(?:资金|经费|基金|专款))[中里内]?"
    "[^，。；、]{0,6}$"
)
_PACKED: Final = ("装", "型", "版", "制", "式", "档")


class FigureNamer:
    """Finds what a figure counts; immutable."""

    def __init__(self, units: UnitTable, table: IndicatorTable) -> None:
        self._units = units
        self._table = table

    def name(
        self, context: ArticleContext, starts: SpanStarts, figure: Figure, earlier: list[Observation]
    ) -> Named | None:
        """Return what is counted; None where neither a noun nor a verb beside the figure says it.

        Measure words stand before the noun, units of measure behind it; ``earlier`` holds the figures before this one,
        whose indicator goes on where a sentence only adds a change or a part (同比增长7%, 已办结1496件).
        """
        text = context.article.body
        if text.startswith(_PACKED, figure.end):
            return None
        previous = earlier[-1] if earlier and not SENTENCE_BREAKS.search(text, earlier[-1].end, figure.start) else None
        if figure.is_share:
            return self._share(text, figure, previous)
        floor = _floor(context, starts, figure.clause, figure.stop)
        if earlier:
            floor = min(max(floor, earlier[-1].end), figure.stop)
        before = phrase_before(text, floor, figure.stop, self._table)
        chosen = self._behind(text, figure, before)
        if chosen is not None:
            printed = trimmed(text[chosen.start : chosen.end])
            if figure.unit_name == "人":
                printed += "人数"
            return Named(printed, figure.start, chosen.end, before.verb)
        printed = trimmed(text[before.start : before.end])
        if figure.is_score and len(printed) < 2:
            scored = text[max(0, figure.start - 4) : figure.start]
            saved = figure.unit_name == "积分" or _SAVED.search(scored) is not None
            return Named("积分" if saved else "得分", figure.start, figure.end, "")
        if not figure.unit_name and (figure.numeral.multiplier == 1 or CLAUSE_BREAKS.match(text, figure.end) is None):
            return None
        if text[figure.start - 1 : figure.start] == "的" and figure.unit_name != "%":
            return None
        fund = self._by_fund(text, figure)
        if fund is not None:
            return fund
        if len(printed) > 1 or self._table.is_head(printed):
            return Named(printed, before.start, figure.end, before.verb)
        if figure.change is not None and previous is not None:
            return Named(previous.indicator, figure.stop, figure.end, "")
        if earlier and earlier[-1].unit not in (figure.unit_name, "%") and _is_joined(text, earlier[-1], figure):
            of_people = figure.unit_name in _POPULATION and earlier[-1].unit not in _PEOPLE
            if of_people and earlier[-1].category == "organisation":
                return Named(_POPULATION[figure.unit_name], figure.start, figure.end, "")
            return Named(earlier[-1].indicator, figure.start, figure.end, "")
        named = self._by_verb(text, figure, before.verb, previous, earlier)
        return (
            named
            or self._by_list(text, figure)
            or self._by_clause(text, figure, floor)
            or self._by_plain_words(text, figure, earlier)
        )

    def _by_plain_words(self, text: str, figure: Figure, earlier: list[Observation]) -> Named | None:
        """Name what a measure word counts by the words behind it, though none of them is known to be counted.

        A figure that opens its clause after one of the same measure word is a part of that: 6名获得二等奖.
        """
        if figure.unit is None or (figure.unit.dimension not in _COUNTING and figure.unit.name not in _STANDS_BEFORE):
            return None
        is_opening = figure.start == figure.clause and text[figure.start - 1 : figure.start] != "、"
        if is_opening and self._of_same_unit(text, figure, earlier) is not None:
            return None
        if _PART.search(text, figure.clause, figure.start) is not None:
            return None
        phrase = plain_phrase_after(text, self._past_each(text, figure.end), self._table)
        if phrase.end == phrase.start:
            return None
        return Named(trimmed(text[phrase.start : phrase.end]), figure.start, phrase.end, "")

    def _by_list(self, text: str, figure: Figure) -> Named | None:
        """Name people by the last of a list that 等 closes: 选聘退休法官、老党员等32人."""
        if text[figure.stop - 1 : figure.stop] != "等" or figure.unit_name not in _POPULATION_UNITS:
            return None
        item = phrase_before(text, figure.clause, figure.stop - 1, self._table)
        printed = text[item.start : item.end]
        return Named(printed, item.start, figure.end, item.verb) if self._table.head_category(printed) else None

    def _by_fund(self, text: str, figure: Figure) -> Named | None:
        """Name a sum by what it was taken from: 从为民服务专项资金中列支2.4万元."""
        if figure.unit is None or figure.unit.dimension != "money":
            return None
        fund = _FUND.search(text, figure.clause, figure.stop)
        return Named(fund["fund"], fund.start("fund"), figure.end, "") if fund is not None else None

    def _by_clause(self, text: str, figure: Figure, floor: int) -> Named | None:
        """Name the thing counted by the clause's words before the figure, which the dictionary takes for no noun.

        收到质询135件, 协议引资47亿元, 送出560碗: a clause of news text that ends in a figure is of what it counts.
        """
        if figure.unit is None:
            return None
        if figure.unit.dimension == "length":
            sized = _SIZED.search(text, floor, figure.stop)
            return Named(sized[0], sized.start(), figure.end, "") if sized is not None else None
        if figure.numeral.is_chinese or figure.unit.dimension in _NOT_BY_CLAUSE:
            return None
        if figure.unit.dimension == "count" and figure.end < len(text) and _CLAUSE_ENDS.match(text, figure.end) is None:
            return None
        found = _CLAUSE_WORDS.search(text[floor : figure.stop])
        if found is None or self._table.is_outside(found["words"]) or _NO_THING.search(found["words"]):
            return None
        return Named(found["words"], floor + found.start("words"), figure.end, "")

    def _share(self, text: str, figure: Figure, previous: Observation | None) -> Named | None:
        start, end = share_start(text, figure)
        if text.startswith(_PORTION, start):
            whose = phrase_before(text, figure.clause, start, self._table)
            if whose.end > whose.start:
                return Named(trimmed(text[whose.start : whose.end]) + _PORTION, whose.start, figure.end, "")
        printed = trimmed(text[start:end])
        if len(printed) > 1:
            return Named(printed, start, figure.end, "")
        if previous is None:
            return None
        return Named(previous.indicator.removesuffix(_PORTION) + _PORTION, start, figure.end, "")

    def _behind(self, text: str, figure: Figure, before: Phrase) -> Phrase | None:
        """Return the noun phrase behind the figure if it is that which is counted."""
        is_measured = figure.unit_name == "%" or (
            figure.unit is not None and figure.unit.dimension in _MEASURED and figure.unit.name not in _STANDS_BEFORE
        )
        has_before = before.end > before.start
        if is_measured and not figure.is_graded:
            if has_before and self._table.head_category(text[before.start : before.end]) in _FIRST_CHOICE:
                return None
            if figure.unit is not None and figure.unit.dimension in _EXTENTS:
                sized = _SIZED_BEHIND.match(text, figure.end)
                if sized is not None or not has_before or text[figure.start - 1 : figure.start] == "的":
                    after = phrase_after(text, sized.end() if sized is not None else figure.end, self._table)
                    return after if after.end - after.start > 1 else None
            if text[figure.end : figure.end + 1] != "的":
                if figure.unit is not None and figure.unit.dimension in ("people", "times_people"):
                    team = _TEAM_BEHIND.match(text, figure.end)
                    return Phrase(figure.end, team.end(), "") if team is not None else None
                after = phrase_after(text, figure.end, self._table)
                category = self._table.head_category(text[after.start : after.end])
                if figure.unit is not None and figure.unit.dimension == "money":
                    return after if category == "finance" and not has_before else None
                is_behind = category in _ACTORS if figure.unit_name == "%" else category is not None
                return after if is_behind and not (has_before and figure.unit_name == "%") else None
            if has_before and self._table.head_category(text[before.start : before.end]) is not None:
                return None
        behind = self._past_each(text, figure.end)
        after = phrase_after(text, behind, self._table)
        if after.end == after.start:
            return None
        if figure.unit_name == "%" and self._table.head_category(text[after.start : after.end]) in (None, "other"):
            return None
        if figure.unit is None and not figure.unit_name:
            category = self._table.head_category(text[after.start : after.end])
            if text.startswith("的", figure.end):
                return None
            return after if category in _ACTORS and figure.value >= _MANY else None
        return after

    def _past_each(self, text: str, position: int) -> int:
        """Return where the noun of 5门各2期课程 stands: behind the second figure."""
        if not _EACH.match(text, position):
            return position
        for numeral in find_numerals(text[position : position + 12]):
            matched = self._units.match(text, position + numeral.end)
            if numeral.start == 1 and matched is not None:
                return matched[1]
        return position

    def _same_unit(self, text: str, figure: Figure, earlier: list[Observation]) -> Observation | None:
        """Return the figure before, in the paragraph, of which 其中32位 and 其余9个 name a part."""
        if _PART.search(text, figure.clause, figure.start) is None:
            return None
        return self._of_same_unit(text, figure, earlier)

    def _of_same_unit(self, text: str, figure: Figure, earlier: list[Observation]) -> Observation | None:
        paragraph = text.rfind("\n", 0, figure.start) + 1
        for observation in reversed(earlier[-4:]):
            if observation.start >= paragraph and observation.unit == figure.unit_name:
                return observation
        return None

    def _by_verb(
        self, text: str, figure: Figure, verb: str, previous: Observation | None, earlier: list[Observation]
    ) -> Named | None:
        """Name the thing counted after the verb beside the figure: 吸引300余人参加 counts 参加人数."""
        suffix = _SUFFIX.get(figure.unit_name)
        scope = _SCOPE.search(text, figure.clause, figure.start)
        if scope is not None and figure.unit_name in _POPULATION:
            return Named(_POPULATION[figure.unit_name], figure.start, figure.end, "")
        is_money = figure.unit is not None and figure.unit.dimension == "money"
        following = _PREDICATE.match(text, figure.end)
        if suffix is not None and following is not None:
            return Named(following.group(1) + suffix, figure.start, following.end(), following.group(1))
        entry = self._table.verb(verb) if verb else None
        same = self._same_unit(text, figure, earlier)
        if not verb or not text.endswith(verb, 0, figure.stop):
            return Named(same.indicator, figure.start, figure.end, "") if same is not None else None
        start = figure.stop - len(verb)
        if entry is None:
            if figure.unit_name in _DONE and len(verb) > 1:
                return Named(verb, start, figure.end, verb)
            return Named(same.indicator, figure.start, figure.end, "") if same is not None else None
        if is_money:
            return Named(verb + "金额", start, figure.end, verb) if entry.category else None
        if not entry.category:
            return None
        if suffix is not None:
            employed = _EMPLOYED.search(text, figure.clause, figure.stop) if verb == "就业" else None
            if employed is not None:
                return Named(employed[0] + suffix, employed.start(), figure.end, verb)
            return Named(verb + suffix, start, figure.end, verb)
        previous = previous or self._of_same_unit(text, figure, earlier)
        if previous is not None and figure.unit is not None and figure.unit.dimension == "count":
            known = previous.indicator if verb in previous.indicator else verb + previous.indicator
            return Named(known, start, figure.end, verb)
        return None


def _is_joined(text: str, earlier: Observation, figure: Figure) -> bool:
    return _JOINED.fullmatch(text, earlier.end, figure.start) is not None


def _floor(context: ArticleContext, starts: SpanStarts, clause: int, stop: int) -> int:
    """Return where the thing counted can begin: behind the last name of a place or organisation, and the last date."""
    floor = clause
    for mention in context.mentions[bisect_left(starts.mentions, clause - _LONGEST_NAME) :]:
        if mention.start >= stop:
            break
        if mention.end == stop and isinstance(mention.entity, Organization) and mention.entity.kind == _TEAM:
            # 民兵志愿服务队1支: the team is what is counted.
            continue
        if clause < mention.end <= stop and not isinstance(mention.entity, Initiative):
            floor = max(floor, mention.end)
    for date in context.dates[bisect_left(starts.dates, clause - _LONGEST_NAME) :]:
        if date.start >= stop:
            break
        if clause < date.end <= stop:
            floor = max(floor, date.end)
    return floor
