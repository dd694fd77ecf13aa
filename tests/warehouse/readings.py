"""Readings made by hand: small pages of invented text, with every kind of record that a reader yields."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from newstext.records import (
    Activity,
    ActivityOrganization,
    ActivityPlace,
    Article,
    ArticleInitiative,
    ArticleOrganization,
    ArticlePerson,
    ArticlePlace,
    ArticleReading,
    ArticleTopic,
    DateMention,
    Initiative,
    Mention,
    NameCandidate,
    Observation,
    Organization,
    PageHint,
    PageLine,
    PageReading,
    Paragraph,
    Person,
    Place,
    PlaceLevel,
    Role,
    Sentence,
    WordCounts,
)

PROVINCE = Place("990000000000", "梦溪省", PlaceLevel.PROVINCE, "", "990000000000", (), True)
CITY = Place("990100000000", "云溪市", PlaceLevel.CITY, PROVINCE.place_id, "990100000000", ("云溪",), True)
SUBDISTRICT = Place("990101001000", "柳浦街道", PlaceLevel.SUBDISTRICT, CITY.place_id, "990101001000", (), True)
COMMUNITY = Place("990101001001", "桐江社区", PlaceLevel.COMMUNITY, SUBDISTRICT.place_id, "990101001001", (), True)
GAZETTEER = (PROVINCE, CITY, SUBDISTRICT, COMMUNITY)
COMPOUND = Place(f"provisional:compound:月桂苑:{COMMUNITY.place_id}", "月桂苑", PlaceLevel.COMPOUND, COMMUNITY.place_id)
TOPICS = (("mediation", "矛盾调解", "Mediation"), ("health", "健康服务", "Health"))


def tag_word(word: str) -> tuple[str, str, bool]:
    """Tag every word alike but for those that say nothing."""
    return ("u", "PART", True) if word == "的" else ("n", "NOUN", False)


def sha256_of(text: str) -> str:
    """Return the hash of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def article_reading(
    ordinal: int,
    title: str,
    sentences: Sequence[str],
    *,
    initiative_kind: str = "brand",
    day: date | None = date(2024, 11, 8),
    compound: Place = COMPOUND,
) -> ArticleReading:
    """Return an article of one paragraph, each sentence of which names a figure, a place and a programme."""
    body = "".join(sentences)
    ends = [sum(map(len, sentences[: index + 1])) for index in range(len(sentences))]
    starts = [0, *ends[:-1]]
    words = Counter(body)
    mentions, observations, dates, activities = [], [], [], []
    initiative = Initiative("月桂课堂", initiative_kind)
    organization = Organization("柳浦街道司法所", "government", SUBDISTRICT.place_id)
    person = Person("林知遥", "official")
    for start, end in zip(starts, ends, strict=True):
        if start == end:
            continue
        surface = body[start : start + 1]
        mentions += [
            Mention(entity, surface, start, start + 1) for entity in (compound, initiative, organization, person)
        ]
        observations.append(
            Observation(
                "纠纷", "cases", Decimal("12"), None, None, "件", "exact", body[start:end], start, end, compound
            )
        )
        dates.append(DateMention(surface, day, day, "day" if day else "relative", "printed", start, start + 1))
        activities.append(
            Activity(
                "meeting", f"议事会{start}", start, end, day, day, None, None,
                (ActivityPlace(compound, "host", 1),), (ActivityOrganization(organization, "partner", 1),),
            )
        )  # fmt: skip
    article = Article(
        ordinal, ordinal * 2 - 1, None, title, None, body, (Paragraph(0, len(body), None),) if body else (), None,
        ("苏禾",), False, False, 0.9, 0, 0,
    )  # fmt: skip
    return ArticleReading(
        article=article,
        sentences=tuple(
            Sentence(1, number, start, end, None)
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        ),
        words=WordCounts(list(words), list(words.values()), [0] * len(words), [body.index(word) for word in words]),
        mentions=tuple(mentions),
        places=(ArticlePlace(compound, "subject", max(1, len(mentions) // 4), 0.8),),
        persons=(
            ArticlePerson(Person("苏禾", "reporter"), "reporter", 1),
            ArticlePerson(person, "official", 1, "所长", organization),
        ),
        organizations=(ArticleOrganization(organization, "host", 1),),
        initiatives=(ArticleInitiative(initiative, "owned", 1, compound, organization),),
        topics=(ArticleTopic("mediation", 1, 2.0, (("调解", 2),)), ArticleTopic("health", 2, 1.0, (("义诊", 1),))),
        lead_place=compound,
        dates=tuple(dates),
        observations=tuple(observations),
        activities=tuple(activities),
        candidates=(NameCandidate("place", "临风亭", "scenic", 0.5, body[:10], 0, min(3, len(body))),),
    )


def page_reading(
    articles: Sequence[ArticleReading],
    *,
    published_on: date | None = date(2024, 11, 9),
    newspaper: str | None = "云溪日报",
) -> PageReading:
    """Return a page that prints each article as a title line and a body line, with a newline after each."""
    lines = []
    for each in articles:
        article = each.article
        for role, text, body_start in ((Role.TITLE, article.title, None), (Role.BODY, article.body, 0)):
            if text:
                lines.append(
                    PageLine(
                        len(lines) + 1, text, role, article.ordinal, None, 0, None, body_start, len(text), 0, None
                    )
                )  # fmt: skip
    code_points = sum(len(line.text) for line in lines)
    return PageReading(
        "utf-8", False, code_points + len(lines), len(lines), newspaper, "A03", published_on, "path", tuple(lines),
        tuple(articles),
    )  # fmt: skip


def read_small_page(data: bytes, hint: PageHint) -> PageReading:
    """Read a page as these tests print it: an article a line, ``title|sentence|sentence``; the first may set a kind."""
    articles = []
    for ordinal, line in enumerate(data.decode().splitlines(), start=1):
        title, *sentences = line.split("|")
        title, _, kind = title.partition("=")
        articles.append(article_reading(ordinal, title, sentences, initiative_kind=kind or "brand"))
    return page_reading(articles, published_on=hint.published_on, newspaper=hint.newspaper)
