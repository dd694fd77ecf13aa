"""The bridge tables (Kimball): many-to-many between articles or activities and the dimensions."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from models.base import BIG, REAL, SMALL, TEXT, Base, column, table

_ARTICLE = "dim_article.article_key"
_PLACE = "dim_place.place_key"
_ORGANIZATION = "dim_organization.organization_key"
_COUNT_COMMENT = "Mentions in headlines and body."


class ArticlePersonBridge(Base):
    """A person of an article."""

    __tablename__ = "bridge_article_person"
    __table_args__ = table("One row per article, person and role.", "文章-人物", ("article_key", "person_key", "role"))
    __mapper_args__ = {"primary_key": ["article_key", "person_key", "role"]}  # noqa: RUF012

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    person_key: Mapped[int] = column(BIG, "The person.", "人物键", references="dim_person.person_key")
    role: Mapped[str] = column(TEXT, "reporter for bylines, else the person's kind.", "角色")
    role_title: Mapped[str | None] = column(TEXT, "Office or title as printed.", "职务", nullable=True)
    organization_key: Mapped[int] = column(
        BIG, "The organisation printed with the title; 0 where none.", "组织键", references=_ORGANIZATION
    )
    mention_count: Mapped[int] = column(SMALL, _COUNT_COMMENT, "提及次数", unit="mentions")


class ArticlePlaceBridge(Base):
    """A place of an article."""

    __tablename__ = "bridge_article_place"
    __table_args__ = table("One row per article and place.", "文章-地点", ("article_key", "place_key"))
    __mapper_args__ = {"primary_key": ["article_key", "place_key"]}  # noqa: RUF012

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    place_key: Mapped[int] = column(BIG, "The place.", "地点键", references=_PLACE)
    role: Mapped[str] = column(TEXT, "subject, host, partner or mentioned.", "角色")
    mention_count: Mapped[int] = column(SMALL, _COUNT_COMMENT, "提及次数", unit="mentions")
    score: Mapped[float] = column(REAL, "Certainty that the name means this place.", "得分", unit="0 to 1")


class ArticleOrganizationBridge(Base):
    """An organisation of an article."""

    __tablename__ = "bridge_article_organization"
    __table_args__ = table("One row per article and organisation.", "文章-组织", ("article_key", "organization_key"))
    __mapper_args__ = {"primary_key": ["article_key", "organization_key"]}  # noqa: RUF012

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    organization_key: Mapped[int] = column(BIG, "The organisation.", "组织键", references=_ORGANIZATION)
    role: Mapped[str] = column(TEXT, "host, partner or mentioned.", "角色")
    mention_count: Mapped[int] = column(SMALL, _COUNT_COMMENT, "提及次数", unit="mentions")


class ArticleInitiativeBridge(Base):
    """An initiative of an article."""

    __tablename__ = "bridge_article_initiative"
    __table_args__ = table("One row per article and initiative.", "文章-举措", ("article_key", "initiative_key"))
    __mapper_args__ = {"primary_key": ["article_key", "initiative_key"]}  # noqa: RUF012

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    initiative_key: Mapped[int] = column(BIG, "The initiative.", "举措键", references="dim_initiative.initiative_key")
    kind: Mapped[str] = column(TEXT, "Kind that this article's wording gives it.", "类别")
    role: Mapped[str] = column(TEXT, "owned where the text names its owner, else mentioned.", "角色")
    owner_place_key: Mapped[int] = column(
        BIG, "The place that runs it; 0 where none is named.", "归属地点键", references=_PLACE
    )
    owner_organization_key: Mapped[int] = column(
        BIG, "The organisation that runs it; 0 where none is named.", "归属组织键", references=_ORGANIZATION
    )
    mention_count: Mapped[int] = column(SMALL, _COUNT_COMMENT, "提及次数", unit="mentions")


class ArticleTopicBridge(Base):
    """A topic of an article."""

    __tablename__ = "bridge_article_topic"
    __table_args__ = table("One row per article and topic.", "文章-主题", ("article_key", "topic_key"))
    __mapper_args__ = {"primary_key": ["article_key", "topic_key"]}  # noqa: RUF012

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    topic_key: Mapped[int] = column(BIG, "The topic.", "主题键", references="dim_topic.topic_key")
    role: Mapped[str] = column(TEXT, "lead or other.", "角色")
    topic_rank: Mapped[int] = column(SMALL, "Place by score, from 1.", "名次")
    score: Mapped[float] = column(REAL, "Sum of the weights of its terms in the text.", "得分")
    terms: Mapped[str] = column(TEXT, "The terms that were hit, with counts: 调解×3|纠纷×2.", "命中词")


class ActivityPlaceBridge(Base):
    """A place that takes part in an activity."""

    __tablename__ = "bridge_activity_place"
    __table_args__ = table("One row per activity, place and role.", "活动-地点", ("activity_key", "place_key", "role"))
    __mapper_args__ = {"primary_key": ["activity_key", "place_key", "role"]}  # noqa: RUF012

    activity_key: Mapped[int] = column(BIG, "The activity.", "活动键", references="fact_activity.activity_key")
    place_key: Mapped[int] = column(BIG, "The place.", "地点键", references=_PLACE)
    role: Mapped[str] = column(TEXT, "host, partner or venue.", "角色")
    position: Mapped[int] = column(SMALL, "Place in the printed order, from 1.", "顺序")


class ActivityOrganizationBridge(Base):
    """An organisation that takes part in an activity."""

    __tablename__ = "bridge_activity_organization"
    __table_args__ = table(
        "One row per activity, organisation and role.", "活动-组织", ("activity_key", "organization_key", "role")
    )
    __mapper_args__ = {"primary_key": ["activity_key", "organization_key", "role"]}  # noqa: RUF012

    activity_key: Mapped[int] = column(BIG, "The activity.", "活动键", references="fact_activity.activity_key")
    organization_key: Mapped[int] = column(BIG, "The organisation.", "组织键", references=_ORGANIZATION)
    role: Mapped[str] = column(TEXT, "host, partner or venue.", "角色")
    position: Mapped[int] = column(SMALL, "Place in the printed order, from 1.", "顺序")
