"""Where a text reports that something took place: the verb, the activity's name, and whether it is only planned."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

HOLDING: Final = re.compile(
    r"(?:开展|举行|举办|召开|组织(?!生活|部|委|机构|者|体系|建设|振兴|关系|架构)|主办(?![方单])|承办(?![方单])|启动(?!仪式|会|式|区)|开启"
    r"|进行|参[加与](?!者|度|率)|主持(?!人)|开设|召集|安排(?!部署)|策划|迎来|展开|推出|带来|开办|合办|联办|发起|献上|奉上|提供(?![者方商])|上演|新开|连办|摆开|摆起|摆出|凑出|开起|办起"
    r"|(?<![承主举协开创经筹督代交合停备法帮难])办(?=[了起过]|的?[一二两三四五六七八九十首多0-9]))(?:了|过|起|着|好|到)*"
    r"|(?:开|经过|连开)(?:了|过)?[一二两三四五六七八九十几数多0-9]+(?:余|多)?(?:次|场|轮|回|期)"
)
"""Verbs whose object is the activity."""

_HELD: Final = re.compile(
    r"(?:正|正在|在[^，。；,;、]{1,24}?|于[^，。；,;、]{1,16}?)?(?:正式|顺利|隆重|成功|如期|精彩|正在|热烈|热闹|欢乐|温情|温馨|暖心|圆满|火热|如火如荼地|同步|也)?"
    r"(?:举行|举办|召开|开展|上演|开幕|启动|开讲|开课|开班|落幕|闭幕|进行|拉开|开赛|开启|结束|收官|展开|走进|走入|开营|开演|开场|开唱|亮相|落下帷幕|圆满落幕|开市|开集|开张|启幕|登场|(?:温暖|如约|再度|焕新)?(?:回归|归来|开锣)"
    r"|吸引了?[^，。；]{2,24}?(?:参[与加]|前来|驻足|到场|参观|体验)"
    r"|(?:深?受|广受|大受)[^，。；]{0,10}?(?:欢迎|好评|青睐|喜爱)|(?<=[会展节班])(?:来|开)了|(?:开|搬|办|摆|送)(?:到|进|在|上)|连演|首演)"
)
"""Verbs that follow the activity as their subject."""

_CAMPAIGN: Final = re.compile(r"(?:行动|活动|教育)”?(?:正式|全面)?(?:开展|启动|实施)以来")
"""自…行动开展以来 only names a campaign, and tells since when something else has been done."""

_REFERRED: Final = re.compile(
    r"”?(?:(?:的)?(?:现场|当天|当日)|上|结束后|期间|间隙)(?=[，,：])|”?上(?=谈|议|讨论|商量|通过|表决)|中(?=获|荣获|夺|斩获|摘得|取得|脱颖)"
)
"""座谈会上, 义诊现场: where something is said to have happened at it, it has taken place."""
_WITHIN: Final = re.compile(r"”?的?(?:过程)?中(?=[，,])")
"""在汇报演出中, opens a sentence like 汇报演出上."""
_AHEAD: Final = re.compile(
    r"(?:^|(?<=[，,；;]))(?:今后|未来|下一步|接下来|后续|日后|下阶段|下一阶段)[，,]?[^，。；]{0,16}?(?:将|要|会|继续|持续)"
    r"|[还也]将(?:陆续|继续|持续)?(?:开展|举办|举行|推出|组织)"
)
"""A clause from which on the sentence tells of what is still to come."""

_TWO_IN_ONE: Final = re.compile(r"暨[^，。；,;]{2,40}?(?:举行|举办|召开|开展|启动|开幕|拉开)")
"""启动仪式暨文艺汇演在广场举行: what is held together with another."""
_ONE: Final = re.compile(r"一[场堂台]")
_INTRODUCED: Final = re.compile(r"[，,](?:让|为|给|使|将|把|拉近|点燃|点亮|吸引|拉开)|让")
"""一场趣味运动会，让…: what is introduced as one of its kind took place."""

_PLANNED_SENTENCE: Final = re.compile(
    r"[“\s]*(?:下一步|接下来|未来|今后|下阶段|日后|后续|届时|展望|下一阶段|会议(?:要求|强调)|据了解，?接下来)"
)
_NOT_REPORTED: Final = re.compile(
    r"将(?!军|士|领)|(?<![重主需])要(?![求点素闻])|应当|应该|需要|必须|鼓励|支持|希望|建议|计划|拟|可以|如果|不再|未能|能够|没有|停止|暂停|取消"
    r"|用于|有助于|旨在|打算|准备|力争|争取|欢迎|呼吁|提倡|想(?=学|做|要|给|去|参加)|即将|倡议|不得|禁止|继续"
)
_DEMAND: Final = re.compile("(?:强调|要求|意见|建议)[：:]")
_DEMANDED: Final = re.compile(
    "(?:表示|强调|要求|指出|提出|认为|建议)[，,：:].*?(?:(?<![主重需])要(?![求点素闻])|必须|应当|应该|应(?=[当该以加进尽])|希望|将(?=[继持以不进围]))"
)
"""What somebody is said to have said must be done: 乙表示，各科室要多听意见，多开展活动."""
_CALL: Final = re.compile(r"(?:号召|呼吁|倡议|鼓励|提倡)(?=[\u4e00-\u9fff])")
_PURPOSE: Final = re.compile(r"(?:为|为了|针对|围绕|随着)(?!期|民)")
_AIM: Final = re.compile(
    r"为了|为(?:开展|做好|举办|推进|推动|加强|提高|提升|丰富|方便|深入|进一步|迎接|庆祝|确保|切实|全面|弘扬|增强|营造|保障|落实|贯彻|引导|帮助|让|使)"
)
"""为 before a verb is an aim; before a noun it tells for whom something was done."""
_BY_MEANS: Final = re.compile("通过(?:常态化|定期|不断|持续|积极|联合|广泛)?$")
"""通过举办各类读书活动 tells how something was reached, and of no occasion."""
_WITHIN_A_TALK: Final = re.compile(r"(?:[在就]|关于)(?:共同|联合|深入|广泛|积极|继续|进一步)?$")
_LIST_OF_TALK: Final = re.compile(
    r"[^，。；,;]{0,16}等(?:多种)?(?:方式|形式|途径)|[^，。；,;]{0,8}方面|[^，。；,;]{0,4}(?:机制|制度|工作方案|方案|的重要|工作要求)"
)
_COUNTING: Final = re.compile(
    r"^(?:(?:了|一|首|第?[0-9一二三四五六七八九十两多余数几]+)?(?:场次|场|次|堂|期|届|轮|项|节|系列|个|名)?的?)?(?:别开生面|丰富多彩|形式多样|精彩纷呈|内容丰富|生动|精彩|专门|特殊|独特|热闹)*的"
    r"|^(?:一|首|第?[0-9一二三四五六七八九十两多余数几]+)(?:场次|场|次|堂|期|届|轮|项|节|系列|个|名)的?"
)
_EXTENSION: Final = re.compile(r"”?(?:等)?(?:主题|系列)?活动|《[^《》\n]{1,24}》")
_CONTINUING: Final = re.compile(
    r"”?(?:的(?:经验|心得|体会|做法|故事|感受|意义|重要性|热情|积极性)|工作|任务|现场|室|站|所|员|者|们|队|点|制度|机制|情况|方案|计划|内容|中心|平台|基地|材料|时间|会场|名单|形式|方式|通知|精神|氛围|效果|能力|水平|成果|体系|模式|场地|资料|设备|资源|机构|证书|教材|服务(?!活动))"
)
"""What makes a noun before it the attribute of another thing: 培训基地 is no training."""
_NOUN_FINALS: Final = frozenset("会动式班赛课座坛礼展节诊营周月演龙堂")
"""Last characters of nouns that are nothing but nouns, and of those that may have an object after them."""
_NOUN_ENDS: Final = re.compile(
    r"$|[，。；：、！？,;:!?”\n（(）)\s0-9一二三四五六七八九十百千两数多近]|等|和|与|及|并|暨|以及|结束|开[市集张讲课赛]|开幕(?!式)|启幕|亮相|落幕|火热|开展|举行|举办|召开|启动|开始|在|于|正|圆满|顺利"
)
"""What may follow a noun that is a verb as well (宣传, 志愿服务), lest it describe the word after it."""
_LOOSE_OBJECT: Final = re.compile(r"(?:[^，。；,;、“”]{0,4}的)?")
"""进行了耐心的宣传 tells how people spoke at an activity, and names none."""
_CEREMONY_OF: Final = re.compile(
    r"(?:主题)?(?:活动|行动)?(?:正式)?(?:启动|开幕|闭幕|总结|颁奖|揭牌|签约)(?:仪式|式|大会)"
)
"""…活动启动仪式: what is held is the ceremony."""
_BULK: Final = re.compile(
    r"^(?:各类|各种|多种|多样|系列|一系列|各项|多项|大量|丰富多彩的|丰富的|形式多样的|特色|此类|不同形式的|有针对性的|这样的|相关的?(?=(?:主题)?活动)|有关(?=(?:主题)?活动))+"
)
_NO_NAME: Final = re.compile(
    r"等(?:多种)?(?:方式|形式|途径|渠道)(?!的)|^(?:为|成为|对|训练和)|出席|表示|指出|认为|强调|会议并|[（(《“]$"
)
"""Means, a clause of its own, or a half of something: no name."""
_LEADING_WORD: Final = re.compile(
    r"^(?:诸如|例如|比如|如|在(?![线职校岗外])|并|的|自(?![主救护愿学治查我制行发助])|、|和|及|与|以)(?!.{0,30}为主题)"
)
"""A preposition, a conjunction or a word of example before a name is no part of it; 在线 and 自主 are words."""
_REFERENCE: Final = re.compile(
    r"^(?:此次|本次|这次|该|此|这场|这一|当天的?|今天的?|整场|本届|每次|每场|本期|当期|该场|各场|上述|全部)"
)
_NAME_START: Final = re.compile(
    r"[，。；：！？,;:!?\n把]|一场|一次|举行的|举办的|召开的|开展的|主办的|承办的|协办的|组织的|(?:近日|日前|上午|下午|当天|当日|[0-9]日)"
)
_SERVICES: Final = re.compile(
    r"(?:[^，。；,;、“”]{0,8}、(?:[^，。；,;、]{1,22}、){0,8}[^，。；,;、]{1,14})?等[^，。；,;、“”]{0,14}?(?:服务(?:活动|项目)?|摊位|展位|项目|内容|环节)(?=$|[，。；,;、“”\d]|的)"
)
"""How a list goes on whose items are what a service offers: 义诊、理发、磨刀等便民服务."""
_CLOSING: Final = "等"
LONGEST_NAME: Final = 48
_AND_ALSO: Final = "暨"
_THEME: Final = re.compile(r"“.+?”")
_MANNER: Final = re.compile(
    "^(?:详细|全面|集中|仔细|认真|重点|逐一|专项|现场|多方位|全方位|综合性|地毯式|拉网式|[、的和])+"
)
"""How something was done is no part of what it is called."""
_QUOTES: Final = str.maketrans(dict.fromkeys('“”‘’"《》 '))

BARE_NAMES: Final = frozenset(
    (
        "会议",
        "仪式",
        "培训",
        "学习",
        "课程",
        "讲座",
        "演出",
        "比赛",
        "大会",
        "课堂",
        "宣传",
        "检查",
        "展览",
        "演讲",
        "论坛",
        "竞赛",
        "评估",
        "集市",
        "活动",
        "主题活动",
        "系列活动",
        "文化活动",
        "评选活动",
        "服务活动",
        "实践活动",
        "学习活动",
        "宣传活动",
    )
)
"""Names that say nothing: a reference to what was named before, or a summary."""


class ReportedName(NamedTuple):
    """``body[start:end]`` reports an activity called ``name``; ``verb_start`` is where its subject must end."""

    name: str
    start: int
    end: int
    verb_start: int
    name_start: int
    is_reference: bool


def is_planned_sentence(body: str, start: int) -> bool:
    """Whether the sentence that starts at ``start`` tells of what is still to come."""
    return bool(_PLANNED_SENTENCE.match(body, start))


def reported_until(body: str, start: int, end: int) -> int:
    """Return where the sentence ``body[start:end]`` turns to what somebody demands: …强调：一是…；二是…."""
    demand = _DEMAND.search(body, start, end)
    return demand.end() if demand is not None else end


def listed_services(body: str, head_end: int, clause_end: int) -> int | None:
    """Return where the list ends that names services, the noun before ``head_end`` among them; None without one."""
    if body.find(_CLOSING, head_end, clause_end) < 0:
        return None
    listed = _SERVICES.match(body, head_end, clause_end)
    return listed.end() if listed is not None else None


def is_called_for(earlier: str) -> bool:
    """Whether the clause before is a call or a wish that what follows hangs on: 号召大家…，参加志愿服务."""
    return bool(_CALL.search(earlier))


def is_demanded(earlier: str) -> bool:
    """Whether the words of the sentence before the clause are somebody's, of what must or will be done."""
    return bool(_DEMANDED.search(earlier))


def is_ahead(earlier: str) -> bool:
    """Whether the words of the sentence before the clause have turned to what is still to come: 今后社区将…，开展…."""
    return bool(_AHEAD.search(earlier))


def is_quoted(body: str, position: int) -> bool:
    """Whether somebody's words are quoted at ``position``: they tell of no activity of the text's own."""
    line = body.rfind("\n", 0, position) + 1
    return body.count("“", line, position) > body.count("”", line, position)


def is_wished(lead: str) -> bool:
    """Whether the words before make what follows a plan, a wish or a duty; unlike a purpose, 为居民 is none."""
    return bool(_NOT_REPORTED.search(lead) or _AIM.match(lead.lstrip()))


def is_unreported(lead: str) -> bool:
    """Whether the words of the clause before the verb make it a plan, a wish, a duty or a purpose."""
    return bool(_NOT_REPORTED.search(lead) or _PURPOSE.match(lead.strip()) or _WITHIN_A_TALK.search(lead))


def is_same_name(earlier: str, later: str) -> bool:
    """Whether two names are of one activity, of whatever types: the same theme in quotes.

    “甲”活动暨乙启动仪式 names a second one.
    """
    if later.startswith(earlier + _AND_ALSO):
        return False
    theme, other = _THEME.search(earlier), _THEME.search(later)
    return theme is not None and other is not None and theme[0] == other[0]


def is_within(one: str, other: str) -> bool:
    """Whether all characters of the shorter of two keys stand in the longer in the same order.

    详细检查 and 饭店检查 are no more than 饭店和网吧安全检查行动.
    """
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    position = -1
    for character in shorter:
        position = longer.find(character, position + 1)
        if position < 0:
            return False
    return True


def key_of(name: str) -> str:
    """Return the name without its marks and without how it was done, for comparing."""
    return _MANNER.sub("", name.translate(_QUOTES))


def without_earlier(name: ReportedName, earlier: Iterable[str]) -> ReportedName:
    """Cut an activity that a list names first, and that has been found, from the name of the next: 甲、乙 is 乙."""
    for before in earlier:
        for joint in ("、", "和", "与", "及", "暨"):
            if name.name.startswith(before + joint) and len(name.name) > len(before) + len(joint):
                return name._replace(name=name.name[len(before) + len(joint) :])
    return name


def read_name(
    body: str, clause: tuple[int, int], head: tuple[int, int], *, refers: bool = False
) -> ReportedName | None:
    """Return the activity whose name ends with ``body[head]`` in ``clause``, or None where none is reported.

    The name starts after the last holding verb before it, or, where the verb follows, after the nearest mark. With
    ``refers`` it also counts where something is told that happened at it (座谈会上).
    """
    clause_start, clause_end = clause
    head_start, head_end = head
    if body.startswith(("活动", "行动"), head_end - 2) and _CEREMONY_OF.match(body, head_end):
        return None
    extension = _EXTENSION.match(body, head_end, clause_end)
    if extension is not None:
        head_end = extension.end()
    is_within = refers and body.startswith("在", clause_start) and _WITHIN.match(body, head_end) is not None
    if extension is None and not is_within and is_attribute(body, head_end):
        return None
    opened = body.rfind("“", clause_start, head_start)
    if opened >= 0 and body.find("”", opened, head_end) < 0:
        if not body.startswith("”", head_end):
            return None
        head_end += 1
    verb = None
    for match in HOLDING.finditer(body, clause_start, head_start):
        verb = match
    if verb is not None:
        lead = body[clause_start : verb.start()]
        if is_unreported(lead) or _BY_MEANS.search(lead) or _LIST_OF_TALK.match(body, head_end, clause_end):
            return None
        if verb[0].startswith("进行") and _LOOSE_OBJECT.fullmatch(body, verb.end(), head_start):
            return None
        return _named(body, verb.end(), head_end, verb.start(), verb.start(), head_end)
    held = (
        _HELD.match(body, head_end, clause_end)
        or (refers and _REFERRED.match(body, head_end))
        or _TWO_IN_ONE.match(body, head_end, clause_end)
        or (_ONE.search(body, clause_start, head_start) and _INTRODUCED.match(body, head_end))
    )
    if not (held or is_within) or _CAMPAIGN.match(body, head_end - 2):
        return None
    start = clause_start
    for match in _NAME_START.finditer(body, clause_start, head_start):
        start = match.end()
    if is_unreported(body[clause_start:start]) or (held and is_unreported(held[0])):
        return None
    return _named(body, start, head_end, start, start, held.end() if held else head_end)


def is_thing(body: str, end: int) -> bool:
    """Whether a thing, a place or a person follows that the noun describes."""
    return bool(_CONTINUING.match(body, end))


def is_attribute(body: str, end: int) -> bool:
    """Whether the noun only describes the word after it: 培训基地, 宣传资料."""
    if is_thing(body, end):
        return True
    return body[end - 1] not in _NOUN_FINALS and not _NOUN_ENDS.match(body, end)


def _named(body: str, start: int, end: int, verb_start: int, span_start: int, span_end: int) -> ReportedName | None:
    closed, opened = body.find("”", start, end), body.find("“", start, end)
    if closed >= 0 and (opened < 0 or closed < opened):
        start = max(body.rfind("“", max(0, start - LONGEST_NAME), start), 0)
    text = body[start:end].strip().removeprefix("的")
    counting = _COUNTING.match(text)
    if counting:
        text = text[counting.end() :]
    bulk = _BULK.match(text)
    if bulk:
        text = text[bulk.end() :]
    text = _LEADING_WORD.sub("", text)
    reference = _REFERENCE.match(text)
    if not text or len(text) > LONGEST_NAME or _NO_NAME.search(text):
        return None
    return ReportedName(text, span_start, span_end, verb_start, end - len(text), bool(reference))
