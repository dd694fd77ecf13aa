"""Who held an activity, with whom, where, when and for whom: read from the sentence that reports it."""

from __future__ import annotations

import re
from typing import NamedTuple

from newstext.facts.acting_units import acting_mentions, acting_place_before
from newstext.facts.context import ArticleContext
from newstext.records import ActivityOrganization, ActivityPlace, DateMention, Organization, Place, Sentence

_JOINING = re.compile(r"联合|携手|会同|协同|联动")
"""Who stands after one of these was won over by who stands before; 与 and 和 join equals."""
_INVITING = re.compile(r"邀请了?(?:[^，。；,;]{0,4})$")
_BY = re.compile(r"由(?P<host>[^，。；,;]{2,40}?)(?:主办|承办|举办|组织|指导|发起)")
_VENUE = re.compile(
    r"(?<![现正存所])(?:在|于|走进|来到|前往|赴)(?P<venue>[^，。；,;：“”\s]{2,24}?)(?:内|里)?(?:精彩|隆重|正式|顺利|成功|如期|联合|共同)?"
    r"(?:举行|举办|召开|上演|开幕|开展|启动|开讲|开课|开班)"
)
_NO_VENUE = re.compile(r"[下中上后前时间期际]$|^(?:此|这|全|本次|活动|会|开展|今|过程|元旦|春节)|[0-9]+[日月年]")
_PARTICIPANTS = re.compile(
    r"(?:组织|带领|邀请|吸引|动员|号召)了?(?P<invited>[^，。；,;]{2,30}?)(?=参加|参与|开展|观看|走访|参观|学习|前往|来到|走进|下沉|围绕|进行|代表)"
    r"|(?:^|[，。；,;\n])(?P<attending>[^，。；,;\n]{2,40}?)(?:共计?[0-9]+余?人)?(?:等)?(?:参加|参与|出席)(?:了)?(?:此次|本次|这次|该)?(?:活动|会议|仪式|培训|座谈|讲座)"
)
_TRAILING_ADVERB = re.compile(r"(?:认真|积极|共同|一同|一起|现场|集中|踊跃|前来|分别|纷纷)+$")


class Circumstances(NamedTuple):
    """What is known beside type and name."""

    places: tuple[ActivityPlace, ...]
    organizations: tuple[ActivityOrganization, ...]
    venue: str | None
    participants: str | None
    date: DateMention | None


def read_circumstances(
    context: ArticleContext, sentence_index: int, verb_start: int, name_start: int, earlier: Circumstances | None
) -> Circumstances:
    """Read hosts, partners, venue, date and participants; hosts that are not named anew are those of ``earlier``."""
    sentence = context.sentences[sentence_index]
    text = context.article.body[sentence.start : sentence.end]
    places, organizations = _hosts(context, sentence, verb_start)
    if all(place.role != "host" for place in places) and all(item.role != "host" for item in organizations):
        host = acting_place_before(context, sentence.start)
        if host is not None:
            others = [place for place in places if place.place != host]
            places = tuple(
                ActivityPlace(place, role, position)
                for position, (place, role) in enumerate(
                    [(host, "host"), *((other.place, other.role) for other in others)], 1
                )
            )
        elif earlier is not None and not places:
            places, organizations = earlier.places, earlier.organizations
    participants = _PARTICIPANTS.search(text) or _next_participants(context, sentence_index)
    return Circumstances(
        places,
        organizations,
        _venue(text),
        _participants_in(participants),
        _date(context, sentence_index, name_start),
    )


def _hosts(
    context: ArticleContext, sentence: Sentence, verb_start: int
) -> tuple[tuple[ActivityPlace, ...], tuple[ActivityOrganization, ...]]:
    body = context.article.body
    by = _BY.search(body, sentence.start, sentence.end)
    start, end = by.span("host") if by else (sentence.start, verb_start)
    places: list[ActivityPlace] = []
    organizations: list[ActivityOrganization] = []
    role = "host"
    first_end: int | None = None
    for mention in acting_mentions(context, start, end):
        before = body[max(start, mention.start - 8) : mention.start]
        if first_end is None:
            first_end = mention.end
        elif _JOINING.search(body, first_end, mention.start):
            role = "partner"
        if _INVITING.search(before):
            role = "partner"
        if isinstance(mention.entity, Place):
            if all(mention.entity != place.place for place in places):
                places.append(ActivityPlace(mention.entity, role, len(places) + 1))
        elif isinstance(mention.entity, Organization) and all(
            mention.entity != organization.organization for organization in organizations
        ):
            organizations.append(ActivityOrganization(mention.entity, role, len(organizations) + 1))
    return tuple(places), tuple(organizations)


def _venue(sentence: str) -> str | None:
    for match in _VENUE.finditer(sentence):
        if not _NO_VENUE.search(match["venue"]):
            return match["venue"]
    return None


def _participants_in(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    return _TRAILING_ADVERB.sub("", match["invited"] or match["attending"]) or None


def _next_participants(context: ArticleContext, sentence_index: int) -> re.Match[str] | None:
    sentence = context.sentences[sentence_index]
    if sentence_index + 1 >= len(context.sentences):
        return None
    following = context.sentences[sentence_index + 1]
    if following.paragraph_no != sentence.paragraph_no:
        return None
    return _PARTICIPANTS.search(context.article.body[following.start : following.end])


def _date(context: ArticleContext, sentence_index: int, position: int) -> DateMention | None:
    """Return the last date before the name in its sentence, else the first of the sentence, else the one before it."""
    sentence = context.sentences[sentence_index]
    inside = [date for date in context.dates if sentence.start <= date.start < sentence.end]
    before = [date for date in inside if date.start < position]
    if before or inside:
        return before[-1] if before else inside[0]
    if sentence_index == 0:
        return None
    earlier = context.sentences[sentence_index - 1]
    found = [date for date in context.dates if earlier.start <= date.start < earlier.end]
    return found[-1] if found else None
