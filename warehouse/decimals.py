"""The decimals of figures: what ``fact_observation.value``, a decimal of 18 digits, 4 behind the point, can hold."""

from __future__ import annotations

from decimal import Decimal

_BOUND = Decimal(10) ** 14
_STEP = Decimal("0.0001")


def is_loadable(value: Decimal | None) -> bool:
    """Return whether a value has no more digits before the point than its column holds."""
    return value is None or (value.is_finite() and abs(value) < _BOUND)


def rounded(value: Decimal | None) -> Decimal | None:
    """Return a value with the decimals that its column holds."""
    return None if value is None else value.quantize(_STEP)
