"""A SQLAlchemy dialect whose reflection is true: it answers from DuckDB's own catalogue functions.

duckdb-engine 0.17 takes PostgreSQL's catalogue queries, which DuckDB answers with nothing for primary keys, unique
constraints and indexes. The URL is ``duckdb+gewu:///FILE``.
"""

from __future__ import annotations

from typing import Any

import duckdb_engine
import sqlalchemy as sa
from sqlalchemy.engine import Connection, default, reflection
from sqlalchemy.types import TypeEngine

_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "BIGINT": sa.BigInteger,
    "INTEGER": sa.Integer,
    "SMALLINT": sa.SmallInteger,
    "TINYINT": sa.SmallInteger,
    "HUGEINT": sa.Numeric,
    "VARCHAR": sa.Text,
    "DOUBLE": sa.Double,
    "FLOAT": sa.Float,
    "DATE": sa.Date,
    "TIMESTAMP": sa.DateTime,
    "BOOLEAN": sa.Boolean,
    "BLOB": sa.LargeBinary,
}

_THIS_DATABASE = "database_name = current_database() and schema_name = coalesce(:schema, 'main') and table_name = :name"


# Typed as Any: the methods below take what SQLAlchemy's generic reflection gives, not what PostgreSQL's adds to it.
_EngineDialect: Any = duckdb_engine.Dialect


class WarehouseDialect(_EngineDialect):  # type: ignore[misc]
    """DuckDB with true reflection of tables, views, columns, keys, indexes and comments."""

    supports_statement_cache = True

    def get_schema_names(self, connection: Any, **kw: Any) -> Any:
        """Return the schemas of the file."""
        query = (
            "select schema_name from duckdb_schemas() where database_name = current_database() and not internal "
            "or (database_name = current_database() and schema_name = 'main') order by 1"
        )
        return [row[0] for row in connection.execute(sa.text(query))]

    def get_table_names(self, connection: Any, schema: Any = None, **kw: Any) -> Any:
        """Return the tables of a schema."""
        return self._names(connection, "duckdb_tables()", "table_name", schema)

    def get_view_names(self, connection: Any, schema: Any = None, **kw: Any) -> Any:
        """Return the views of a schema."""
        return self._names(connection, "duckdb_views()", "view_name", schema)

    def has_table(self, connection: Any, table_name: Any, schema: Any = None, **kw: Any) -> Any:
        """Whether there is a table or view of that name."""
        return bool(self._rows(connection, "select 1 from duckdb_columns()", table_name, schema))

    def get_columns(self, connection: Any, table_name: Any, schema: Any = None, **kw: Any) -> Any:
        """Return the columns of a table or view, in order. Raises NoSuchTableError."""
        query = (
            "select column_name, data_type, numeric_precision, numeric_scale, is_nullable, column_default, comment "
            "from duckdb_columns()"
        )
        rows = self._rows(connection, query, table_name, schema, "order by column_index")
        if not rows:
            raise sa.exc.NoSuchTableError(table_name)
        return [
            {
                "name": row.column_name,
                "type": _column_type(row.data_type, row.numeric_precision, row.numeric_scale),
                "nullable": row.is_nullable,
                "default": row.column_default,
                "autoincrement": False,
                "comment": row.comment,
            }
            for row in rows
        ]

    def get_pk_constraint(self, connection: Any, table_name: Any, schema: Any = None, **kw: Any) -> Any:
        """Return the primary key; no columns where there is none."""
        rows = self._constraints(connection, table_name, schema, "PRIMARY KEY")
        columns = list(rows[0].constraint_column_names) if rows else []
        return {"constrained_columns": columns, "name": rows[0].constraint_name if rows else None}

    def get_foreign_keys(self, connection: Any, table_name: Any, schema: Any = None, **kw: Any) -> Any:
        """Return the physical foreign keys."""
        return [
            {
                "name": row.constraint_name,
                "constrained_columns": list(row.constraint_column_names),
                "referred_schema": schema,
                "referred_table": row.referenced_table,
                "referred_columns": list(row.referenced_column_names),
                "options": {},
            }
            for row in self._constraints(connection, table_name, schema, "FOREIGN KEY")
        ]

    def get_unique_constraints(self, connection: Any, table_name: Any, schema: Any = None, **kw: Any) -> Any:
        """Return the unique constraints."""
        return [
            {"name": row.constraint_name, "column_names": list(row.constraint_column_names)}
            for row in self._constraints(connection, table_name, schema, "UNIQUE")
        ]

    def get_check_constraints(self, connection: Any, table_name: Any, schema: Any = None, **kw: Any) -> Any:
        """Return the check constraints."""
        return [
            {"name": row.constraint_name, "sqltext": row.expression}
            for row in self._constraints(connection, table_name, schema, "CHECK")
        ]

    def get_indexes(self, connection: Any, table_name: Any, schema: Any = None, **kw: Any) -> Any:
        """Return the indexes that were made by hand."""
        query = "select index_name, is_unique, expressions from duckdb_indexes()"
        return [
            {
                "name": row.index_name,
                "unique": row.is_unique,
                "column_names": [part.strip(" '\"") for part in row.expressions.strip("[]").split(",")],
            }
            for row in self._rows(connection, query, table_name, schema, "order by index_name")
        ]

    def get_table_comment(self, connection: Any, table_name: Any, schema: Any = None, **kw: Any) -> Any:
        """Return the comment of a table or view."""
        query = (
            "select comment from (select database_name, schema_name, table_name, comment from duckdb_tables() "
            "union all select database_name, schema_name, view_name, comment from duckdb_views())"
        )
        rows = self._rows(connection, query, table_name, schema)
        return {"text": rows[0].comment if rows else None}

    def _constraints(self, connection: Connection, name: str, schema: str | None, kind: str) -> list[Any]:
        query = (
            "select constraint_name, constraint_column_names, referenced_table, referenced_column_names, expression, "
            "constraint_type from duckdb_constraints()"
        )
        rows = self._rows(connection, query, name, schema, "order by constraint_index")
        return [row for row in rows if row.constraint_type == kind]

    @staticmethod
    def _rows(connection: Connection, query: str, name: str, schema: str | None, order: str = "") -> list[Any]:
        statement = sa.text(f"{query} where {_THIS_DATABASE} {order}")
        return list(connection.execute(statement, {"schema": schema, "name": name}))

    @staticmethod
    def _names(connection: Connection, source: str, column: str, schema: str | None) -> list[str]:
        query = (
            f"select {column} from {source} where database_name = current_database() and not internal "
            f"and schema_name = coalesce(:schema, 'main') order by 1"
        )
        return [row[0] for row in connection.execute(sa.text(query), {"schema": schema})]


def _column_type(data_type: str, precision: int | None, scale: int | None) -> TypeEngine[Any]:
    if data_type.startswith("DECIMAL"):
        return sa.Numeric(precision, scale)
    return _TYPES.get(data_type, sa.types.NullType)()


# The forms for many tables would ask PostgreSQL's catalogue; the generic ones call the methods above table by table.
WarehouseDialect.inspector = reflection.Inspector
for _form in ("columns", "pk_constraint", "foreign_keys", "unique_constraints", "check_constraints", "indexes"):
    setattr(WarehouseDialect, f"get_multi_{_form}", getattr(default.DefaultDialect, f"get_multi_{_form}"))
WarehouseDialect.get_multi_table_comment = default.DefaultDialect.get_multi_table_comment
