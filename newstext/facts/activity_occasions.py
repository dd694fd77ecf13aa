"""Activities that a clause reports by its frame: a thing held, a lesson given, a round, a visit, gifts, handiwork.

The frames are here; the words that fill them are data (``activity_words``). All look at one clause at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from newstext.facts.activity_names import ReportedName, is_quoted, is_unreported, is_wished
from newstext.facts.activity_reports import disposed, own_words
from newstext.facts.word_senses import WordSenses

Reading = Callable[[str, tuple[int, int]], "tuple[ReportedName, str] | None"]
"""What reads a body's clause: the activity that it reports, with its type."""


class Occasion(NamedTuple):
    """A frame, the words of which one stands in every clause that it fits, and the one type that it may give."""

    read: Reading
    markers: tuple[str, ...]
    kind: str = ""


_LESSON: Final = re.compile(
    r"(?:(?:上|讲|带来|送上|送去|听|开)(?:(?:了|起|过|完)(?:[一两三几0-9这]*(?:堂|节|场|次|期))?|[一两三几0-9这]*(?:堂|节|期))"
    r"|(?:举办|举行|开展)了?(?:[一两三几0-9]+(?:堂|节|场|次|期))?)"
    r"(?P<name>(?!的)[^，。；！？,;、]{1,14}课)(?![程题堂桌本业时外余表])"
    r"|(?:现有|设有|开设|开出|开|设)了?(?P<list>[^，。；！？,;]{2,24}?(?:[0-9一二两三四五六七八九十]+门课|课程[0-9一二两三四五六七八九十]+门))"
    r"(?![题堂桌本业时外余表])"
)
"""上了一堂防火课: whoever gives or hears a lesson; a lesson of nothing is no activity. 开了种花、唱歌等3门课."""

_TRAINING: Final = "培训"
_ROUND: Final = re.compile(
    "(?<![现正存所])在(?P<name>[^，。；、“”]{0,6}(?:(?P<visit>走访|入户|探访|家访)|巡查|巡检|巡逻|排查|检查))(?:的?过程)?[中时]"
)
_MEDIATED: Final = re.compile(
    r"(?:进行|开展|展开|介入|耐心|正在|成功)[^，。；\n]{0,16}调解(?![员室会委协工队])|(?:调解|化解|平息)了?(?:一起|一桩|这起|这桩|该起)"
    r"|(?:一起|一桩|这起|这桩)[^，。；\n]{0,20}(?:纠纷|矛盾)[^，。；\n]{0,12}(?:化解|调解|平息)"
    r"|(?:聚|坐|约|请)[在到][^，。；\n]{0,4}(?:一起|一块)[^，。；\n]{0,4}调解|双方[^，。；\n]{0,8}(?:达成(?:了)?(?:和解|谅解|调解协议)|握手言和)"
)
"""A single quarrel that was settled; numbers of them are figures."""

_TOLD_TO: Final = re.compile(
    r"(?:向|为|给|对)[^，。；！？,;“”]{1,16}?(?:宣传|普及|讲解|宣讲)了?(?![员队站栏])[^，。；！？,;“”]|(?:挨家|逐户|逐一)[^，。；！？,;]{0,6}宣传"
)
"""What residents are told on a round of inspection: 向住户讲解充电安全."""
_LEAFLETS: Final = ("单", "册", "页", "手册", "折页", "资料", "材料", "品", "海报", "图册", "彩页")
_HANDED_OUT: Final = re.compile(
    rf"(?:发放|派发|分发|发送|赠送|张贴)了?[^，。；！？,;]{{0,16}}?宣传(?:{'|'.join(_LEAFLETS)})(?!费)"
    r"(?![^，。；！？,;]{0,4}[0-9])"
)
"""What is handed to people that they may read it; so many leaflets are a figure."""

_LIST: Final = re.compile("(?:公布|公示|发布|揭晓)了?[^，。；]{2,40}名单")
_WORKS: Final = re.compile(
    r"(?:完成|启动|推进|实施|进行|开展)了?[^，。；]{0,16}?(?:改造|翻新|修复|修缮|建设|施工|提档升级|安装|加装|更换)(?!的?方案|计划|意见)"
    r"|(?:安装|更换|加装|修复|新建|建成|换上)了[^，。；]{2,}"
)
"""What was built or mended, where an article tells of nothing else that was held."""

_WORK: Final = (
    *("改造", "翻新", "修复", "修缮", "建设", "安装", "加装", "更换", "新建", "建成", "新增", "增设", "粉刷", "铺设"),
    *("完成", "工程", "项目", "疏通", "平整", "硬化", "浇筑", "焕然一新", "投入使用", "亮相", "通电", "亮起来"),
)
"""One of these stands in every clause that tells of works."""

_ENDS: Final = r"(?=$|[，。；！？,;])"

_MEETING_SPEAKS: Final = re.compile(
    r"(?:^|(?<=[，。；\n]))(?:会上|会议上|会议(?=指出|强调|要求|听取|审议|通报|传达|认为|由|决定|现场|邀请))"
)
"""会上, 会议指出: what the meeting heard presupposes that there was one."""

_TYPES_BY_ENDING: Final = {
    "会": "meeting",
    "展": "cultural",
    "节": "cultural",
    "宴": "cultural",
    "赛": "cultural",
    "班": "training",
    "营": "study",
}


class Occasions:
    """Reads clauses; immutable, made once per process."""

    def __init__(self, words: WordSenses) -> None:
        held_by = words.any_of("held_by")
        self._held_thing = re.compile(
            rf"(?<![展召离打公]){held_by}(?!部)了?"
            r"(?P<name>[^，。；！？,;、“”]{0,24}(?:“[^”]{1,16}”)?[^，。；！？,;、“”]{0,12}?(?P<end>[会展节赛班宴营]))(?=$|[，。；！？,;]|上$)"
        )
        # 第五届采菱节在甲村举办: what is held stands before its verb.
        self._held_after = re.compile(
            r"(?P<name>[^，。；！？,;、“”]{0,16}(?:“[^”]{1,16}”)?[^，。；！？,;、“”]{1,16}?(?P<end>[展节赛宴营]))"
            r"(?:在|于)?[^，。；！？,;]{0,20}?(?:举行|举办|开幕|启幕|开赛|上演|拉开|落幕|闭幕|收官)"
        )
        self._not_held = re.compile(f"{words.any_of('not_held')}$")
        self._game = re.compile(words.any_of("game"))
        self._festive = re.compile(f"{words.any_of('festive')}会$")
        # 一起动手做青团 is handiwork; 共同做好工作 is not.
        self._made_together = re.compile(
            r"(?:一起|一同|共同|亲手|动手|学着|体验)(?:动手|来)?"
            rf"{words.any_of('craft')}了?(?P<name>[^，。；！？,;、]{{1,12}})"
            rf"|(?:带领|指导|引导|带着)[^，。；！？,;]{{1,12}}?{words.any_of('led_craft')}了?(?P<made>[^，。；！？,;、]{{1,12}})"
        )
        self._not_craft = re.compile(words.any_of("not_craft"))
        self._brought = re.compile(
            rf"(?:送|捧|递|发放)[到至进]了?[^，。；！？,;、“”]{{0,18}}?{words.any_of('gift_place')}"
            r"|上门(?:为[^，。；]{1,12})?(?:送上|送去|发放)"
        )
        self._told = re.compile(words.any_of("told"))
        self._visited = re.compile(
            rf"(?:走进|来到|前往|参观)了?(?:[^，。；！？,;“”]|“[^”\n]{{1,12}}”){{1,16}}?{words.any_of('visited')}(?=$|[，。；！？,;、]|参观|学习)(?!上)(?![，,](?:为[^，。]{{0,10}})?(?:检查|排查|查看|维修|安装|更换|调解|宣传|讲解))"
        )
        thing = words.any_of("works_object")
        self._mended = re.compile(
            rf"(?:完成|建成|安装|加装|更换|新建|新增|增设|修复|修缮|翻新|粉刷|疏通|平整|硬化|重新浇筑)[了好]?[^，。；]{{0,16}}?{thing}(?=[0-9]|$|[，。；、”]|等|更换|建设|安装|改造|翻新|铺设)"
            rf"|{thing}[^，。；、]{{0,8}}?(?:建设|改造|更换|安装|翻新|修缮|修复|铺设|重新安装|粉刷)(?:工程|项目)?(?:完成|完毕|到位)?{_ENDS}"
            rf"|(?:工程|项目|改造)(?:正式|全面|顺利|已|已经|全部)*(?:启动|开工|完工|竣工|完成|投入使用){_ENDS}"
            rf"|{thing}[^，。；]{{0,6}}?(?:焕然一新|投入使用|安装到位|更换完毕|亮相|通电|亮起来)"
        )
        self._publicity = re.compile(words.any_of("publicity_lesson"))
        self._unpaid = re.compile(words.any_of("unpaid_lesson"))
        self.lesson: Final = Occasion(self._read_lesson, ("课",))
        self.held: Final = Occasion(self._read_held, words.words("held_by"))
        self.held_after: Final = Occasion(
            self._read_held_after, ("举行", "举办", "开幕", "启幕", "开赛", "拉开", "落幕", "上演", "收官")
        )
        self.mediation: Final = Occasion(_read_mediation, ("调解", "化解", "平息", "和解", "谅解", "言和"), "other")
        self.round: Final = Occasion(_read_round, ("中", "时", "过程"))
        self.handiwork: Final = Occasion(
            self._read_handiwork,
            ("一起", "一同", "共同", "亲手", "动手", "学着", "体验", *words.words("led_craft")),
            "cultural",
        )
        self.gifts: Final = Occasion(
            self._read_gifts, ("送到", "送至", "送进", "捧到", "递到", "发放到", "上门"), "visit"
        )
        self.visit: Final = Occasion(self._read_visit, ("走进", "来到", "前往", "参观"), "visit")
        self.told: Final = Occasion(_read_told, ("宣传", "普及", "讲解", "宣讲"))
        self.handed_out: Final = Occasion(_read_handed_out, tuple(f"宣传{kind}" for kind in _LEAFLETS), "publicity")
        self.list: Final = Occasion(_read_list, ("名单",))
        self.works: Final = Occasion(
            _read_works,
            ("改造", "翻新", "修复", "修缮", "建设", "施工", "升级", "安装", "加装", "更换", "新建", "建成", "换上"),
        )
        self.mended: Final = Occasion(self._read_mended, _WORK, "other")
        self.speaking: Final = Occasion(_read_speaking, ("会",))

    def _read_held(self, body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
        """Read what is held in the clause and ends in a character that gives its type: 会, 展, 节, 赛, 班."""
        held = self._held_thing.search(body, *clause)
        if held is None or self._not_held.search(held["name"]) or is_unreported(body[clause[0] : held.start()]):
            return None
        start = held.start("name")
        name = ReportedName(held["name"], held.start(), held.end(), held.start(), start, False)
        return name, self._kind_by_ending(held["name"], held["end"])

    def _read_held_after(self, body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
        """Read the fair, festival or contest that the clause says was held."""
        held = self._held_after.search(body, *clause)
        if held is None or self._not_held.search(held["name"]) or is_unreported(body[clause[0] : held.end()]):
            return None
        start = held.start("name")
        name = ReportedName(held["name"], start, held.end(), start, start, False)
        return name, self._kind_by_ending(held["name"], held["end"])

    def _kind_by_ending(self, name: str, ending: str) -> str:
        if ending in "会赛" and self._game.search(name) and (ending == "赛" or "运动会" in name):
            return "sport"
        if ending == "会" and self._festive.search(name):
            return "cultural"
        return _TYPES_BY_ENDING[ending]

    def _read_lesson(self, body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
        lesson = _LESSON.search(body, *clause)
        if lesson is None or is_wished(body[clause[0] : lesson.start()]):
            return None
        group = "name" if lesson["name"] else "list"
        kind = "publicity" if self._publicity.search(lesson[group]) else "study"
        kind = "volunteering" if self._unpaid.search(lesson[group]) else kind
        kind = "training" if _TRAINING in lesson[group] else kind
        start = lesson.start()
        return ReportedName(lesson[group], start, lesson.end(), start, lesson.start(group), False), kind

    def _read_handiwork(self, body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
        """Read what people of the clause made together with their hands."""
        made = self._made_together.search(body, *clause)
        if made is None or is_quoted(body, made.start()) or self._not_craft.match(made["name"] or made["made"]):
            return None
        if is_wished(body[clause[0] : made.start()]):
            return None
        return own_words(body, *made.span()), "cultural"

    def _read_gifts(self, body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
        """Read the gifts that the clause says were brought to somebody's door or hand."""
        brought = self._brought.search(body, *clause)
        if brought is None or is_quoted(body, brought.start()):
            return None
        if self._told.search(body, clause[0], brought.start()) or is_wished(
            disposed(body[clause[0] : brought.start()])
        ):
            return None
        return own_words(body, *brought.span()), "visit"

    def _read_visit(self, body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
        """Read the visit of a works, a museum, a memorial or a home that the clause tells of."""
        visit = self._visited.search(body, *clause)
        if visit is None or is_wished(body[clause[0] : visit.start()]):
            return None
        return own_words(body, *visit.span()), "visit"

    def _read_mended(self, body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
        """Read the thing for public use that the clause says was built, mended or put up."""
        mended = self._mended.search(body, *clause)
        if mended is None or is_quoted(body, mended.start()) or is_unreported(body[clause[0] : mended.start()]):
            return None
        return own_words(body, *mended.span()), "other"


def _read_mediation(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Read the quarrel that the clause says was mediated: an activity without a type of its own."""
    mediated = _MEDIATED.search(body, *clause)
    if mediated is None or is_unreported(body[clause[0] : mediated.start()]):
        return None
    return own_words(body, *mediated.span()), "other"


def _read_round(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Read the round on which somebody found or heard something: 在日常走访中, 在巡查时."""
    round_made = _ROUND.search(body, *clause)
    if round_made is None or is_quoted(body, round_made.start()) or is_wished(body[clause[0] : round_made.start()]):
        return None
    kind = "visit" if round_made["visit"] else "inspection"
    start, end = round_made.span("name")
    return ReportedName(round_made["name"], start, end, round_made.start(), start, False), kind


def _read_told(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Read what the clause says that people were told."""
    told = _TOLD_TO.search(body, *clause)
    if told is None or is_quoted(body, told.start()) or is_wished(body[clause[0] : told.start()]):
        return None
    return own_words(body, told.start(), clause[1]), "publicity"


def _read_handed_out(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Read the leaflets that the clause says were handed to people."""
    handed = _HANDED_OUT.search(body, *clause)
    if handed is None or is_quoted(body, handed.start()) or is_wished(body[clause[0] : handed.start()]):
        return None
    return own_words(body, *handed.span()), "publicity"


def _read_speaking(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Read the meeting whose words or course the clause tells."""
    spoken = _MEETING_SPEAKS.search(body, *clause)
    if spoken is None:
        return None
    return ReportedName("会议", spoken.start(), spoken.end(), spoken.start(), spoken.start(), False), "meeting"


def _read_list(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Read the list of winners or members that the clause says was made public: no type of its own."""
    listed = _LIST.search(body, *clause)
    if listed is None or is_unreported(body[clause[0] : listed.start()]):
        return None
    return own_words(body, *listed.span()), "other"


def _read_works(body: str, clause: tuple[int, int]) -> tuple[ReportedName, str] | None:
    """Read the works that the clause says were done: an activity without a type of its own."""
    works = _WORKS.search(body, *clause)
    if works is None or is_quoted(body, works.start()) or is_unreported(body[clause[0] : works.start()]):
        return None
    return own_words(body, *works.span()), "other"
