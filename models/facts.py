"""The fact tables (Kimball): what the pages report, each row with the span of the body behind it."""

from __future__ import annotations

import datetime
from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.base import BIG, DAY, FLAG, SMALL, TEXT, VALUE, Base, column, table

_ARTICLE = "dim_article.article_key"
_PLACE = "dim_place.place_key"
_LINE_COMMENT = "Line of the file, from 1, on which it begins."
_PARAGRAPH_COMMENT = "Paragraph of the body, from 1, in which it begins."
_SENTENCE_COMMENT = "Sentence of the paragraph, from 1, in which it begins."


class ArticleFact(Base):
    """The measures of an article."""

    __tablename__ = "fact_article"
    __table_args__ = table(
        "One row per article: its measures and its lead place and topic.", "文章事实", ("article_key",)
    )
    __mapper_args__ = {"primary_key": ["article_key"]}  # noqa: RUF012 - SQLAlchemy reads it once, nothing writes it

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    source_key: Mapped[int] = column(BIG, "The page version.", "版面键", references="dim_source.source_key")
    date_key: Mapped[int] = column(
        SMALL, "Day of publication; 0 where unknown.", "日期键", references="dim_date.date_key"
    )
    place_key: Mapped[int] = column(BIG, "Lead place; 0 where none.", "主要地点键", references=_PLACE)
    topic_key: Mapped[int] = column(BIG, "Lead topic; 0 where none.", "主要主题键", references="dim_topic.topic_key")
    code_point_count: Mapped[int] = column(SMALL, "Code points of the body.", "码点数", unit="code points")
    paragraph_count: Mapped[int] = column(SMALL, "Paragraphs of the body.", "段落数", unit="paragraphs")
    sentence_count: Mapped[int] = column(SMALL, "Sentences of the body.", "句子数", unit="sentences")
    word_count: Mapped[int] = column(SMALL, "Words of headlines and body, punctuation apart.", "词数", unit="words")
    observation_count: Mapped[int] = column(SMALL, "Reported figures.", "指标数", unit="figures")
    seam_count: Mapped[int] = column(
        SMALL, "Places where two lines were joined inside a paragraph.", "接缝数", unit="seams"
    )
    duplicated_code_point_count: Mapped[int] = column(
        SMALL, "Code points printed twice at a seam and taken out.", "重复码点数", unit="code points"
    )
    title_line_no: Mapped[int | None] = column(
        SMALL,
        "Line of the file, from 1, on which the title begins; null where none is printed.",
        "标题行号",
        nullable=True,
    )
    dated_on: Mapped[datetime.date | None] = column(
        DAY,
        "The day known best: that of publication, else the last day of the most precise date that the article prints.",
        "最佳日期",
        nullable=True,
    )
    dated_on_precision: Mapped[str | None] = column(
        TEXT,
        "published, else day, month, year or period; null where no date is known.",
        "最佳日期精度",
        nullable=True,
    )


class SentenceFact(Base):
    """A sentence."""

    __tablename__ = "fact_sentence"
    __table_args__ = table("One row per sentence.", "句子", ("article_key", "body_start"))
    __mapper_args__ = {"primary_key": ["article_key", "body_start"]}  # noqa: RUF012

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    section_heading: Mapped[str | None] = column(TEXT, "Section heading above it.", "小标题", nullable=True)
    paragraph_no: Mapped[int] = column(SMALL, "Paragraph of the body, from 1.", "段落号")
    sentence_no: Mapped[int] = column(SMALL, "Sentence of the paragraph, from 1.", "句号")
    body_start: Mapped[int] = column(SMALL, "First code point in the body.", "起始", unit="code points")
    body_end: Mapped[int] = column(SMALL, "Code point after the last.", "结束", unit="code points")
    text: Mapped[str] = column(TEXT, "The sentence.", "文本")
    line_no: Mapped[int] = column(SMALL, _LINE_COMMENT, "行号")


class ArticleWordFact(Base):
    """A word of an article."""

    __tablename__ = "fact_article_word"
    __table_args__ = table("One row per article and word.", "文章词频", ("article_key", "word_key"))
    __mapper_args__ = {"primary_key": ["article_key", "word_key"]}  # noqa: RUF012

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    word_key: Mapped[int] = column(BIG, "The word.", "词键", references="dim_word.word_key")
    occurrence_count: Mapped[int] = column(SMALL, "Occurrences in headlines and body.", "出现次数", unit="occurrences")
    title_count: Mapped[int] = column(
        SMALL, "Occurrences in kicker, title and subtitle.", "标题出现次数", unit="occurrences"
    )
    first_body_start: Mapped[int | None] = column(
        SMALL,
        "First code point of its first occurrence in the body; null where it is in the headlines only.",
        "首次位置",
        unit="code points",
        nullable=True,
    )


class ObservationFact(Base):
    """A reported figure (an observation in SDMX)."""

    __tablename__ = "fact_observation"
    __table_args__ = table(
        "One row per reported figure and the place or organisation that it is about.",
        "指标观测",
        ("article_key", "indicator_key", "place_key", "organization_key", "body_start", "value"),
    )
    __mapper_args__ = {  # noqa: RUF012
        "primary_key": ["article_key", "indicator_key", "place_key", "organization_key", "body_start", "value"]
    }

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    indicator_key: Mapped[int] = column(BIG, "The thing counted.", "指标键", references="dim_indicator.indicator_key")
    place_key: Mapped[int] = column(
        BIG, "The place that the figure is about; 0 where none.", "地点键", references=_PLACE
    )
    organization_key: Mapped[int] = column(
        BIG,
        "The organisation that the figure is about; 0 where none.",
        "组织键",
        references="dim_organization.organization_key",
    )
    initiative_key: Mapped[int] = column(
        BIG,
        "The initiative that the figure belongs to; 0 where none.",
        "举措键",
        references="dim_initiative.initiative_key",
    )
    value: Mapped[Decimal] = column(VALUE, "The figure, in the unit; 万 is multiplied out, 亿元 stays a unit.", "数值")
    value_low: Mapped[Decimal | None] = column(VALUE, "Lowest value that the wording allows.", "下限", nullable=True)
    value_high: Mapped[Decimal | None] = column(VALUE, "Highest value that the wording allows.", "上限", nullable=True)
    unit: Mapped[str] = column(TEXT, "Measure word or unit as printed; empty where none is.", "单位", example="人次")
    qualifier: Mapped[str] = column(TEXT, "exact, at_least (余, 多, 超, 以上) or about (约, 近).", "限定")
    change: Mapped[str | None] = column(TEXT, "up or down where the figure states a change.", "变化方向", nullable=True)
    is_target: Mapped[bool] = column(FLAG, "Whether it is planned and not yet reached.", "是否目标")
    period_text: Mapped[str | None] = column(TEXT, "Period as printed.", "期间文本", nullable=True, example="今年以来")
    period_from: Mapped[datetime.date | None] = column(DAY, "First day of the period.", "期间起", nullable=True)
    period_to: Mapped[datetime.date | None] = column(DAY, "Last day of the period.", "期间止", nullable=True)
    source_text: Mapped[str] = column(TEXT, "The printed words.", "原文", example="103件诉求事项")
    body_start: Mapped[int] = column(SMALL, "First code point in the body.", "起始", unit="code points")
    body_end: Mapped[int] = column(SMALL, "Code point after the last.", "结束", unit="code points")
    line_no: Mapped[int] = column(SMALL, _LINE_COMMENT, "行号")
    paragraph_no: Mapped[int] = column(SMALL, _PARAGRAPH_COMMENT, "段落号")
    sentence_no: Mapped[int] = column(SMALL, _SENTENCE_COMMENT, "句号")


class ActivityFact(Base):
    """A reported activity."""

    __tablename__ = "fact_activity"
    __table_args__ = table("One row per reported activity.", "活动", ("activity_key",))
    __mapper_args__ = {"primary_key": ["activity_key"]}  # noqa: RUF012

    activity_key: Mapped[int] = column(BIG, "Hash of the article and the activity's place in it.", "活动键")
    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    activity_type: Mapped[str] = column(
        TEXT,
        "meeting, training, volunteering, cultural, publicity, visit, inspection, ceremony, health, study, sport, "
        "other.",
        "活动类型",
    )
    name: Mapped[str] = column(TEXT, "Name as printed.", "名称")
    date_from: Mapped[datetime.date | None] = column(DAY, "First day.", "开始日期", nullable=True)
    date_to: Mapped[datetime.date | None] = column(DAY, "Last day.", "结束日期", nullable=True)
    venue: Mapped[str | None] = column(TEXT, "Where it was held.", "地点", nullable=True)
    participants: Mapped[str | None] = column(TEXT, "Who took part, as printed.", "参加者", nullable=True)
    body_start: Mapped[int] = column(SMALL, "First code point in the body.", "起始", unit="code points")
    body_end: Mapped[int] = column(SMALL, "Code point after the last.", "结束", unit="code points")
    source_text: Mapped[str] = column(TEXT, "The printed words.", "原文")
    line_no: Mapped[int] = column(SMALL, _LINE_COMMENT, "行号")
    paragraph_no: Mapped[int] = column(SMALL, _PARAGRAPH_COMMENT, "段落号")
    sentence_no: Mapped[int] = column(SMALL, _SENTENCE_COMMENT, "句号")


class MentionFact(Base):
    """A mention of an entity."""

    __tablename__ = "fact_mention"
    __table_args__ = table(
        "One row per mention of an entity in a body.",
        "提及",
        ("article_key", "entity_kind", "entity_key", "body_start"),
    )
    __mapper_args__ = {"primary_key": ["article_key", "entity_kind", "entity_key", "body_start"]}  # noqa: RUF012

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    entity_kind: Mapped[str] = column(TEXT, "place, person, organization or initiative.", "实体类型")
    entity_key: Mapped[int] = column(BIG, "Key in the dimension of that kind.", "实体键")
    surface: Mapped[str] = column(TEXT, "The printed words.", "原文")
    body_start: Mapped[int] = column(SMALL, "First code point in the body.", "起始", unit="code points")
    body_end: Mapped[int] = column(SMALL, "Code point after the last.", "结束", unit="code points")
    line_no: Mapped[int] = column(SMALL, _LINE_COMMENT, "行号")
    paragraph_no: Mapped[int] = column(SMALL, _PARAGRAPH_COMMENT, "段落号")
    sentence_no: Mapped[int] = column(SMALL, _SENTENCE_COMMENT, "句号")


class DateMentionFact(Base):
    """A date expression."""

    __tablename__ = "fact_date_mention"
    __table_args__ = table("One row per date expression in a body.", "日期提及", ("article_key", "body_start"))
    __mapper_args__ = {"primary_key": ["article_key", "body_start"]}  # noqa: RUF012

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references=_ARTICLE)
    source_text: Mapped[str] = column(TEXT, "The printed words.", "原文", example="11月8日")
    resolved_from: Mapped[datetime.date | None] = column(
        DAY, "First day meant; null where unresolved.", "起始日期", nullable=True
    )
    resolved_to: Mapped[datetime.date | None] = column(
        DAY, "Last day meant; null where unresolved.", "结束日期", nullable=True
    )
    precision: Mapped[str] = column(TEXT, "day, month, year, period or relative (unresolved).", "精度")
    basis: Mapped[str] = column(TEXT, "What the resolution rests on.", "依据")
    body_start: Mapped[int] = column(SMALL, "First code point in the body.", "起始", unit="code points")
    body_end: Mapped[int] = column(SMALL, "Code point after the last.", "结束", unit="code points")
    line_no: Mapped[int] = column(SMALL, _LINE_COMMENT, "行号")
