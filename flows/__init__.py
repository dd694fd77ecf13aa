"""Prefect flows and tasks, settings, the command line: order, retries, progress, summaries; no text logic, no SQL."""
