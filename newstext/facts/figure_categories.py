"""Which kind of fact a figure is: by its unit, by the head word of what it counts, by the verbs beside it."""

from __future__ import annotations

import re
from typing import Final

from newstext.facts.figure_measures import CLAUSE_BREAKS, Figure
from newstext.facts.figure_naming import SENTENCE_BREAKS, Named
from newstext.facts.figure_phrases import last_verb
from newstext.facts.indicators import IndicatorTable
from newstext.records import Observation

_PHYSICAL: Final = frozenset({"length", "weight", "volume", "energy", "ratio"})
"""What verbs do not speak of: a length or a share is of what its head word says, or of nothing."""

_HONOURED: Final = re.compile("入选|获评|上榜|获奖|荣获|被评为|被授予|入围|当选|评选出?|评出|表彰")
_TEAM_SIZE: Final = re.compile("[队团]”?人数$")
"""What 23人的“老兵值守队” counts: teams of residents are teams of volunteers."""

_RATE: Final = re.compile("(?:覆盖率|参与率|成功率|完成率|占比|比例|比重|总数|率)$")
_TAKES_PART: Final = re.compile(
    "(?:共同|一同|踊跃|积极|现场|集中|分批|到场)?(?:参加|参与|参训|参赛|观看|收看|聆听|听课|报名|到场|到会|受训|学习)"
)
"""What those do whom an activity reaches, officials and members of the party too: 58名党员观看."""

_MEMBERS: Final = re.compile("(?:队员|成员|分队|小队|队伍)$")
_VOLUNTARY: Final = "志愿"
_PRAISED: Final = re.compile("优秀|先进|最美|十佳|模范|标兵")
"""What people and organisations are called that were chosen: 优秀共产党员25名."""
_DISPUTES: Final = ("矛盾", "纠纷")


class FigureCategories:
    """The categories of indicators.csv at work; immutable."""

    def __init__(self, table: IndicatorTable) -> None:
        self._table = table

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
        if any(word in indicator for word in _DISPUTES):
            return "dispute_mediated"
        if "隐患" in indicator:
            return "hazard_removed"
        head = self._table.head_category(indicator)
        if figure.unit_name == "%":
            category = self._share_category(indicator, head)
            is_bare = category == "other" and bool(earlier) and _RATE.fullmatch(indicator[-3:]) is not None
            if is_bare and not SENTENCE_BREAKS.search(text, earlier[-1].end, figure.start):
                return earlier[-1].category
            return category
        is_part = head in ("other", None) and bool(earlier) and earlier[-1].indicator == indicator
        if is_part and not SENTENCE_BREAKS.search(text, earlier[-1].end, figure.start):
            # 全市100个项目入选，其中甲街道12个: a part is of the kind of the whole.
            return earlier[-1].category
        if dimension in _PHYSICAL:
            return head or "other"
        if ("志愿" in indicator and dimension == "duration") or (figure.is_score and indicator.endswith("积分")):
            return "volunteer"
        if _TEAM_SIZE.search(indicator):
            return "volunteer"
        if "志愿" in indicator and head not in ("activity", "other", "facility", "organisation"):
            return "volunteer"
        if head in ("personnel", "organisation", None) and _PRAISED.match(indicator):
            return "honour"
        if head == "personnel":
            sentence = max(text.rfind(mark, 0, named.start) for mark in "。\n")
            if _MEMBERS.search(indicator) and _VOLUNTARY in text[sentence + 1 : named.start]:
                return "volunteer"
            if _TAKES_PART.match(text, named.end):
                return "beneficiary"
        if head in ("organisation", "facility", "other", None) and self._is_honoured(text, figure, named):
            return "honour"
        if head in ("beneficiary", "personnel", "activity", "training", "honour", "volunteer", "finance", "area"):
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
        if head is not None:
            return head
        if verb is not None and verb.category and verb.category != "finance":
            return verb.category
        return unit.category if unit is not None and unit.category else "other"

    def _share_category(self, indicator: str, head: str | None) -> str:
        """Return the category of what a share is of: 冬训覆盖率 is of training, 占入选总数 of an honour."""
        if _HONOURED.search(indicator):
            return "honour"
        stem = _RATE.sub("", indicator)
        of_stem = self._table.head_category(stem) if stem else None
        return of_stem or head or "other"

    def _is_honoured(self, text: str, figure: Figure, named: Named) -> bool:
        clause_end = CLAUSE_BREAKS.search(text, named.end)
        end = clause_end.start() if clause_end is not None else len(text)
        return _HONOURED.search(text, figure.clause, min(end, named.end + 6)) is not None
