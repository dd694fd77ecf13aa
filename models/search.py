"""The index behind ``search_articles`` and ``search_sentences``: plain rows that any DuckDB reads, no extension."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from models.base import BIG, SMALL, Base, column, table


class SearchArticle(Base):
    """An article of the index."""

    __tablename__ = "search_article"
    __table_args__ = table(
        "One row per article: its number in the search index.", "检索文章", ("article_key",), is_history=True
    )
    __mapper_args__ = {"primary_key": ["article_key"]}  # noqa: RUF012 - SQLAlchemy reads it once, nothing writes it

    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references="dim_article.article_key")
    article_no: Mapped[int] = column(
        SMALL, "Number of the article in this release's index, from 1; another release may number anew.", "检索序号"
    )
    segment_no: Mapped[int] = column(
        SMALL, "Part of the index, sorted in itself, that holds the article's rows; from 1.", "索引段号"
    )
    code_point_count: Mapped[int] = column(
        SMALL, "Length that ranking reckons with: headlines, body and captions.", "检索长度", unit="code points"
    )


class SearchPosting(Base):
    """A pair of characters of an article."""

    __tablename__ = "search_posting"
    __table_args__ = table(
        "One row per article and pair of neighbouring characters, in lower case.",
        "字对倒排",
        ("article_no", "first_character", "second_character"),
        is_history=True,
    )
    __mapper_args__ = {"primary_key": ["article_no", "first_character", "second_character"]}  # noqa: RUF012

    first_character: Mapped[int] = column(SMALL, "Code point of the first character.", "首字码点", example="31435")
    second_character: Mapped[int] = column(
        SMALL, "Code point of the next one; 0 before white space, punctuation and the end.", "次字码点", example="20908"
    )
    article_no: Mapped[int] = column(SMALL, "The article's number, as in search_article.", "检索序号")
    weight: Mapped[int] = column(
        SMALL,
        "Occurrences, 7 standing for more; those in kicker, title and subtitle count three times.",
        "权重",
        unit="occurrences",
    )
