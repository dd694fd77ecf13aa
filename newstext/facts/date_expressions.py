"""The grammar of printed dates: finds date expressions in a text and says what is printed, resolving nothing.

Numbers with 年, 月 and 日 are found by one pattern; words such as 昨日 and festivals come as hits of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from newstext.facts.calendar import Festival
from newstext.language.lexicon import Hit, Hits
from newstext.language.numerals import read_chinese, read_digits

WordMeaning = Literal[
    "day_offset", "same_day", "year_offset", "months", "month_offset", "same_month", "plan", "unresolved"
]


class DateWord(NamedTuple):
    """A word that dates something; ``first`` and ``last`` are offsets, months of a year or years, by meaning."""

    word: str
    meaning: WordMeaning
    first: int
    last: int


class Expression(NamedTuple):
    """What one date expression prints. None where the expression does not say it.

    ``word`` also holds 今年 before a month, ``months`` 上半年 after a year; ``weeks`` is the offset of 上周
    (-1), ``weekday`` 0 for Monday. ``since`` marks 以来, ``until`` 截至; ``part`` is 初, 底, 上旬 …; ``animal`` is that
    of a zodiac year (兔年).
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_year: int | None = None
    last_month: int | None = None
    last_day: int | None = None
    part: str = ""
    word: DateWord | None = None
    months: DateWord | None = None
    festival: Festival | None = None
    weeks: int | None = None
    weekday: int | None = None
    animal: str = ""
    since: bool = False
    until: bool = False
    is_name: bool = False
    is_unresolved: bool = False


DATE_WORD_KIND: Final = "date_word"
FESTIVAL_KIND: Final = "festival"

_YEAR: Final = r"(?:1[0-9]|20)\d\d|[一二][〇零○一二三四五六七八九]{3}"
_MONTH: Final = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY: Final = r"3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
_DASH: Final = r"(?:至|到|[-–—―－~～]{1,2})"
_HOUR: Final = r"\d{1,2}(?:[时点](?:\d{1,2}分|半|许|整)?|[:：]\d\d)(?:左右|许)?"
_TIME: Final = rf"(?:凌晨|清晨|早晨|早上|上午|中午|正午|下午|傍晚|晚上|晚间|夜间|深夜|[晚夜早](?!会))?(?:{_HOUR})?"
_PART: Final = "上旬|中旬|下旬|月?[初底末](?!次|步)"

_PATTERN: Final = re.compile(
    # 2023-2025年, 2023年至2025年
    rf"(?<![\d.])(?P<from_year>{_YEAR})年?{_DASH}(?P<to_year>{_YEAR})年(?![级月])"
    # 2024-11-08, 2024.11.8
    r"|(?<![\d.])(?P<iso_year>20\d\d)(?P<iso>[-./])(?P<iso_month>1[0-2]|0?[1-9])(?P=iso)(?P<iso_day>3[01]|[12]\d|0?[1-9])(?!\d)"
    # 1至9月, 1月至9月
    rf"|(?<![\d.])(?:(?P<span_year>{_YEAR})年)?(?P<from_month>1[0-2]|[1-9])月?{_DASH}(?P<to_month>1[0-2]|[1-9])月(?!\d)"
    # 2024年11月8日下午3时, 11月8日至10日, 11月底, 11月
    rf"|(?<![\d.一二三四五六七八九十])(?:(?P<year>{_YEAR})年 ?)?(?P<month>{_MONTH})月 ?"
    rf"(?:(?P<part>{_PART})|(?P<day>{_DAY})(?:(?:、\d\d?)*(?:[日号]|(?=[上下]午|晚))|(?={_DASH}\d\d?[日号]))"
    rf"(?:{_TIME}{_DASH}(?:(?P<last_year>{_YEAR})年)?(?:(?P<last_month>{_MONTH})月)?(?P<last_day>{_DAY})[日号]"
    rf"|、(?P<list_day>\d\d?)[日号])?{_TIME}|份|(?![\d票饼嫂光球亮季子老]))"
    # 2024年, 2024年度, 2024年底, 二〇二四年
    rf"|(?<![\d.])(?P<only_year>{_YEAR})年(?!级|前(?![两三])|[后来]|\d|多|[的]?历史)(?:度|(?P<year_part>[初底末中](?![心级国]))|间)?"
    # 2024 at the head of a name: 2024苏州…
    r"|(?<![\d.:：/+—–-])(?P<name_year>(?:19|20)\d\d)(?=[\u4e00-\u9fff“])"
    r"(?![个名人件场次户家位项处年元亿万千百多余级号所辆米度届张台套间座栋只份本篇条吨公平立亩株盏"
    r"棵头匹枚瓶袋箱盒桶包根块面把扇盆颗朵封册幅首斤克里厘毫册支艘架款种类组]|小时)"
    # 20世纪90年代, 上世纪80年代, 20世纪
    r"|(?P<century>20|19|二十|十九|上个?|本)世纪(?:(?P<decade>[一二三四五六七八九]十|[1-9]0)年代)?(?P<decade_part>[初中末]期?|后期)?"
    # 上周三, 本周, 周末
    r"|(?P<week>上上|上|本|这|下)个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末](?![家期岁届]))?(?![边围遭转折年])"
    # 两年多来, 近三年来
    r"|(?P<span>(?:近|这|过去)?(?:\d{1,2}|[一二两三四五六七八九十几数]{1,3})[余多]?个?[年月天周](?:多)?(?:以)?来(?![自到源了的]))"
    # 4日, 26日至28日
    rf"|(?<![\d.一二三四五六七八九十第每期时续近前后这满共超约了])(?P<only_day>3[01]|[12]\d|[1-9])日(?!常|均|内|游|龄|[以之]?[前后]?内)"
    rf"(?:{_DASH}(?P<only_last_day>3[01]|[12]\d|[1-9])日)?{_TIME}"
    # 兔年
    r"|(?P<animal>[鼠牛虎兔龙蛇马羊猴鸡狗猪])年(?![货会画糕味轻龄夜产人级])"
)
_NUMERAL: Final = "一二三四五六七八九十〇零○两几数"
_ANIMAL: Final = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_START: Final = re.compile(
    # One set goes ahead, so that the rest is tried only where one of its characters stands.
    rf"[\d{_NUMERAL}上本这下{_ANIMAL}](?:"
    r"(?<=\d)(?:\d*+(?:[余多]?个?[年月天周]|日|世纪|[-–—―－~～./至到])|(?<!\d\d)(?:(?<=1)9|(?<=2)0)\d\d(?=[\u4e00-\u9fff“]))"
    rf"|(?<=[{_NUMERAL}])[{_NUMERAL}]{{0,3}}(?:年|月|世纪|(?:[余多]个?|个)[年月天周])"
    rf"|(?<=[上本这下])个?(?:周|星|礼|世)|(?<=[{_ANIMAL}])年)"
)
"""Where ``_PATTERN`` may match: a number with what dates it, or the first character of another date. Most numbers of a
text count something else; ruling them out here costs a tenth of trying the pattern."""
_SINCE_EVENT: Final = re.compile(r"自[^，。；：、！？\n]{2,18}?以来")
_TIME_AFTER: Final = re.compile(_TIME)
_NOT_FESTIVAL_AFTER: Final = re.compile("[路街村镇乡苑弄巷]|社区|小区|新村|新城|花园|中学|小学|大道|广场|桥|公司")
_TERM_CONTEXT: Final = re.compile("节气|时节|这天|当天|到来|将至|前后|养生|习俗")
_FIGURATIVE: Final = frozenset(["今天", "明天", "后天"])
_OPEN: Final = frozenset("，。：；！？、\n（(,;者自")
"""今天 dates an event where it opens a clause or a time of day follows; elsewhere it means nowadays or any day."""

_COUNTED_YEARS: Final = "0123456789一二两三四五六七八九十百几数多些每"
"""Before 年中 and 年底 these count years (30年中), they do not name a part of one."""

_WEEKDAYS: Final = "一二三四五六日"
_CENTURIES: Final = {"19": 1800, "十九": 1800, "20": 1900, "二十": 1900, "上": 1900, "上个": 1900, "本": 2000}


def find_expressions(text: str, hits: Hits) -> list[Expression]:
    """Return the date expressions of a text in order, not overlapping; durations and frequencies are none."""
    found = [
        *_numeric(text),
        *_words(text, hits.get(DATE_WORD_KIND, ())),
        *_festivals(text, hits.get(FESTIVAL_KIND, ())),
    ]
    found.sort(key=lambda expression: (expression.start, -expression.end))
    kept: list[Expression] = []
    for expression in found:
        if kept and expression.start < kept[-1].end:
            continue
        joined = _join(text, kept[-1], expression) if kept and expression.start - kept[-1].end <= 1 else None
        if joined is None:
            kept.append(expression)
        else:
            kept[-1] = joined
    widened: list[Expression] = []
    for expression in kept:
        if not _is_frequency(text, expression) and not (widened and expression.start < widened[-1].end):
            widened.append(_with_edges(text, expression))
    return _with_event_spans(text, widened)


def _numeric(text: str) -> Iterator[Expression]:
    start = _START.search(text)
    while start is not None:
        position = start.start()
        match = _PATTERN.match(text, position)
        if match is None and text[position] in "123456789" and position and text[position - 1] in "近这去":
            match = _PATTERN.match(text, position - 1)
        if match is None:
            end = position + 1
            while end < len(text) and text[end].isdigit() and text[position].isdigit():
                end += 1
            start = _START.search(text, end)
            continue
        expression = _read(match)
        if expression is not None:
            yield expression
        start = _START.search(text, max(match.end(), position + 1))


def _read(match: re.Match[str]) -> Expression | None:
    start, end = match.span()
    if match["month"] is not None:
        last_day = match["last_day"] or match["list_day"]
        return Expression(
            start, end, year=_number(match["year"]), month=_number(match["month"]), day=_number(match["day"]),
            last_year=_number(match["last_year"]), last_month=_number(match["last_month"]), last_day=_number(last_day),
            part=(match["part"] or "").removeprefix("月"),
        )  # fmt: skip
    if match["only_year"] is not None:
        return Expression(start, end, year=_number(match["only_year"]), part=match["year_part"] or "")
    if match["name_year"] is not None:
        return Expression(start, end, year=_number(match["name_year"]), is_name=True)
    if match["only_day"] is not None:
        return Expression(start, end, day=_number(match["only_day"]), last_day=_number(match["only_last_day"]))
    if match["iso_year"] is not None:
        return Expression(
            start, end, year=int(match["iso_year"]), month=int(match["iso_month"]), day=int(match["iso_day"])
        )
    if match["from_year"] is not None:
        first, last = _number(match["from_year"]), _number(match["to_year"])
        return Expression(start, end, year=first, last_year=last) if first and last and first < last else None
    if match["from_month"] is not None:
        return Expression(
            start,
            end,
            year=_number(match["span_year"]),
            month=int(match["from_month"]),
            last_month=int(match["to_month"]),
        )
    if match["century"] is not None:
        first = _CENTURIES[match["century"]]
        decade = match["decade"]
        if decade is None:
            return Expression(start, end, year=first, last_year=first + 99)
        first += _number(decade) or 0
        return Expression(start, end, year=first, last_year=first + 9)
    if match["week"] is not None:
        return _week(match)
    if match["animal"] is not None:
        return Expression(start, end, animal=match["animal"])
    return Expression(start, end, is_unresolved=True)


def _week(match: re.Match[str]) -> Expression:
    printed = match["weekday"]
    weekday = 5 if printed == "末" else _WEEKDAYS.find("日" if printed == "天" else printed) if printed else None
    weeks = {"上上": -2, "上": -1, "下": 1}.get(match["week"], 0)
    last_day = 6 if printed == "末" else None
    return Expression(match.start(), match.end(), weeks=weeks, weekday=weekday, last_day=last_day)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    value = read_digits(text) if len(text) == 4 else read_chinese(text)
    return None if value is None else int(value)


def _words(text: str, hits: tuple[Hit, ...]) -> Iterator[Expression]:
    for hit in hits:
        word: DateWord = hit.payload
        after = text[hit.end : hit.end + 1]
        before = text[hit.start - 1 : hit.start]
        if word.meaning == "unresolved":
            if before == "最" or (word.word in ("目前", "当前", "当下") and after in "的工形任"):
                continue
            yield Expression(hit.start, hit.end, word=word, is_unresolved=True)
        elif word.meaning in ("day_offset", "same_day"):
            if word.word in ("当天", "当日", "这天") and before == "每":
                continue
            if (word.word in ("今天", "明天", "昨天") and after == "的") or before in ("光", "《"):
                continue
            time = _TIME_AFTER.match(text, hit.end)
            end = time.end() if time is not None else hit.end
            if word.word in _FIGURATIVE and end == hit.end and before and before not in _OPEN and after not in "（(":
                continue
            yield Expression(hit.start, end, word=word)
        elif word.meaning == "months":
            if after != "性" and not (word.word[0] == "年" and before and before in _COUNTED_YEARS):
                yield Expression(hit.start, hit.end, months=word)
        elif word.meaning == "plan":
            end = hit.end + 1 if after in ("”", '"', "’") else hit.end
            if text.startswith(("期间", "时期", "规划", "以来", "末", "初"), end):
                start = hit.start - 1 if end > hit.end and before in ("“", '"', "‘") else hit.start
                end += 2 if text.startswith(("期间", "时期"), end) else 0
                yield Expression(start, end, word=word)
        else:
            yield Expression(hit.start, hit.end, word=word)


def _festivals(text: str, hits: tuple[Hit, ...]) -> Iterator[Expression]:
    for hit in hits:
        festival: Festival = hit.payload
        if _NOT_FESTIVAL_AFTER.match(text, hit.end):
            continue
        if festival.needs_context and not _TERM_CONTEXT.search(text, hit.end, hit.end + 8):
            continue
        end = hit.end
        if text.startswith("节", end) and not festival.name.endswith(("节", "日")) and not text.startswith("节气", end):
            end += 1
        for after in ("期间", "假期", "长假", "前夕", "当天", "当日", "前后"):
            if text.startswith(after, end):
                end += 2
                break
        yield Expression(hit.start, end, festival=festival)


def _join(text: str, first: Expression, second: Expression) -> Expression | None:
    """Join 今年 with 3月, 2023年 with 上半年, 去年 with 国庆; at most 的 may stand between."""
    if text[first.end : second.start] not in ("", "的"):
        return None
    names_year = first.word is not None and first.word.meaning == "year_offset"
    is_year = first.year is not None and first.month is None and first.last_year is None and not first.is_name
    if not (names_year or (is_year and not first.part)):
        return None
    year = first.year
    if second.months is not None or second.festival is not None:
        return second._replace(start=first.start, year=year, word=first.word)
    if names_year and second.month is not None and second.year is None:
        return second._replace(start=first.start, word=first.word)
    return None


def _is_frequency(text: str, expression: Expression) -> bool:
    """Return True for what recurs: 每年10月, 每周三, 每月5日."""
    return text.endswith(("每", "每年", "每年的", "每个", "每月", "历年", "每逢"), 0, expression.start)


def _with_edges(text: str, expression: Expression) -> Expression:
    """Take 截至 before and 以来 after the expression into it."""
    start, end = expression.start, expression.end
    if expression.is_unresolved:
        return expression
    since = until = False
    if text.startswith(("以来", "至今"), end):
        end, since = end + 2, True
    before = text[max(0, start - 3) : start]
    for marker in ("截至到", "截止到", "截至", "截止"):
        if before.endswith(marker):
            start, until = start - len(marker), True
            break
    if not since and not until:
        return expression
    return expression._replace(start=start, end=end, since=since, until=until)


def _with_event_spans(text: str, kept: list[Expression]) -> list[Expression]:
    """Add 自…以来 where an undated event is the start."""
    if "以来" not in text:
        return kept
    spans = []
    for match in _SINCE_EVENT.finditer(text):
        if not any(expression.start < match.end() and match.start() < expression.end for expression in kept):
            spans.append(Expression(match.start(), match.end(), is_unresolved=True))
    return sorted([*kept, *spans], key=lambda expression: expression.start) if spans else kept
