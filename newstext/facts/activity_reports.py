"""What a verb with its object, a telling phrase or somebody's deed must have around it to report an activity.

The verbs and phrases are data (``activity_types``), and so are most words beside them (``activity_words``). All look at
one clause at a time.
"""

from __future__ import annotations

import re
from typing import Final

from newstext.facts.activity_names import ReportedName, is_quoted, is_thing, is_unreported, is_wished
from newstext.facts.word_senses import WordSenses
from newstext.records import Sentence

NAME_LIMIT: Final = 24
"""Code points of a name that is the clause's own words."""

DOER_REACH: Final = 40
"""Code points from who does something to the deed: about two clauses."""

_OBJECT: Final = re.compile(r"(?:了|过)?[^，。；！？,;的等中后时和与及、\s][^，。；！？,;]")
_NO_VERB: Final = re.compile(
    r"[亭厅角廊桌]|功能|人数|人次|次数|基地|场地|资料|教材|中心|平台|方案|计划|制度|机制|能力|水平|证书|团|期间|委员会"
    r"|[^，。；,;]{0,5}(?:(?<!委)会|报告|问卷)(?![议谈])|学者|[时量组站室员队师]|治疗|结果|感受|心得|体会|工作|宣传"
    r"|[^，。；,;了]{0,8}(?:平台|机制|模式|格局|体系)|记录|报告|[^，。；,;了]{0,4}清单|标准|指标|手段|不[出了到]"
    r"|(?:仪器|设备|技术)(?!合作|[^，。；,;]{0,6}(?:情况|安全|隐患|状况|运行|协议))"
    r"|[^，。；,;]{0,6}声中|[^，。；,;]{0,12}(?:的(?:汇报|情况介绍|介绍)|基础上|基础之上|时[，。,])"
)
"""What makes the verb before it part of a noun or of a time clause, or denies it: 访问学者, 检测仪器, 考察期间."""

_SUMMED: Final = re.compile("[年月周天]多?来|截至|截止|累计|据统计|以来|至今|共(?!同|建|治|享|话|庆|读|青)")
_COUNTED: Final = re.compile("[^，。；,;]{0,14}?[0-9]")
"""How a sentence opens that gives account in figures, and what follows its verbs."""

_ORIGIN: Final = re.compile("[均都]?由[^，。；]{2,20}$")
_SEVERAL: Final = 2
"""Small services in a list that make measuring blood pressure another."""

_LONG_AGO: Final = re.compile("去年|前年|早在|^由|[：:]")
"""An agreement of last year, or one among the measures of a plan, is no ceremony that the text reports."""

_DISPOSAL: Final = re.compile("(?:对|针对|就|在)[^，。；]{2,40}?(?:进行|开展)了?(?:[^，。；]{0,6}的)?$")
"""对楼道进行检查 has its object before the verb."""

_FREE: Final = ("免费", "免费为居民", "免费为大家")
_SEARCH: Final = "排查"
_GOING: Final = re.compile(r"(?:来到|前往|走进|深入|赴)[^，。；,;]{2,16}$")
"""A verb without an object reports what somebody went for: 来到甲村走访."""

_BACK: Final = re.compile("(?:此次|本次|这次|此番)[^，。；、]{0,12}$")
"""参与了此次护河志愿服务 refers to what has been told of."""

_MEANS: Final = re.compile(r"通过|等方式|等形式|等途径|日常工作")
_PART_OF_NOUN: Final = re.compile(
    r"(?<=开讲)堂|[的队团栏牌期组摊区站点室员者费券处台车箱厅亭角廊]|服务[站点队中]|宣传|活动[室中]|机构|体系|顶层|品牌|项目|会(?!议)|是|[^，。；,;]{0,3}结合"
    r"|[^，。；,;“]{0,24}等[^，。；,;]{0,10}(?:服务|方面|方式|形式|功能|内容|工作|项目|领域|摊位|习俗|风俗|民俗)"
    r"|[^，。；,;]{0,3}(?:制度|机制|名单|能力|需求|意识|办法|标准|经验|知识)|[^，。；,;]{0,10}(?:途径|渠道)"
    r"|(?:、[^，。；,;、“]{1,6}){1,4}(?:小组|服务点|服务站|功能|场所|窗口)"
)
"""What makes a telling phrase the attribute of a thing: 义诊点, 体检费, 巡逻队."""

_ASKED_OR_ABLE: Final = re.compile("(?:怎么|如何|怎样|能|(?<![员大协商学工议集理事年晚])会)$")
"""Words before a phrase that make it a question or an ability: 会包粽子, but 业主委员会揭牌."""

_PROMOTED: Final = re.compile("(?:激励|引导|激发|弘扬|倡导|促进|推动|推进|提升|增强|带动|肯定)[^，。；、]{0,6}$")
"""激励邻里志愿服务 is what somebody wants more of."""

_COMPRISES: Final = re.compile("涵盖|包括|包含|涉及|内容有|内容为")
"""What an activity is made up of is no activity of its own."""

_TALK_OF: Final = re.compile("(?:结合|围绕|聚焦|就)[^，。；]*$")
_HANDED: Final = re.compile("[送交发搬][到至给往去]")
_DISPOSED: Final = re.compile("将(?=[^，。；]{2})")
"""将 before a thing that is handed to somebody announces nothing: 将包好的粽子送到老人手中."""

_DONE: Final = re.compile("得?干净|完毕|一空|整齐")
"""将废品清理干净 tells of what has been done as well."""

_MANNER: Final = re.compile("[并还]?[以用凭](?!为)[^，。；]*")
"""以贴心的志愿服务，营造氛围 tells how something was done."""

_BY_MEANS: Final = re.compile("通过[^，。；]*$")
"""通过读报、下棋等活动 tells by what means something was reached."""

_LOOKED_INTO: Final = re.compile("[看查]情况")
_EXAMPLE: Final = re.compile("[^，。；,;“]{0,12}等[^，。；,;]{0,4}(?:服务|工作|内容|项目)")
"""How an item of a list goes on that only says what a service is: 探访独居老人等志愿服务."""

_ADVICE: Final = ("咨询", "咨询服务", "咨询活动")
_CONTEST: Final = ("竞赛", "竞赛活动")
_KNOWLEDGE: Final = "知识"
_SEEN: Final = ("参观", "走进", "观摩")
_TALK: Final = ("讲座", "讲座活动")
_LESSONS: Final = ("课堂", "课堂活动", "讲堂", "学堂", "夜校")
_SET_RIGHT: Final = ("整治", "整治活动", "整治行动", "清理活动")
_TEACHING: Final = frozenset(("开讲", "开课"))
_TAUGHT: Final = frozenset((*_TEACHING, "传授"))
_DOORS: Final = ("挨家", "逐户", "挨户")
_TELLING: Final = re.compile("宣传|普及|讲解|宣讲")

_ANNOUNCED: Final = re.compile(r"打算|计划|要把|下一步|今后|预计|力争|还将|还要|准备|拟")


class ClauseReports:
    """Answers for clauses; immutable, made once per process."""

    def __init__(self, words: WordSenses) -> None:
        self._publicity = re.compile(words.any_of("publicity_lesson"))
        self._unpaid = re.compile(words.any_of("unpaid"))
        self._agreement = re.compile(f"[^，。；,;]{{0,30}}?{words.any_of('agreement')}》?")
        self._personal = re.compile(words.any_of("personal_contract"))
        self._service = re.compile(f"{words.any_of('small_service')}(?=、|[^，。；]{{0,6}}、|等|……|摊位|区|台)")
        self._body_part = re.compile(f"了?[^，。；、]{{0,4}}?{words.any_of('body_part')}")
        self._medical = re.compile(f"{words.any_of('body_part')}[^，。；、]{{0,3}}(?:检查|检测|筛查)")
        self._among_people = re.compile(f"[^，。；,;]{{0,8}}{words.any_of('among_people')}|[、和与]?(?:化解|调处|调解)")
        self._surroundings = re.compile(words.any_of("surroundings"))
        # Objects that make another thing of a verb, and words that only hold its characters (建议定期, 外观看上去).
        self._not_meant = re.compile(
            rf"(?<=聆听)了?[^，。；,;]{{0,2}}{words.any_of('listened_to')}|(?<=考察)[^，。；,;]{{0,10}}{words.any_of('tested')}"
            r"|(?<=传授)[^，。；]{0,6}经验|(?<=检查)完[^，。；]{0,8}后|(?<=建议定)期|(?<=观看)上去"
        )
        self._staff = re.compile(words.any_of("staff"))
        self._unpaid_lesson = re.compile(words.any_of("unpaid_lesson"))
        self._clinic = re.compile("义诊|健康|医")
        self._talk = re.compile(words.any_of("talk"))
        self._told = re.compile(words.any_of("told"))

    def by_verb(
        self, body: str, clause: tuple[int, int], verb: tuple[int, int], needs_agreement: bool
    ) -> ReportedName | None:
        """Return what a verb with its object reports; with ``needs_agreement`` only the signing of one."""
        start, end = clause
        before = body[start : verb[0]]
        if is_unreported(before) or is_quoted(body, verb[0]) or _MEANS.search(body, start, end):
            return None
        if _EXAMPLE.match(body, verb[1], end) or _BACK.search(before):
            return None
        if body.startswith(_SEARCH, verb[0]) and self._among_people.match(body, verb[1], end):
            return None
        if before.endswith(_FREE):
            # 免费检测水质: one of the services of a fair.
            return None
        is_whole = (verb[1] == end and _GOING.search(before)) or _DISPOSAL.search(before)
        if not is_whole and (_NO_VERB.match(body, verb[1]) or not _OBJECT.match(body, verb[1], end)):
            return None
        if self._not_meant.match(body, verb[1]):
            return None
        if needs_agreement:
            if is_long_ago(before):
                return None
            agreement = self._agreement.match(body, verb[1], end)
            if agreement is None or self._personal.search(agreement[0]):
                return None
            end = agreement.end()
        return own_words(body, verb[0], end)

    def by_phrase(self, body: str, clause: tuple[int, int], phrase: tuple[int, int]) -> ReportedName | None:
        """Return what a phrase reports that tells by itself, with an object or without: 义诊, 送餐上门."""
        start, end = clause
        before = body[start : phrase[0]]
        is_handed = _HANDED.match(body, phrase[0]) is not None
        if is_handed and self._told.search(before):
            return None
        if _MANNER.fullmatch(before) and phrase[1] == end:
            return None
        if _BY_MEANS.search(before):
            return None
        lead = disposed(before) if is_handed or _DONE.match(body, phrase[1]) else before
        if _PROMOTED.search(before):
            return None
        if is_wished(lead) or _ASKED_OR_ABLE.search(before) or _COMPRISES.search(before) or _BACK.search(before):
            return None
        # 围绕志愿服务等作汇报: a matter that people speak of.
        if _TALK_OF.search(before) and self._talk.search(body, phrase[1] + 1, end):
            return None
        is_noun = _PART_OF_NOUN.match(body, phrase[1]) and not body.startswith(_DOORS, phrase[0])
        is_other = is_thing(body, phrase[1]) and not _LOOKED_INTO.match(body, phrase[1] - 1)
        if is_noun or is_other or is_quoted(body, phrase[0]):
            return None
        return own_words(body, phrase[0], end)

    def is_among_services(self, body: str, clause: tuple[int, int]) -> bool:
        """Whether the clause lists small services of any kind: 磨刀剪、配钥匙、量血压."""
        return len(self._service.findall(body, *clause)) >= _SEVERAL

    def is_of_a_body(self, body: str, verb_end: int) -> bool:
        """Whether somebody's body is what is looked over: 检查口腔, 检查视力."""
        return self._body_part.match(body, verb_end) is not None

    def kind_by_name(self, kind: str, name: str) -> str:
        """Return the type of what a noun of ``kind`` ends, seen with the whole name.

        A check that is called by a part of the body is of health (眼底检查), one that sets the surroundings right is
        the work of many hands (环境卫生整治), a talk on safety or the law publicity
        (反诈公益讲座), advice on one's health is of health as well (义诊咨询服务).
        """
        if kind == "inspection" and self._medical.search(name):
            return "health"
        if kind == "inspection" and self._surroundings.search(name) and name.endswith(_SET_RIGHT):
            return "volunteering"
        if kind == "cultural" and name.endswith(_CONTEST) and _KNOWLEDGE in name:
            kind = "publicity"
        if kind == "publicity" and name.endswith(_CONTEST) and self._staff.search(name):
            return "training"
        if kind == "publicity" and name.startswith(_SEEN):
            return "visit"
        if kind == "publicity" and name.endswith(_ADVICE) and self._clinic.search(name):
            return "health"
        if kind == "study" and name.endswith(_LESSONS):
            if self._unpaid_lesson.search(name):
                return "volunteering"
            if self._publicity.search(name):
                return "publicity"
        if kind == "study" and name.endswith(_TALK) and self._publicity.search(name):
            return "publicity"
        return kind

    def kind_by_words(self, kind: str, word: str, before: str, name: str) -> str:
        """Return the type of what ``word`` reports after ``before`` in the words of ``name``.

        开讲, 开课 and 传授 of safety or the law are publicity, and so is going from door to door to tell people of it.
        """
        if self._publicity.search(before if word in _TEACHING else name) and word in _TAUGHT:
            return "publicity"
        if kind == "visit" and word.startswith(_DOORS) and _TELLING.search(name):
            return "publicity"
        return kind

    def is_unpaid(self, body: str, sentence: Sentence) -> bool:
        """Whether the sentence says that its services are given for nothing: by volunteers, to residents."""
        return self._unpaid.search(body, sentence.start, sentence.end) is not None


def is_account(body: str, sentence: Sentence, verb_end: int, clause_end: int) -> bool:
    """Whether the sentence sums up in figures what was done, as the clause does: 截至15日，累计排查工地14个."""
    return (
        _SUMMED.search(body, sentence.start, verb_end) is not None
        and _COUNTED.match(body, verb_end, clause_end) is not None
    )


def is_long_ago(words: str) -> bool:
    """Whether the words put what follows into an earlier year, or make it one of the measures of a plan."""
    return _LONG_AGO.search(words) is not None


def is_origin(body: str, clause_start: int, deed_start: int) -> bool:
    """Whether the deed only tells where a thing came from: 物资均由志愿者捐赠."""
    return _ORIGIN.search(body, clause_start, deed_start) is not None


def is_still_to_come(earlier: str) -> bool:
    """Whether the words of the sentence before the clause announce what its further clauses tell."""
    return _ANNOUNCED.search(earlier) is not None


def disposed(before: str) -> str:
    """Return the words before a verb of handing over with the 将 that only moves its object written 把."""
    return _DISPOSED.sub("把", before)


def own_words(body: str, start: int, end: int) -> ReportedName:
    """Return a report that is called by the clause's own words, cut to ``NAME_LIMIT``."""
    end = min(end, start + NAME_LIMIT)
    return ReportedName(body[start:end], start, end, start, start, False)
