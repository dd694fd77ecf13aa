"""Results of expectations and audits as rows for the warehouse and as text for people."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from expectations.validate import ExpectationResult
from warehouse.audits import AuditResult, QualityRow
from warehouse.envelopes import Envelope
from warehouse.scope import BATCH, WHOLE

DECODED_SUITE = "staged.decoded_page"
"""Name of the suite of pages as decoded, in results."""


class Failure(NamedTuple):
    """A check that did not hold: its severity, stop or warn, and what to tell people."""

    severity: str
    text: str


def quality_rows(results: Sequence[ExpectationResult], batch_suites: Container[str]) -> list[QualityRow]:
    """Return the results of expectations as rows of ``ops.quality_result``; some suites looked at a batch only."""
    return [
        QualityRow(
            suite=one.suite,
            expectation=one.expectation,
            column_name=one.column_name,
            severity=one.severity,
            is_success=one.is_success,
            observed_value=one.error or one.observed_value,
            unexpected_count=one.unexpected_count,
            element_count=one.element_count,
            scope=BATCH if one.suite in batch_suites else WHOLE,
        )
        for one in results
    ]


def failures(results: Sequence[ExpectationResult]) -> list[Failure]:
    """Return the expectations that did not hold; one that raised did not hold."""
    return [
        Failure(
            one.severity,
            f"{one.suite} {one.expectation} {one.column_name}: {one.unexpected_count} of {one.element_count} rows; "
            f"{one.error or one.observed_value}; {one.reason}",
        )
        for one in results
        if not one.is_success
    ]


def audit_rows(results: Sequence[AuditResult]) -> list[QualityRow]:
    """Return the results of audits as rows of ``ops.quality_result``."""
    return [QualityRow.of_audit(result) for result in results]


def audit_failures(results: Sequence[AuditResult]) -> list[Failure]:
    """Return the audits that found failing rows, with the first of them."""
    return [
        Failure(
            one.severity,
            f"audit {one.name}: {one.failing_rows} failing rows, e.g. {' '.join(one.sample[:2])}; {one.purpose}",
        )
        for one in results
        if not one.is_success
    ]


def envelope_failures(envelopes: Sequence[Envelope]) -> list[Failure]:
    """Return the envelopes that a batch lies beyond; they only ever warn."""
    return [Failure("warn", f"drift: {one.text}") for one in envelopes if one.is_drift]
