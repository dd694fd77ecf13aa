"""A numeral with its unit and the words of approximation, change and share around it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from newstext.facts.units import Unit, UnitTable, kept_name
from newstext.language.numerals import Numeral, plain
from newstext.records import Change, Qualifier

_POINTS: Final = Unit("分", "count", "", False)
_CREDITS: Final = "积分"
"""What a scheme gives for service, as a unit: 用60积分兑换."""


class Figure(NamedTuple):
    """A measured value: ``text[start:end]`` holds numeral, unit and words of approximation.

    ``clause`` is where its clause begins (also behind 、). ``stop`` is where the words that lead over to the value
    begin (共, 达, 同比增长); what is counted ends there if it stands before. ``is_share`` marks 占 before a percentage.
    """

    start: int
    end: int
    clause: int
    stop: int
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: Unit | None
    unit_name: str
    qualifier: Qualifier
    change: Change | None
    is_share: bool
    is_graded: bool
    numeral: Numeral

    @property
    def is_score(self) -> bool:
        """Whether it counts points: 平均得分82.5分."""
        return self.unit is not None and self.unit.name in (_POINTS.name, _CREDITS)


CLAUSE_BREAKS: Final = re.compile("[，。；：！？、\n（(）),;:!?…]")

_TO_LAST_BREAK: Final = re.compile(f"(?s:.*){CLAUSE_BREAKS.pattern}")

_REACH: Final = 40
"""Code points looked back for the beginning of the clause."""

_HUNDRED_MILLION: Final = Decimal(10**8)
_LEAD: Final = re.compile(
    "(?:会达到|能达到?|可达到?|将达到?|将|调整为|定为|设为|预计|一行|大概|已经|已|共计|总计|合计|累计|总共|一共|(?<!公)共|"
    "(?<![设统会审估])计|先后|(?<![抵通到])达到?了?|高达|多达|(?<![行作])为|是|(?<![国所])有|占比|仅|(?<!成)就|了|(?<!报)到|至|在|"
    "各|分别|的|约为|(?<![签预节邀合公条守履])约|(?<![临附靠就])近|大约|将近|接近|超过|超出|(?<!赶)超|逾|突破|不少于|不低于|至少|"
    "不超过|不高于|不足|最多|最高|增至|增加到|增长到|上升到|提高到|提升到|降至|下降到|减少到|扩大到|发展到|发展至|壮大到|壮大至|扩充到|扩充至|缩短至|"
    "每[年月天日人份户次件位名张]|均|一律|统一|却|只|不过|整整|平均)+$"
)
"""Words between the thing counted and its value; the looks behind keep nouns that end in them (设计, 签约) whole."""

_LOOSE_BEFORE: Final = re.compile(
    "(?:(?P<least>超过|超出|(?<!赶)超|逾|突破|不少于|不低于|至少)了?|(?P<most>不超过|不高于|不足|最多|最高)|"
    "(?P<about>约为|(?<![签预节邀合公条守履])约|(?<![临附靠就])近|大约|将近|接近|大概))$"
)
_LOOSE_AFTER: Final = re.compile(
    " ?(?:(?P<least>以上|余|多(?=[，。；、）)的]))|(?P<about>左右|上下|级(?=[^别]))|(?P<most>以下|以内))"
)
_CHANGE_TAIL: Final = re.compile(
    "(?:(?:同比|环比|较[^，。；\n]{1,8}|比[^，。；\n]{1,8})[^，。；\n]{0,2})?"
    "净?(?:(?P<up>增长|上升|提高|增加|提升|上涨|增幅|涨幅|翻)|(?P<down>下降|减少|降低|回落|压降|下跌|降幅))"
    "(?:了|约|近|超过|超|达到|达|逾|为|率)*$"
)
_LEAD_ENDS: Final = frozenset(
    "达到将为预计行概已经共后了多是有比仅就至在各别的约近超过出逾破于低少高足年月天日人份户次件位名张均律一却只过整"
)
_LOOSE_ENDS: Final = frozenset("过出超逾破于低少了高足多为约近接将概")
_CHANGE_ENDS: Final = frozenset("长升高加涨幅翻降少低落跌了约近过超到达逾为率")
"""The last characters of the three patterns above: most figures have none of them before their value."""

_ONCE: Final = "(?:每[年月天日周季]|原来的?|原先的?|此前的?|最初的?|去年的?|年初的?|过去的?)?(?:约|近|不到|不足)?"
_FROM_HERE: Final = re.compile(f"[从由]{_ONCE}$")
_TO_THERE: Final = re.compile("[^，。；、\n]{0,6}[到至]了?(?:约|近)?[\\d一二两三四五六七八九十百]")
_FROM: Final = re.compile(f"[从由]{_ONCE}[\\d.,一二两三四五六七八九十百千万成半多余]+[^，。；、\n从]{{0,10}}$")
_FALL: Final = re.compile("[降减缩低]")
"""从3600元提高到1万元: the thing counted stands before 从."""

_LEVELS: Final = ("提升", "提高", "上升", "降低", "回落")
"""What rises or falls in degree; before counted things (改造提升20个) these report no change of their number."""

_SCORE_REACH: Final = 12
_SCORED: Final = re.compile(
    "(?:积分?|得分|评分|打分|记分?|加分?|扣分?|存分?|奖励?|兑换|分数|得|满分|分值|低于|高于|升[到至]|降[到至])"
    "[^，。；\\n\\d]{0,6}$"
)
"""What is printed before points: 积5分, 平均得分82.5分, 升到了86分."""

_SHARE: Final = re.compile("占[^，。；：、\n占]{0,16}$")
_DASH: Final = re.compile("至|到|[-–—―－~～]{1,2}")
_PER: Final = re.compile("(?:/(?:人次|平方米|小时|学期|m2|[人户月年天日次亩吨斤㎡度个件米份座辆套生床课时]))+")


def measure(text: str, numeral: Numeral, following: Numeral | None, units: UnitTable) -> Figure | None:
    """Return the figure around a numeral, None where its unit tells a time or an order; ``following`` may end a range.

    万 stays multiplied out; money in hundreds of millions is kept in 亿元, the unit that such sums are printed in.
    """
    matched = units.match(text, numeral.end)
    unit, end = matched if matched is not None else (None, numeral.end)
    if unit is not None and unit.name == "分" and _is_score(text, numeral):
        unit = _POINTS
    if unit is not None and unit.dimension in ("time", "ordinal"):
        return None
    value, low, high = numeral.value, numeral.low, numeral.high
    name = kept_name(unit) if unit is not None else ""
    if numeral.kind == "fraction":
        unit, end, name, value = None, numeral.end, "%", plain(value * 100)
    elif numeral.kind == "percent":
        if unit is not None and unit.dimension != "ratio":
            unit, end = None, numeral.end
        name = "%"
    elif unit is not None and unit.dimension == "money" and numeral.multiplier >= _HUNDRED_MILLION:
        name = "亿" + name
        value, low, high = plain(value / _HUNDRED_MILLION), _scaled(low), _scaled(high)
    if name == "‰":
        value, name = value / 10, "%"
    if unit is not None and unit.dimension == "money" and (per := _PER.match(text, end)):
        name, end = name + per.group(), per.end()
    if unit is not None and following is not None and high is None:
        dash = _DASH.match(text, end)
        if dash is not None and dash.end() == following.start and following.kind == "number":
            second = units.match(text, following.end)
            if second is not None and second[0].name == unit.name and following.value > numeral.value:
                top = plain(following.value / _HUNDRED_MILLION) if name.startswith("亿") else following.value
                low, high, end = value, top, second[1]
    return _with_loose_words(text, numeral, end, value, low, high, unit, name)


def _is_score(text: str, numeral: Numeral) -> bool:
    """Return whether 分 counts points: minutes have no decimals and no 万, and nobody gives or saves them."""
    if numeral.multiplier > 1 or numeral.value != numeral.value.to_integral_value():
        return True
    return _SCORED.search(text, max(0, numeral.start - _SCORE_REACH), numeral.start) is not None


def _with_loose_words(
    text: str,
    numeral: Numeral,
    end: int,
    value: Decimal,
    low: Decimal | None,
    high: Decimal | None,
    unit: Unit | None,
    name: str,
) -> Figure:
    qualifier: Qualifier = "about" if high is not None else numeral.bound
    start = numeral.start
    floor = max(0, start - _REACH)
    broken = _TO_LAST_BREAK.match(text, floor, start)
    clause = broken.end() if broken is not None else floor
    before = text[clause:start]
    last = before[-1:]
    loose = _LOOSE_BEFORE.search(before) if last in _LOOSE_ENDS else None
    if loose is not None:
        start = clause + loose.start()
    elif before[-1:] in ("上", "过") and numeral.is_chinese and text[numeral.start] in "百千万半":
        start -= 1
        qualifier, low = "at_least", value
    after = _LOOSE_AFTER.match(text, end)
    if after is not None:
        end = after.end()
    is_graded = after is not None and text[end - 1] == "级"
    for words in (loose, after):
        if words is None:
            continue
        if words["least"]:
            qualifier, low = "at_least", value if low is None else low
        elif words["most"]:
            qualifier, high = "about", value
        else:
            qualifier = "about"
    lead = _LEAD.search(before) if last in _LEAD_ENDS else None
    stop = clause + lead.start() if lead is not None else start
    tail = _CHANGE_TAIL.search(before) if last in _CHANGE_ENDS else None
    change: Change | None = None
    if tail is not None and not (unit is not None and unit.dimension == "count" and tail.group().startswith(_LEVELS)):
        change = "up" if tail["up"] else "down"
        stop = min(stop, clause + tail.start())
    if "从" in before or "由" in before:
        here = _FROM_HERE.search(before)
        if here is not None and _TO_THERE.match(text, end):
            stop = clause + here.start()
        risen = _FROM.search(text, clause, min(stop, start))
        if risen is not None:
            change = "down" if _FALL.search(text, risen.start(), start) else "up"
            stop = risen.start()
    is_share = name == "%" and _SHARE.search(before) is not None
    return Figure(
        start,
        end,
        clause,
        min(stop, start),
        value,
        low,
        high,
        unit,
        name,
        qualifier,
        change,
        is_share,
        is_graded,
        numeral,
    )


def share_start(text: str, figure: Figure) -> tuple[int, int]:
    """Return the span of 占… before a percentage, without the words that lead over to the value."""
    found = _SHARE.search(text, figure.clause, figure.start)
    start = found.start() if found is not None else figure.start
    lead = _LEAD.search(text, start + 1, figure.start)
    return start, lead.start() if lead is not None else figure.start


def _scaled(bound: Decimal | None) -> Decimal | None:
    return None if bound is None else plain(bound / _HUNDRED_MILLION)
