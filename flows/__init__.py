"""Prefect flows and tasks, settings, the command line: order, retries, progress, summaries; no text logic, no SQL."""

from flows.compiled_reader import prefer_compiled_reader

# Before anything here imports the reader; worker processes are given the same path.
prefer_compiled_reader()
