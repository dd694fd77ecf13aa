"""The dimension tables (Kimball): who, where, when and what the facts are about. Key 0 is the unknown member."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from models.base import BIG, DAY, FLAG, MOMENT, REAL, SMALL, TEXT, Base, column, table


class Date(Base):
    """A calendar day."""

    __tablename__ = "dim_date"
    __table_args__ = table(
        "One row per calendar day in the corpus's range, and the unknown day (key 0).", "日期", ("date_key",)
    )

    date_key: Mapped[int] = column(SMALL, "The day as yyyymmdd; 0 is unknown.", "日期键", key=True, example="20241108")
    calendar_date: Mapped[datetime.date | None] = column(DAY, "The day.", "日期", nullable=True)
    year: Mapped[int | None] = column(SMALL, "Calendar year.", "年", nullable=True)
    quarter: Mapped[int | None] = column(SMALL, "Quarter, 1 to 4.", "季度", nullable=True)
    month: Mapped[int | None] = column(SMALL, "Month, 1 to 12.", "月", nullable=True)
    iso_week: Mapped[int | None] = column(SMALL, "ISO 8601 week, 1 to 53.", "ISO周", nullable=True)
    weekday_zh: Mapped[str | None] = column(
        TEXT, "Day of the week in Chinese.", "星期", nullable=True, example="星期五"
    )
    is_public_holiday: Mapped[bool | None] = column(
        FLAG,
        "Whether the State Council's calendar makes it a day off; null where no calendar is known.",
        "是否法定节假日",
        nullable=True,
    )
    solar_term_zh: Mapped[str | None] = column(
        TEXT, "The solar term that begins on this day.", "节气", nullable=True, example="立冬"
    )


class Source(Base):
    """A version of a page file."""

    __tablename__ = "dim_source"
    __table_args__ = table(
        "One row per version of a page file. Articles and facts belong to current versions only; the bytes of every "
        "version lie in the archive under their hash.",
        "版面文件",
        ("source_key",),
    )

    source_key: Mapped[int] = column(BIG, "Hash of the file's content.", "版面键", key=True)
    file_name: Mapped[str | None] = column(TEXT, "Base name of the file.", "文件名", nullable=True)
    relative_path: Mapped[str | None] = column(
        TEXT, "Path below the inbox, with forward slashes.", "相对路径", nullable=True
    )
    content_sha256: Mapped[str | None] = column(
        TEXT, "SHA-256 of the bytes, in hexadecimal; names the file in the archive.", "内容哈希", nullable=True
    )
    byte_count: Mapped[int] = column(BIG, "Size of the file.", "字节数", unit="bytes")
    encoding: Mapped[str | None] = column(TEXT, "Encoding that the file was read in.", "编码", nullable=True)
    code_point_count: Mapped[int] = column(
        BIG, "Code points of the decoded text, without a byte order mark.", "码点数", unit="code points"
    )
    layout_code_point_count: Mapped[int] = column(
        BIG,
        "Code points that are line ends or stand in blank lines; the rest is in ops.page_line.",
        "排版码点数",
        unit="code points",
    )
    newspaper: Mapped[str | None] = column(TEXT, "Name of the newspaper.", "报纸", nullable=True)
    page_no: Mapped[str | None] = column(
        TEXT, "Page number as the paper prints it.", "版次", nullable=True, example="A03"
    )
    published_on: Mapped[datetime.date | None] = column(DAY, "Day of publication.", "出版日期", nullable=True)
    published_on_basis: Mapped[str] = column(
        TEXT, "What the day rests on: path, sidecar, masthead, inferred (with the evidence) or unknown.", "出版日期依据"
    )
    version_no: Mapped[int] = column(SMALL, "Version of this path, from 1.", "版本号", operational=True)
    valid_from: Mapped[datetime.datetime | None] = column(
        MOMENT, "When this version was first loaded (UTC).", "生效时间", nullable=True, operational=True
    )
    valid_to: Mapped[datetime.datetime | None] = column(
        MOMENT,
        "When it was replaced or withdrawn (UTC); null while current.",
        "失效时间",
        nullable=True,
        operational=True,
    )
    is_current: Mapped[bool] = column(
        FLAG, "Whether this is the version that articles and facts come from.", "是否当前版本"
    )
    page_hint: Mapped[str | None] = column(
        TEXT,
        "What path and sidecar said of the page when it was read, as JSON; where it changes, the page is read again.",
        "版面提示",
        nullable=True,
    )
    reader_version: Mapped[str] = column(
        TEXT,
        "Fingerprint of the reading code and the reference data that read it.",
        "读取器版本",
        operational=True,
        unknown="",
    )


class Article(Base):
    """A rebuilt article."""

    __tablename__ = "dim_article"
    __table_args__ = table("One row per article of a current page version.", "文章", ("article_key",))

    article_key: Mapped[int] = column(BIG, "Hash of the page's content and the article's ordinal.", "文章键", key=True)
    source_key: Mapped[int] = column(
        BIG, "The page version it stands on.", "版面键", references="dim_source.source_key"
    )
    ordinal: Mapped[int] = column(SMALL, "Place among the headlines of the page, from 1.", "序号")
    kicker: Mapped[str | None] = column(TEXT, "Line above the title (引题).", "引题", nullable=True)
    title: Mapped[str] = column(TEXT, "Title; empty where the page prints none.", "标题", unknown="")
    subtitle: Mapped[str | None] = column(TEXT, "Line below the title (副题).", "副题", nullable=True)
    body: Mapped[str] = column(
        TEXT,
        "Paragraphs joined by newline; section headings are not in it. All offsets count its code points.",
        "正文",
        unknown="",
    )
    caption: Mapped[str | None] = column(
        TEXT, "Captions of its pictures, joined by newline.", "图片说明", nullable=True
    )
    is_truncated: Mapped[bool] = column(
        FLAG, "Whether a paragraph breaks off and its rest is not on the page.", "是否残缺"
    )
    is_interrupted: Mapped[bool] = column(
        FLAG, "Whether another article's text stands between its lines.", "是否被打断"
    )
    confidence: Mapped[float] = column(
        REAL, "Probability that title, reporters and every paragraph are right.", "置信度", unit="0 to 1"
    )
    text_key: Mapped[int] = column(
        BIG,
        "Hash of title and body without white space and punctuation, by which repeated articles are found; 0 if empty.",
        "文本键",
    )
    duplicate_of_article_key: Mapped[int | None] = column(
        BIG,
        "The earliest article with the same text, where this one repeats it; null otherwise.",
        "重复自文章键",
        nullable=True,
        references="dim_article.article_key",
    )


class Place(Base):
    """A place."""

    __tablename__ = "dim_place"
    __table_args__ = table(
        "One row per place: every place of the reference, and provisional members for names that it does not hold.",
        "地点",
        ("place_key",),
    )

    place_key: Mapped[int] = column(BIG, "Hash of the division code, or of level, name and parent.", "地点键", key=True)
    name: Mapped[str] = column(TEXT, "Short official name.", "名称", example="苏锦一社区")
    level: Mapped[str] = column(
        TEXT,
        "country, province, city, district, development_zone, subdistrict, community, village, compound, road, scenic "
        "or unknown.",
        "级别",
    )
    parent_place_key: Mapped[int] = column(
        BIG, "The place that contains it; 0 where unknown.", "上级地点键", references="dim_place.place_key"
    )
    province: Mapped[str | None] = column(TEXT, "Province that it lies in.", "省", nullable=True)
    city: Mapped[str | None] = column(TEXT, "City that it lies in.", "市", nullable=True)
    district: Mapped[str | None] = column(TEXT, "District or county that it lies in.", "区县", nullable=True)
    subdistrict: Mapped[str | None] = column(TEXT, "Sub-district or town that it lies in.", "街道", nullable=True)
    community: Mapped[str | None] = column(TEXT, "Community or village that it lies in.", "社区", nullable=True)
    division_code: Mapped[str | None] = column(
        TEXT, "Statistical division code of 12 digits (National Bureau of Statistics).", "统计用区划代码", nullable=True
    )
    aliases: Mapped[str | None] = column(TEXT, "Other names, joined by the mark |.", "别名", nullable=True)
    is_official: Mapped[bool] = column(FLAG, "Whether the reference holds it.", "是否官方")
    valid_from: Mapped[datetime.date | None] = column(
        DAY, "First day of the name; null where unknown.", "启用日期", nullable=True
    )
    valid_to: Mapped[datetime.date | None] = column(
        DAY, "Last day of the name; null while in use.", "停用日期", nullable=True
    )


class Organization(Base):
    """An organisation."""

    __tablename__ = "dim_organization"
    __table_args__ = table("One row per organisation.", "组织", ("organization_key",))

    organization_key: Mapped[int] = column(BIG, "Hash of name, kind and place.", "组织键", key=True)
    name: Mapped[str] = column(TEXT, "Fullest printed name.", "名称")
    kind: Mapped[str] = column(TEXT, "party, government, police, company, school, volunteer_team and others.", "类别")
    place_key: Mapped[int] = column(
        BIG, "The place that it belongs to; 0 where unknown.", "地点键", references="dim_place.place_key"
    )


class Person(Base):
    """A person's name."""

    __tablename__ = "dim_person"
    __table_args__ = table(
        "One row per person name and kind; two people of one name and kind are one row.", "人物", ("person_key",)
    )

    person_key: Mapped[int] = column(BIG, "Hash of name and kind.", "人物键", key=True)
    name: Mapped[str] = column(TEXT, "Name as printed.", "姓名")
    kind: Mapped[str] = column(TEXT, "reporter, official, resident, expert, worker or other.", "类别")


class Initiative(Base):
    """A named programme."""

    __tablename__ = "dim_initiative"
    __table_args__ = table("One row per named programme, brand, method, team or venue.", "举措", ("initiative_key",))

    initiative_key: Mapped[int] = column(BIG, "Hash of the name.", "举措键", key=True)
    name: Mapped[str] = column(TEXT, "Name without its quotation marks.", "名称")
    kind: Mapped[str] = column(
        TEXT, "brand, mechanism, method, team, venue, facility, slogan, activity_theme or unknown.", "类别"
    )


class Topic(Base):
    """A topic."""

    __tablename__ = "dim_topic"
    __table_args__ = table("One row per topic of the reference.", "主题", ("topic_key",))

    topic_key: Mapped[int] = column(BIG, "Hash of the code.", "主题键", key=True)
    code: Mapped[str] = column(TEXT, "Code of the topic.", "代码", example="mediation")
    name_zh: Mapped[str] = column(TEXT, "Chinese name.", "中文名")
    name_en: Mapped[str] = column(TEXT, "English name.", "英文名")


class Indicator(Base):
    """A thing that figures count."""

    __tablename__ = "dim_indicator"
    __table_args__ = table("One row per thing counted and its category.", "指标", ("indicator_key",))

    indicator_key: Mapped[int] = column(BIG, "Hash of name and category.", "指标键", key=True)
    name: Mapped[str] = column(TEXT, "The thing counted, as printed.", "名称", example="诉求事项")
    category: Mapped[str] = column(TEXT, "Category, as in seeds/reference/indicators.csv.", "类别")


class Word(Base):
    """A word."""

    __tablename__ = "dim_word"
    __table_args__ = table("One row per word.", "词", ("word_key",))

    word_key: Mapped[int] = column(BIG, "Hash of the word.", "词键", key=True)
    word: Mapped[str] = column(TEXT, "The word.", "词")
    jieba_tag: Mapped[str] = column(
        TEXT, "Part of speech in the dictionary, jieba's tag set; x where unknown.", "结巴词性", unknown="x"
    )
    upos: Mapped[str] = column(TEXT, "The same as Universal Dependencies part of speech.", "通用词性", unknown="X")
    is_stop_word: Mapped[bool] = column(FLAG, "Whether it says nothing about a text's subject.", "是否停用词")
