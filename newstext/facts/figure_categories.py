"""Which kind of fact a figure is: by its unit, by the head word of what it counts, by the verbs beside it."""

from __future__ import annotations

import re
from typing import Final

from newstext.facts.figure_measures import CLAUSE_BREAKS, Figure
from newstext.facts.figure_naming import SENTENCE_BREAKS, Named
from newstext.facts.figure_phrases import last_verb
from newstext.facts.indicators import IndicatorTable
from newstext.facts.word_senses import WordSenses
from newstext.records import Observation, TableRows

_PHYSICAL: Final = frozenset({"length", "weight", "volume", "energy", "ratio"})
"""What verbs do not speak of: a length or a share is of what its head word says, or of nothing."""

_TEAM_SIZE: Final = re.compile("[队团]”?人数$")
"""What 23人的“老兵值守队” counts: teams of residents are teams of volunteers."""

_VOLUNTARY: Final = "志愿"
_UNPAID: Final = ("义务调解", "义务巡", "义务宣", "义务监督", "义务消防", "义务讲", "义务网")
"""Who does it for nothing; 义务兵 and teachers of 义务教育 do not."""
_NUMBER: Final = re.compile("(?P<counted>.+?)(?:总数|总量|数量|数)")
"""活动数 counts what 活动 does."""
_LIST_REACH: Final = 24
"""Code points before who is counted in which a verb with a list may stand."""

_TOWARDS: Final = re.compile("[向为给]$")
_GIVEN: Final = re.compile("[^，。；]{0,12}?(?:送|提供|发放|拍|办|做|上门|讲|开展|测|理发|检查|服务)")
"""向210名工人送去: whoever something is given to is reached by it."""

_DISPUTES: Final = ("矛盾", "纠纷")


class FigureCategories:
    """The categories of indicators.csv and the words of category_words.csv at work; immutable."""

    def __init__(self, table: IndicatorTable, words: TableRows) -> None:
        self._table = table
        senses = WordSenses.from_rows(words)
        self._chosen = re.compile(senses.any_of("chosen"))
        self._praised = re.compile(senses.any_of("praised"))
        self._takes_part = re.compile(f"{senses.any_of('manner')}?{senses.any_of('takes_part')}")
        self._works = re.compile(f"[^，。；]{{0,6}}(?:参加|参与)[^，。；]{{0,10}}{senses.any_of('work')}")
        self._member = re.compile(f"{senses.any_of('member')}$")
        self._rate = re.compile(f"{senses.any_of('rate')}$")
        self._staffed = re.compile(senses.any_of("staffed"))
        self._serves = senses.words("serves")
        # 接待快递员、外卖员1900人次: the verb stands before the list that the last of those who are counted ends.
        self._serving = re.compile(f"{senses.any_of('serves')}了?(?:[\u4e00-\u9fff]{{2,8}}、)*$")

    def of(self, text: str, figure: Figure, named: Named, earlier: list[Observation]) -> str:
        """Return the category: by unit for money and area, else by the head word, the verbs beside it, and the unit.

        A rate that does not say of what (成功率95%) is of the figure before it in the sentence, one of ``earlier``.
        """
        unit, indicator = figure.unit, named.indicator
        dimension = unit.dimension if unit is not None else ""
        if dimension == "money":
            return "finance"
        if dimension == "area":
            return "area"
        if "矛盾" in indicator or "纠纷" in indicator:
            return "dispute_mediated"
        if "隐患" in indicator:
            return "hazard_removed"
        head = self._table.head_category(indicator)
        number = _NUMBER.fullmatch(indicator) if head is None else None
        if number is not None:
            head = self._table.head_category(number["counted"])
        if dimension == "household" and head in ("organisation", "area"):
            # Villages and land counted by households: 改造城中村10万户.
            return "beneficiary"
        if dimension == "times" and head == "facility":
            # 修了130次水管 counts what was done, not pipes.
            head = None
        if figure.change is not None and figure.unit_name == "%" and self._is_of_last(text, figure, named, earlier):
            return earlier[-1].category
        if figure.unit_name == "%":
            category = self._share_category(indicator, head)
            is_bare = category == "other" and bool(earlier) and self._rate.fullmatch(indicator[-3:]) is not None
            if is_bare and not SENTENCE_BREAKS.search(text, earlier[-1].end, figure.start):
                return earlier[-1].category
            return category
        if head in ("other", None) and self._is_of_last(text, figure, named, earlier):
            # 全市100个项目入选，其中甲街道12个: a part is of the kind of the whole.
            return earlier[-1].category
        if dimension in _PHYSICAL:
            return head or "other"
        if ("志愿" in indicator and dimension == "duration") or (figure.is_score and indicator.endswith("积分")):
            return "volunteer"
        if _TEAM_SIZE.search(indicator):
            is_staffed = _VOLUNTARY not in indicator and self._staffed.search(indicator) is not None
            return "personnel" if is_staffed else "volunteer"
        if "志愿" in indicator and head not in ("activity", "other", "facility", "organisation"):
            return "volunteer"
        if head in ("personnel", "organisation", None) and self._praised.match(indicator):
            return "honour"
        if head == "personnel" and indicator.startswith(_UNPAID):
            return "volunteer"
        if head == "personnel":
            sentence = max(text.rfind(mark, 0, named.start) for mark in "。\n")
            if self._member.search(indicator) and _VOLUNTARY in text[sentence + 1 : named.start]:
                return "volunteer"
            if self._takes_part.match(text, named.end) and not self._works.match(text, named.end):
                return "beneficiary"
            if self._is_served(text, figure, named):
                return "beneficiary"
        if head in ("organisation", "facility", "other", None) and self._is_honoured(text, figure, named):
            return "honour"
        if head == "area":
            # Green counted in boxes is no area: 90组箱式绿化.
            return "facility"
        if head == "activity" and figure.unit_name == "人次":
            # 义诊150人次: those are counted whom it reached.
            return "beneficiary"
        if head in ("beneficiary", "personnel", "activity", "training", "honour", "volunteer", "finance"):
            return head
        printed_verb = named.verb or last_verb(text, figure.clause, figure.start, self._table)
        verb = self._table.verb(printed_verb) if printed_verb else None
        if (
            head in ("demand_resolved", "facility", "other", None)
            and verb is not None
            and verb.category == "hazard_removed"
        ):
            return "hazard_removed"
        if (
            head in ("demand_resolved", None)
            and figure.unit_name == "起"
            and any(word in text[max(0, named.start - 20) : named.end] for word in _DISPUTES)
        ):
            return "dispute_mediated"
        if head == "facility" and figure.unit_name == "家":
            return "organisation"
        if head == "organisation" and figure.unit_name in ("名", "位", "人"):
            return "personnel"
        if head in ("organisation", "demand_resolved", "other") and figure.unit_name in ("人次", "户次"):
            return "beneficiary"
        if head is not None:
            return head
        if verb is not None and verb.category == "facility" and dimension in ("people", "times_people"):
            return "beneficiary"
        if verb is not None and verb.category and verb.category != "finance":
            return verb.category
        if figure.unit_name in ("名", "位"):
            # Who is unknown by name but counted as people: those in quotes act under the name.
            return "volunteer" if indicator.startswith("“") else "beneficiary"
        return unit.category if unit is not None and unit.category else "other"

    def _is_of_last(self, text: str, figure: Figure, named: Named, earlier: list[Observation]) -> bool:
        """Whether the figure goes on with what the one before it in the sentence counts."""
        if not earlier or earlier[-1].indicator != named.indicator:
            return False
        return SENTENCE_BREAKS.search(text, earlier[-1].end, figure.start) is None

    def _share_category(self, indicator: str, head: str | None) -> str:
        """Return the category of what a share is of: 冬训覆盖率 is of training, 占入选总数 of an honour."""
        if self._chosen.search(indicator):
            return "honour"
        stem = self._rate.sub("", indicator)
        of_stem = self._table.head_category(stem) if stem else None
        verb = self._table.verb(stem) if of_stem is None and head in (None, "other") and stem != indicator else None
        if verb is not None and verb.category and verb.category != "finance":
            # 整改率 is a share of what is 整改.
            return verb.category
        return of_stem or head or "other"

    def _is_served(self, text: str, figure: Figure, named: Named) -> bool:
        """Whether those who are counted are the object of a service: 慰问职工300人, 向210名工人送去毛巾."""
        if named.indicator.startswith(self._serves):
            return True
        if self._serving.search(text, max(0, named.start - _LIST_REACH), named.start) is not None:
            return True
        towards = _TOWARDS.search(text, figure.clause, figure.start)
        return towards is not None and _GIVEN.match(text, named.end) is not None

    def _is_honoured(self, text: str, figure: Figure, named: Named) -> bool:
        clause_end = CLAUSE_BREAKS.search(text, named.end)
        end = clause_end.start() if clause_end is not None else len(text)
        return self._chosen.search(text, figure.clause, min(end, named.end + 6)) is not None
