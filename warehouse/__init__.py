"""The only code that touches DuckDB or the files of the warehouse: finding, staging, loading, auditing, publishing."""
