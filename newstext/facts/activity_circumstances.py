"""Who held an activity, with whom, where, when and for whom: read from the sentence that reports it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from newstext.facts.acting_units import ActingUnits
from newstext.facts.context import ArticleContext
from newstext.records import ActivityOrganization, ActivityPlace, DateMention, Organization, Place, Sentence

_JOINING: Final = re.compile(r"联合|携手|会同|协同|联动")
"""Who stands after one of these was won over by who stands before; 与 and 和 join equals."""
_INVITING: Final = re.compile(r"邀请了?(?:[^，。；,;]{0,4})$")
_BY: Final = re.compile(r"由(?P<host>[^，。；,;]{2,40}?)(?:主办|承办|举办|组织|指导|发起)")
_VENUE: Final = re.compile(
    r"(?<![现正存所])(?:在|于|走进|来到|前往|赴)(?P<venue>[^，。；,;：“”\s]{2,24}?)(?:内|里)?(?:精彩|隆重|正式|顺利|成功|如期|联合|共同)?"
    r"(?:举行|举办|召开|上演|开幕|开展|启动|开讲|开课|开班)"
)
_NO_VENUE: Final = re.compile(r"[下中上后前时间期际]$|^(?:此|这|全|本次|活动|会|开展|今|过程|元旦|春节)|[0-9]+[日月年]")
_INVITED: Final = re.compile(
    r"(?:组织|带领|邀请|吸引|动员|号召)了?(?P<who>(?!开展|召开|举办)[^，。；,;“”]{2,30}?)"
    r"(?=参加|参与|开展|观看|走访|参观|学习|前往|来到|走进|下沉|围绕|进行|代表)"
)
_ATTENDING: Final = re.compile(
    r"(?:共?计?[0-9]+余?人)?等?(?:参加|参与|出席)了?(?:此次|本次|这次|该)?(?:活动|会议|仪式|培训|座谈|讲座)"
)
_MARKS: Final = re.compile(r"[，。；,;\n]")
_LONGEST_PARTICIPANTS: Final = 40
_TRAILING_ADVERB: Final = re.compile(r"(?:认真|积极|共同|一同|一起|现场|集中|踊跃|前来|分别|纷纷)+$")


class Circumstances(NamedTuple):
    """What is known beside type and name."""

    places: tuple[ActivityPlace, ...]
    organizations: tuple[ActivityOrganization, ...]
    venue: str | None
    participants: str | None
    date: DateMention | None


class CircumstanceReader:
    """Reads the circumstances of the activities of one article; made once per article."""

    def __init__(self, context: ArticleContext) -> None:
        self._body = context.article.body
        self._sentences = context.sentences
        self._dates = context.dates
        self._units = ActingUnits(context)

    def read(self, index: int, verb_start: int, name_start: int, earlier: Circumstances | None) -> Circumstances:
        """Read what the sentence at ``index`` tells; hosts that are not named anew are those of ``earlier``.

        The subject ends at ``verb_start``; ``name_start`` is where the activity's name begins.
        """
        sentence = self._sentences[index]
        text = self._body[sentence.start : sentence.end]
        places, organizations = self._hosts(sentence, verb_start)
        if all(place.role != "host" for place in places) and all(item.role != "host" for item in organizations):
            host = self._units.place_before(sentence.start)
            if host is None and earlier is not None and not places:
                places, organizations = earlier.places, earlier.organizations
            else:
                host = host or self._later_host(sentence)
                places = _with_host(host, places) if host is not None else places
        participants = _participants(text) or self._later_participants(index)
        return Circumstances(places, organizations, _venue(text), participants, self._date(index, name_start))

    def _hosts(
        self, sentence: Sentence, verb_start: int
    ) -> tuple[tuple[ActivityPlace, ...], tuple[ActivityOrganization, ...]]:
        body = self._body
        by = _BY.search(body, sentence.start, sentence.end)
        start, end = by.span("host") if by else (sentence.start, verb_start)
        places: list[ActivityPlace] = []
        organizations: list[ActivityOrganization] = []
        role = "host"
        first_end: int | None = None
        for mention in self._units.acting(start, end):
            if first_end is None:
                first_end = mention.end
            elif _JOINING.search(body, first_end, mention.start):
                role = "partner"
            if _INVITING.search(body, max(start, mention.start - 8), mention.start):
                role = "partner"
            entity = mention.entity
            if isinstance(entity, Place):
                if all(entity != place.place for place in places):
                    places.append(ActivityPlace(entity, role, len(places) + 1))
            elif isinstance(entity, Organization) and all(entity != item.organization for item in organizations):
                organizations.append(ActivityOrganization(entity, role, len(organizations) + 1))
        return tuple(places), tuple(organizations)

    def _later_host(self, sentence: Sentence) -> Place | None:
        """Return the place that acts after an opening 自…以来, else the one that the sentence plays in."""
        if self._body.startswith("自", sentence.start):
            acting = self._units.place_before(sentence.end)
            if acting is not None:
                return acting
        return self._units.stage(sentence.start, sentence.end)

    def _later_participants(self, index: int) -> str | None:
        """Return the participants that the next sentence of the paragraph names."""
        if index + 1 >= len(self._sentences):
            return None
        following = self._sentences[index + 1]
        if following.paragraph_no != self._sentences[index].paragraph_no:
            return None
        return _participants(self._body[following.start : following.end])

    def _date(self, index: int, position: int) -> DateMention | None:
        """Return the last date before the name in its sentence, else the sentence's first, else the one before it."""
        sentence = self._sentences[index]
        inside = [date for date in self._dates if sentence.start <= date.start < sentence.end]
        before = [date for date in inside if date.start < position]
        if before or inside:
            return before[-1] if before else inside[0]
        if index == 0:
            return None
        earlier = self._sentences[index - 1]
        found = [date for date in self._dates if earlier.start <= date.start < earlier.end]
        return found[-1] if found else None


def _with_host(host: Place, places: tuple[ActivityPlace, ...]) -> tuple[ActivityPlace, ...]:
    others = [(place.place, place.role) for place in places if place.place != host]
    return tuple(
        ActivityPlace(place, role, number) for number, (place, role) in enumerate([(host, "host"), *others], 1)
    )


def _venue(sentence: str) -> str | None:
    for match in _VENUE.finditer(sentence):
        if not _NO_VENUE.search(match["venue"]):
            return match["venue"]
    return None


def _participants(sentence: str) -> str | None:
    """Return who is invited or led to take part, else who is said to attend, as printed."""
    invited = _INVITED.search(sentence)
    if invited is not None:
        who = invited["who"]
    else:
        attending = _ATTENDING.search(sentence)
        if attending is None:
            return None
        who = _MARKS.split(sentence[: attending.start()])[-1]
    who = _TRAILING_ADVERB.sub("", who)
    return who if 2 <= len(who) <= _LONGEST_PARTICIPANTS else None
