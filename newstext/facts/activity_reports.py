"""What reports an activity without naming it by a noun: a verb with its object, a telling phrase, somebody's deed.

The words are data (``activity_types``): here is only what must stand around them. All look at one clause at a time.
"""

from __future__ import annotations

import re
from typing import Final

from newstext.facts.activity_names import ReportedName, is_thing, is_unreported, is_wished

NAME_LIMIT: Final = 24
"""Code points of a name that is the clause's own words."""

DOER_REACH: Final = 40
"""Code points from who does something to the deed: about two clauses."""

_OBJECT: Final = re.compile(r"(?:了|过)?[^，。；！？,;的等中后时和与及、\s][^，。；！？,;]")
_NO_VERB: Final = re.compile(
    r"[亭厅角廊桌]|人数|人次|次数|基地|场地|资料|教材|中心|平台|方案|计划|制度|机制|能力|水平|证书|团|期间|委员会|[^，。；,;]{0,5}(?:(?<!委)会|报告|问卷)(?![议谈])|学者|[时量组站室员队]|治疗|结果|记录|报告|[^，。；,;]{0,12}(?:的(?:汇报|情况介绍|介绍)|基础上|基础之上|时[，。,])"
)
"""What makes the verb before it part of a noun or of a time clause: 访问学者, 检查委员会, 考察期间."""

_GOING: Final = re.compile(r"(?:来到|前往|走进|深入|赴)[^，。；,;]{2,16}$")
"""A verb without an object reports what somebody went for: 来到甲村走访."""

_MEANS: Final = re.compile(r"通过|等方式|等形式|等途径|日常工作")
_AGREEMENT: Final = re.compile(r"[^，。；,;]{0,30}?(?:协议书?|合同|备忘录|协定|责任书|意向书|公约)》?")
_OF_ONE_PERSON: Final = re.compile("月薪|劳动合同|聘用|租赁|租房|购房|购买")
"""Contracts that somebody signs for himself: no ceremony."""

_PART_OF_NOUN: Final = re.compile(
    r"[的队团栏牌期组站点室员者费券处台车箱厅亭角廊]|服务[站点队中]|活动[室中]|机构|体系|顶层|品牌|项目|会(?!议)|[^，。；,;]{0,3}结合"
    r"|[^，。；,;“]{0,12}等[^，。；,;]{0,4}(?:服务|方面|方式|功能|内容|工作|项目|领域)|[^，。；,;]{0,3}(?:制度|机制|名单|能力|需求|意识|办法|标准|经验|知识)"
    r"|(?:、[^，。；,;、“]{1,6}){1,4}(?:小组|服务点|服务站|功能|场所|窗口)"
)
"""What makes a telling phrase the attribute of a thing: 义诊点, 体检费, 巡逻队."""

_ASKED_OR_ABLE: Final = re.compile("(?:怎么|如何|怎样|能|(?<![员大协商学工议集理事年晚])会)$")
"""Words before a phrase that make it a question or an ability: 会包粽子, but 业主委员会揭牌."""

_HANDED: Final = re.compile("[送交发搬][到至给往去]")
_DISPOSED: Final = re.compile("将(?=[^，。；]{2})")
"""将 before a thing that is handed to somebody announces nothing: 将包好的粽子送到老人手中."""

_ROUND: Final = re.compile(
    "(?<![现正存所])在(?P<name>[^，。；、“”]{0,6}(?:(?P<visit>走访|入户|探访|家访)|巡查|巡检|巡逻|排查|检查))(?:的?过程)?[中时]"
)
_EXAMPLE: Final = re.compile("[^，。；,;“]{0,12}等[^，。；,;]{0,4}(?:服务|工作|内容|项目)")
"""How an item of a list goes on that only says what a service is: 探访独居老人等志愿服务."""

_LESSON: Final = re.compile(
    r"(?:上|讲|带来|送上|送去|听|开)(?:(?:了|起|过|完)(?:[一两三几0-9这]*(?:堂|节|场|次|期))?|[一两三几0-9这]*(?:堂|节|期))"
    r"(?P<name>(?!的)[^，。；！？,;、]{1,14}课)(?![程题堂桌本业时外余表])"
    r"|(?:现有|设有|开设|开出|开|设)了?(?P<list>[^，。；！？,;]{2,24}?(?:[0-9一二两三四五六七八九十]+门课|课程[0-9一二两三四五六七八九十]+门))"
    r"(?![题堂桌本业时外余表])"
)
"""上了一堂防火课: whoever gives or hears a lesson; a lesson of nothing is no activity. 开了种花、唱歌等3门课."""

_PUBLICITY_LESSON: Final = re.compile(r"安全|防火|消防|反诈|防骗|普法|法治|法律|禁毒|防溺水|科普|环保|分类|急救")
_UNPAID: Final = re.compile("公益|志愿|义务")
_PARTY_LESSON: Final = "党课"
_ANNOUNCED: Final = re.compile(r"打算|计划|要把|下一步|今后|预计|力争|还将|还要|准备|拟")
_VISITED: Final = re.compile(
    r"(?:走进|来到|前往|参观)了?[^，。；！？,;“”]{1,14}(?:厂|[博物科技史书美术纪念]馆|基地|故居|旧址|军营|农场|敬老院|养老院|福利院|消防站|实验室|博览园|陵园|生产线|阵地|展厅|展馆|陈列馆|体验馆)(?=$|[，。；！？,;、]|参观|学习)(?!上)"
)
HELD_BY: Final = (
    "召开",
    "举办",
    "举行",
    "开办",
    "开展",
    "组织",
    "召集",
    "承办",
    "主办",
    "开了",
    "开过",
    "开起",
    "办了",
    "办过",
    "办起",
)
"""Verbs whose object is read by its last character."""

_HELD_THING: Final = re.compile(
    rf"(?<![展召离打公])(?:{'|'.join(HELD_BY)})了?"
    r"(?P<name>[^，。；！？,;、“”]{0,24}(?:“[^”]{1,16}”)?[^，。；！？,;、“”]{0,12}?(?P<end>[会展节赛班宴营]))(?=$|[，。；！？,;]|上$)"
)
_NO_THING: Final = re.compile(
    r"(?:机会|社会|协会|学会|工会|商会|委会|联合会|理事会|监事会|基金会|教育会|约会|开会|环节|季节|细节|春节|节日|夜班|早班|上班|领导班|运营|经营|民营|国营|军营|阵营|拓展|发展|开展|进展|施展|才会|都会|就会|不会|妇联会)$"
)
_GAMES: Final = re.compile(r"球|跑|棋|运动|健身|健步|徒步|拔河|跳绳|龙舟|武术|太极|舞")
_TYPES_BY_ENDING: Final = {
    "会": "meeting",
    "展": "cultural",
    "节": "cultural",
    "宴": "cultural",
    "赛": "cultural",
    "班": "training",
    "营": "study",
}
_FESTIVE: Final = re.compile(r"(?:晚|演唱|音乐|联欢|运动|朗诵|诗|灯|歌|庙|游园|文艺)会$")
_MEETING_SPEAKS: Final = re.compile(
    r"(?:^|(?<=[，。；\n]))(?:会上|会议上|会议(?=指出|强调|要求|听取|审议|通报|传达|认为|由|决定|现场|邀请))"
)
"""会上, 会议指出: what the meeting heard presupposes that there was one."""


def report_by_verb(
    body: str, clause: tuple[int, int], verb: tuple[int, int], needs_agreement: bool
) -> ReportedName | None:
    """Return what a verb with its object reports; with ``needs_agreement`` only the signing of one."""
    start, end = clause
    before = body[start : verb[0]]
    if is_unreported(before) or before.count("“") > before.count("”") or _MEANS.search(body, start, end):
        return None
    if _EXAMPLE.match(body, verb[1], end):
        return None
    went_there = verb[1] == end and _GOING.search(before)
    if not went_there and (_NO_VERB.match(body, verb[1]) or not _OBJECT.match(body, verb[1], end)):
        return None
    if needs_agreement:
        agreement = _AGREEMENT.match(body, verb[1], end)
        if agreement is None or _OF_ONE_PERSON.search(agreement[0]):
            return None
        end = agreement.end()
    return _own_words(body, verb[0], end)


def report_by_phrase(body: str, clause: tuple[int, int], phrase: tuple[int, int]) -> ReportedName | None:
    """Return what a phrase reports that tells by itself, with an object or without: 义诊, 送餐上门."""
    start, end = clause
    before = body[start : phrase[0]]
    lead = _DISPOSED.sub("把", before) if _HANDED.match(body, phrase[0]) else before
    if is_wished(lead) or _ASKED_OR_ABLE.search(before):
        return None
    if before.count("“") > before.count("”") or _PART_OF_NOUN.match(body, phrase[1]) or is_thing(body, phrase[1]):
        return None
    return _own_words(body, phrase[0], end)


def report_by_ending(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Return what is held in the clause and ends in a character that gives its type: 会, 展, 节, 赛, 班."""
    held = _HELD_THING.search(body, *clause)
    if held is None or _NO_THING.search(held["name"]) or is_unreported(body[clause[0] : held.start()]):
        return None
    kind = _TYPES_BY_ENDING[held["end"]]
    if kind == "meeting" and _FESTIVE.search(held["name"]):
        kind = "cultural"
    if _GAMES.search(held["name"]) and held["end"] in "会赛" and ("运动会" in held["name"] or held["end"] == "赛"):
        kind = "sport"
    start = held.start("name")
    return ReportedName(held["name"], held.start(), held.end(), held.start(), start, False), kind


def report_on_the_way(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Return the round on which somebody found or heard something, and its type: 在日常走访中, 在巡查时."""
    round_made = _ROUND.search(body, *clause)
    if round_made is None or is_wished(body[clause[0] : round_made.start()]):
        return None
    kind = "visit" if round_made["visit"] else "inspection"
    start, end = round_made.span("name")
    return ReportedName(round_made["name"], start, end, round_made.start(), start, False), kind


def is_of_publicity(before: str) -> bool:
    """Whether the words before 开讲 or 开课 say that the law or safety is taught."""
    return bool(_PUBLICITY_LESSON.search(before))


def is_still_to_come(earlier: str) -> bool:
    """Whether the words of the sentence before the clause announce what its further clauses tell."""
    return bool(_ANNOUNCED.search(earlier))


def visit_of(body: str, clause: tuple[int, int]) -> ReportedName | None:
    """Return the visit of a works, a museum, a memorial or a home that the clause tells of."""
    visit = _VISITED.search(body, *clause)
    if visit is None or is_wished(body[clause[0] : visit.start()]):
        return None
    return _own_words(body, visit.start(), visit.end())


def report_by_lesson(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Return a lesson that is given in the clause and its type."""
    lesson = _LESSON.search(body, *clause)
    if lesson is None or is_wished(body[clause[0] : lesson.start()]):
        return None
    group = "name" if lesson["name"] else "list"
    kind = "publicity" if _PUBLICITY_LESSON.search(lesson[group]) else "study"
    kind = "volunteering" if _UNPAID.search(lesson[group]) else kind
    return ReportedName(lesson[group], lesson.start(), lesson.end(), lesson.start(), lesson.start(group), False), kind


def meeting_that_speaks(body: str, clause: tuple[int, int]) -> ReportedName | None:
    """Return the meeting whose words or course the clause tells."""
    spoken = _MEETING_SPEAKS.search(body, *clause)
    if spoken is None:
        return None
    return ReportedName("会议", spoken.start(), spoken.end(), spoken.start(), spoken.start(), False)


def _own_words(body: str, start: int, end: int) -> ReportedName:
    end = min(end, start + NAME_LIMIT)
    return ReportedName(body[start:end], start, end, start, start, False)
