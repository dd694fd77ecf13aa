"""The data dictionary in the file: what every table and column means, for people who have nothing but the file."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from models.base import FLAG, SMALL, TEXT, Base, column, table

DICTIONARY_SCHEMA = "mart"


class DataDictionary(Base):
    """An entry of the data dictionary."""

    __tablename__ = "data_dictionary"
    __table_args__ = table(
        "One row per table, view and column of the file; the row of a table or view has an empty column name.",
        "数据字典",
        ("schema_name", "table_name", "column_name"),
        DICTIONARY_SCHEMA,
        is_history=True,
    )
    __mapper_args__ = {"primary_key": ["schema_name", "table_name", "column_name"]}  # noqa: RUF012 - read only once

    schema_name: Mapped[str] = column(TEXT, "Schema: main, ops or mart.", "模式", example="main")
    table_name: Mapped[str] = column(TEXT, "Table or view.", "表名", example="fact_observation")
    column_name: Mapped[str] = column(TEXT, "Column; empty for the table itself.", "列名", example="value")
    position: Mapped[int] = column(SMALL, "Place of the column in its table, from 1; 0 for the table.", "顺序")
    kind: Mapped[str] = column(TEXT, "table, view or column.", "种类", example="column")
    label_zh: Mapped[str] = column(TEXT, "Chinese label.", "中文标签", example="数值")
    label_en: Mapped[str] = column(TEXT, "English label.", "英文标签", example="Value")
    description: Mapped[str] = column(TEXT, "What it says; of a table, what one row is.", "说明")
    grain: Mapped[str | None] = column(
        TEXT, "Of a table: the columns that identify a row.", "粒度", nullable=True, example="article_key, body_start"
    )
    data_type: Mapped[str | None] = column(TEXT, "Type in DuckDB; null for tables.", "数据类型", nullable=True)
    is_nullable: Mapped[bool | None] = column(
        FLAG, "Whether it may be null; null for tables and views.", "可为空", nullable=True
    )
    unit: Mapped[str | None] = column(
        TEXT,
        "What numbers count; null where it is a text, key, day or flag.",
        "单位",
        nullable=True,
        example="articles",
    )
    example: Mapped[str | None] = column(TEXT, "A value; null for tables and views.", "示例", nullable=True)
    refers_to: Mapped[str | None] = column(
        TEXT, "Column that its values are found in.", "引用", nullable=True, example="dim_article.article_key"
    )
    checks: Mapped[str | None] = column(
        TEXT, "Expectations and audits that look at it, joined by ; and a blank.", "校验", nullable=True
    )
    lineage: Mapped[str] = column(TEXT, "What fills it: stage, record or query.", "来源")
