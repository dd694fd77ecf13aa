"""One column of Python values as an Arrow array, made of typed buffers.

``pyarrow.array`` would do, but imports pandas as soon as it is given Python objects: a quarter of a second and 45 MB
for every worker.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Column = Sequence[Any]
Buffers = Iterator[pa.Buffer]
IntArray = npt.NDArray[np.int64]
ArrowArray: TypeAlias = "pa.Array[Any]"
ArrowField: TypeAlias = "pa.Field[Any]"

_FIRST_DAY = date(1970, 1, 1).toordinal()
_FIRST_MOMENT = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_MOST_TEXT = (1 << 31) - 1
"""UTF-8 bytes that a column of Arrow's type ``string`` holds."""


def arrow_column(values: Column, field: ArrowField) -> ArrowArray:
    """Return a column as an array of the field's type; None is null, which only a nullable field may hold.

    Raises TypeError, ValueError or OverflowError where a value does not fit the type.
    """
    default, buffers = _FORMS[field.type]
    validity = None
    if field.nullable:
        is_there = [value is not None for value in values]
        if not all(is_there):
            validity = _bits(is_there)
            values = [default if value is None else value for value in values]
    return pa.Array.from_buffers(field.type, len(values), [validity, *buffers(values)])


def integer_column(
    values: npt.NDArray[np.integer[Any]], field: ArrowField, *, is_null: npt.NDArray[np.bool_] | None = None
) -> ArrowArray:
    """Return a column of integers that are in memory already; ``is_null`` marks what is null."""
    validity = None if is_null is None else _bits(~is_null)
    typed = np.ascontiguousarray(values, np.int64 if field.type == pa.int64() else np.int32)
    return pa.Array.from_buffers(field.type, len(typed), [validity, pa.py_buffer(typed.data)])


def _bits(flags: Column | npt.NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(np.asarray(flags, np.bool_), bitorder="little").data)


def _flags(values: Column) -> Buffers:
    yield _bits(values)


def _typed(code: str) -> Callable[[Column], Buffers]:
    """Return what makes the buffer of a type of the standard library's ``array``."""

    def buffers(values: Column) -> Buffers:
        yield pa.py_buffer(array(code, values))

    return buffers


def _days(values: Column) -> Buffers:
    yield pa.py_buffer(array("i", [day.toordinal() - _FIRST_DAY for day in values]))


def _moments(values: Column) -> Buffers:
    yield pa.py_buffer(array("q", [(moment - _FIRST_MOMENT) // _MICROSECOND for moment in values]))


def _figures(values: Column) -> Buffers:
    # 128 bits each, of which 18 digits fill the lower half; the upper one repeats the sign.
    halves = np.empty((len(values), 2), np.int64)
    halves[:, 0] = [int(value.scaleb(_FIGURE.scale)) if value else 0 for value in values]
    halves[:, 1] = halves[:, 0] >> 63
    yield pa.py_buffer(halves.data)


def _texts(values: Column) -> Buffers:
    encoded = list(map(str.encode, values))
    data = b"".join(encoded)
    if len(data) > _MOST_TEXT:
        raise OverflowError(f"a column of texts holds {_MOST_TEXT} bytes, not {len(data)}; read fewer pages a chunk")
    offsets = np.zeros(len(encoded) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, encoded), np.int32, len(encoded)), out=offsets[1:])
    yield pa.py_buffer(offsets.data)
    yield pa.py_buffer(data)


_FIGURE = pa.decimal128(18, 4)
_FORMS: dict[pa.DataType, tuple[object, Callable[[Column], Buffers]]] = {
    pa.int64(): (0, _typed("q")),
    pa.int32(): (0, _typed("i")),
    pa.float64(): (0.0, _typed("d")),
    pa.bool_(): (False, _flags),
    pa.date32(): (date(1970, 1, 1), _days),
    pa.timestamp("us"): (_FIRST_MOMENT, _moments),
    pa.string(): ("", _texts),
    _FIGURE: (Decimal(0), _figures),
}
"""What stands in the place of a null, and what makes the buffers behind that of validity, by type."""
