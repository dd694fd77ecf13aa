"""The ``ops`` tables: how the warehouse came to be — batches, the ledger of lines, rejections, quality, releases."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from models.base import BIG, FLAG, MOMENT, OPERATIONS_SCHEMA, REAL, SMALL, TEXT, Base, column, table

_BATCH = "ops.batch.batch_key"
_SOURCE = "dim_source.source_key"


class Batch(Base):
    """A run of the main job that changed the warehouse."""

    __tablename__ = "batch"
    __table_args__ = table(
        "One row per run that changed the warehouse.", "批次", ("batch_key",), OPERATIONS_SCHEMA, is_history=True
    )

    batch_key: Mapped[int] = column(BIG, "Number of the run, from 1.", "批次键", key=True)
    started_at: Mapped[datetime.datetime] = column(MOMENT, "Start (UTC).", "开始时间")
    finished_at: Mapped[datetime.datetime | None] = column(MOMENT, "End of the load (UTC).", "结束时间", nullable=True)
    flow_run_id: Mapped[str | None] = column(
        TEXT, "Prefect flow run; null where run without Prefect.", "流程运行号", nullable=True
    )
    code_digest: Mapped[str] = column(TEXT, "SHA-256 of the reading code.", "代码摘要")
    reference_digest: Mapped[str] = column(TEXT, "SHA-256 of the reference data.", "参考数据摘要")
    files_found: Mapped[int] = column(BIG, "Files found in the inbox.", "发现文件数", unit="files")
    pages_new: Mapped[int] = column(BIG, "Pages loaded for the first time.", "新增版面数", unit="pages")
    pages_changed: Mapped[int] = column(BIG, "Pages loaded in a new version.", "变更版面数", unit="pages")
    pages_unchanged: Mapped[int] = column(BIG, "Files that were known already.", "未变版面数", unit="files")
    pages_renamed: Mapped[int] = column(BIG, "Files of known content under a new path.", "改名版面数", unit="files")
    pages_withdrawn: Mapped[int] = column(BIG, "Files that are gone from the inbox.", "撤回版面数", unit="files")
    pages_rejected: Mapped[int] = column(BIG, "Files refused.", "拒收版面数", unit="files")
    articles_loaded: Mapped[int] = column(BIG, "Articles of the pages loaded.", "载入文章数", unit="articles")
    code_points_read: Mapped[int] = column(BIG, "Code points of the pages loaded.", "读取码点数", unit="code points")


class PageLine(Base):
    """A physical line of a page."""

    __tablename__ = "page_line"
    __table_args__ = table(
        "One row per non-blank physical line of a current page version: the ledger of conservation.",
        "版面行",
        ("source_key", "line_no"),
        OPERATIONS_SCHEMA,
    )
    __mapper_args__ = {"primary_key": ["source_key", "line_no"]}  # noqa: RUF012

    source_key: Mapped[int] = column(BIG, "The page version.", "版面键", references=_SOURCE)
    line_no: Mapped[int] = column(SMALL, "Physical line of the file, from 1.", "行号")
    text: Mapped[str] = column(TEXT, "The line as decoded, without its line end.", "文本")
    article_key: Mapped[int] = column(
        BIG, "The article; 0 for furniture.", "文章键", references="dim_article.article_key"
    )
    role: Mapped[str] = column(TEXT, "kicker, title, subtitle, heading, byline, caption, body or furniture.", "角色")
    continues_line_no: Mapped[int | None] = column(
        SMALL, "The line whose text this one goes on with, mid-paragraph.", "接续行号", nullable=True
    )
    dropped_prefix_chars: Mapped[int] = column(
        SMALL,
        "Code points at its start that only repeat the end of the line it continues.",
        "去重前缀码点数",
        unit="code points",
    )
    byline_suffix: Mapped[str | None] = column(
        TEXT, "Reporters printed at the end of a body line.", "行尾署名", nullable=True
    )
    body_start: Mapped[int | None] = column(
        SMALL,
        "Where its kept text starts in the article's body; null unless the role is body.",
        "正文起始",
        unit="code points",
        nullable=True,
    )
    kept_chars: Mapped[int] = column(SMALL, "Code points kept in a named field.", "保留码点数", unit="code points")
    discarded_chars: Mapped[int] = column(SMALL, "Code points taken out.", "舍弃码点数", unit="code points")
    discard_reason: Mapped[str | None] = column(TEXT, "Why, reasons joined by +.", "舍弃原因", nullable=True)


class Rejection(Base):
    """Something refused."""

    __tablename__ = "rejection"
    __table_args__ = table(
        "One row per file, row or value refused by a rule.",
        "拒收",
        ("rejection_key",),
        OPERATIONS_SCHEMA,
        is_history=True,
    )

    rejection_key: Mapped[int] = column(BIG, "Hash of path, content, table, rule and value.", "拒收键", key=True)
    batch_key: Mapped[int] = column(BIG, "The run that refused it first.", "批次键", references=_BATCH)
    source_path: Mapped[str] = column(TEXT, "Path below the inbox.", "文件路径")
    content_sha256: Mapped[str | None] = column(
        TEXT, "SHA-256 of the bytes, where they could be read.", "内容哈希", nullable=True
    )
    table_name: Mapped[str | None] = column(TEXT, "Table of the row; null for a whole file.", "表名", nullable=True)
    rule: Mapped[str] = column(TEXT, "Name of the rule.", "规则", example="not_text")
    severity: Mapped[str] = column(TEXT, "stop (nothing of it was loaded) or warn.", "严重程度")
    reason: Mapped[str] = column(TEXT, "What was found and what to do.", "原因")
    value: Mapped[str | None] = column(TEXT, "The offending value.", "值", nullable=True)
    excerpt: Mapped[str | None] = column(TEXT, "Text around it.", "摘录", nullable=True)
    rejected_at: Mapped[datetime.datetime] = column(MOMENT, "When (UTC).", "拒收时间")
    article_ordinal: Mapped[int | None] = column(
        SMALL,
        "The article that was held because of it, counted on its page; null for a page.",
        "文章序号",
        nullable=True,
    )
    line_from: Mapped[int | None] = column(SMALL, "First physical line concerned, from 1.", "起始行号", nullable=True)
    line_to: Mapped[int | None] = column(SMALL, "Last physical line concerned.", "结束行号", nullable=True)
    body_start: Mapped[int | None] = column(
        SMALL, "First code point of the row in the article's body.", "正文起始", unit="code points", nullable=True
    )
    body_end: Mapped[int | None] = column(
        SMALL, "Code point after the last.", "正文结束", unit="code points", nullable=True
    )


class QualityResult(Base):
    """A result of an expectation or an audit."""

    __tablename__ = "quality_result"
    __table_args__ = table(
        "One row per batch, suite, expectation and column.",
        "质量结果",
        ("batch_key", "suite", "expectation", "column_name"),
        OPERATIONS_SCHEMA,
        is_history=True,
    )
    __mapper_args__ = {"primary_key": ["batch_key", "suite", "expectation", "column_name"]}  # noqa: RUF012

    batch_key: Mapped[int] = column(BIG, "The run.", "批次键", references=_BATCH)
    suite: Mapped[str] = column(TEXT, "Suite of expectations, or audits.", "套件")
    expectation: Mapped[str] = column(TEXT, "Expectation, or name of the audit.", "期望")
    column_name: Mapped[str] = column(TEXT, "Column or columns; empty for a whole table.", "列名")
    severity: Mapped[str] = column(TEXT, "stop or warn.", "严重程度")
    is_success: Mapped[bool] = column(FLAG, "Whether it held.", "是否通过")
    observed_value: Mapped[str | None] = column(TEXT, "What was observed.", "观测值", nullable=True)
    unexpected_count: Mapped[int] = column(BIG, "Rows that failed.", "异常行数", unit="rows")
    element_count: Mapped[int] = column(BIG, "Rows looked at.", "检查行数", unit="rows")
    observed_number: Mapped[float | None] = column(
        REAL, "The figure observed, where the check is of a figure.", "观测数值", nullable=True
    )
    expected_low: Mapped[float | None] = column(REAL, "Least figure that history expects.", "预期下限", nullable=True)
    expected_high: Mapped[float | None] = column(
        REAL, "Greatest figure that history expects.", "预期上限", nullable=True
    )
    history_count: Mapped[int | None] = column(
        BIG, "Earlier pages that the two limits were learned from.", "历史版面数", unit="pages", nullable=True
    )
    scope: Mapped[str | None] = column(
        TEXT,
        "Rows looked at: whole (the table as it is released) or batch (the rows of the pages of this run); null before "
        "version 6 of the tables, when all were whole.",
        "检查范围",
        nullable=True,
    )


class TableDigest(Base):
    """A logical digest of a table."""

    __tablename__ = "table_digest"
    __table_args__ = table(
        "One row per batch and table: the logical digest, equal for equal content in any order.",
        "表摘要",
        ("batch_key", "table_name"),
        OPERATIONS_SCHEMA,
        is_history=True,
    )
    __mapper_args__ = {"primary_key": ["batch_key", "table_name"]}  # noqa: RUF012

    batch_key: Mapped[int] = column(BIG, "The run.", "批次键", references=_BATCH)
    table_name: Mapped[str] = column(TEXT, "Table, with its schema.", "表名")
    row_count: Mapped[int] = column(BIG, "Rows.", "行数", unit="rows")
    digest: Mapped[str] = column(TEXT, "Digest over all rows and all columns that do not depend on the run.", "摘要")


class Release(Base):
    """A published release."""

    __tablename__ = "release"
    __table_args__ = table(
        "One row per release, this one and those before it.",
        "发布",
        ("release_no",),
        OPERATIONS_SCHEMA,
        is_history=True,
    )

    release_no: Mapped[int] = column(BIG, "Number, from 1.", "发布号", key=True)
    batch_key: Mapped[int] = column(BIG, "The run that made it.", "批次键", references=_BATCH)
    published_at: Mapped[datetime.datetime] = column(MOMENT, "When it was made ready (UTC).", "发布时间")
    storage_version: Mapped[str] = column(TEXT, "DuckDB storage version of the file.", "存储版本", example="v1.2.0")
    schema_version: Mapped[int] = column(SMALL, "Version of these tables.", "表结构版本")
    rules_digest: Mapped[str | None] = column(
        TEXT,
        "SHA-256 of the suites, audits, models and code that it was audited by; null before version 6 of the tables.",
        "规则摘要",
        nullable=True,
    )
    audit_scope: Mapped[str | None] = column(
        TEXT,
        "whole, or batch where the rows carried over from the release before were compared with it and not audited "
        "again; null before version 6 of the tables.",
        "审计范围",
        nullable=True,
    )


class Migration(Base):
    """A change of these tables in an existing file."""

    __tablename__ = "migration"
    __table_args__ = table(
        "One row per schema version that this file was migrated to; none for the version that it began with.",
        "结构迁移",
        ("schema_version",),
        OPERATIONS_SCHEMA,
        is_history=True,
    )

    schema_version: Mapped[int] = column(BIG, "The version that it made.", "表结构版本", key=True)
    name: Mapped[str] = column(TEXT, "Name of its file in sql/migrations.", "名称")
    sha256: Mapped[str] = column(TEXT, "SHA-256 of the file.", "文件哈希")
    applied_at: Mapped[datetime.datetime] = column(MOMENT, "When (UTC).", "执行时间")
    batch_key: Mapped[int] = column(BIG, "The run that applied it.", "批次键", references=_BATCH)


class NameCandidate(Base):
    """A name that the reference does not hold."""

    __tablename__ = "name_candidate"
    __table_args__ = table(
        "One row per name that the reference does not hold and article that prints it.",
        "待审名称",
        ("entity_kind", "name", "article_key", "body_start"),
        OPERATIONS_SCHEMA,
    )
    __mapper_args__ = {"primary_key": ["entity_kind", "name", "article_key", "body_start"]}  # noqa: RUF012

    entity_kind: Mapped[str] = column(TEXT, "place, person, organization or initiative.", "实体类型")
    name: Mapped[str] = column(TEXT, "The name.", "名称")
    level: Mapped[str] = column(TEXT, "Level or kind that its form suggests.", "级别")
    score: Mapped[float] = column(REAL, "How much speaks for it.", "得分", unit="0 to 1")
    article_key: Mapped[int] = column(BIG, "The article.", "文章键", references="dim_article.article_key")
    evidence: Mapped[str] = column(TEXT, "The sentence that prints it.", "证据")
    body_start: Mapped[int] = column(SMALL, "First code point in the body.", "起始", unit="code points")
    body_end: Mapped[int] = column(SMALL, "Code point after the last.", "结束", unit="code points")
