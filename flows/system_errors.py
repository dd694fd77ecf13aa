"""What the system refuses a run (disk, memory, file handles, processes), as the system's own kind of error."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_NO_MEMORY = re.compile(
    "out of memory|not enough memory|bad.alloc|failed to allocate|cannot allocate memory|failed to launch worker thread"
    "|can't start new thread",
    re.I,
)
"""What libraries say when the system gives them none: DuckDB, Zstandard, the C++ runtime, the C library, Arrow and
Python for the stack of a thread. DuckDB passes most of it on as errors of other kinds."""


@contextmanager
def refusals_as_system_errors() -> Iterator[None]:
    """Turn what libraries make of a refusal of the system into OSError: it then reads the same wherever it is met.

    Their messages name file and cause; what can be done is added. Other errors pass.
    """
    try:
        yield
    except (MemoryError, ImportError) as error:
        raise _as_system_error(error) from error
    except Exception as error:
        # A run with nothing to do never imports it.
        duckdb = sys.modules.get("duckdb")
        of_libraries = (RuntimeError,) if duckdb is None else (RuntimeError, duckdb.Error)
        if not isinstance(error, of_libraries):
            raise
        if _NO_MEMORY.search(str(error)):
            raise _out_of_memory(error) from error
        if duckdb is None or not isinstance(error, duckdb.IOException | duckdb.FatalException):
            raise
        raise OSError(
            f"the system refused what DuckDB asked for; nothing was published: {_first_line(error)}"
        ) from error


def raise_lack_of_memory(errors: Iterable[str | None]) -> None:
    """Raise MemoryError where one of these messages says that memory ran out: a check that met it found nothing."""
    for message in errors:
        if message and _NO_MEMORY.search(message):
            raise MemoryError(message.partition("\n")[0])


def _as_system_error(error: Exception) -> OSError:
    if isinstance(error, MemoryError):
        return _out_of_memory(error)
    return OSError(
        errno.ELIBACC,
        f"a library could not be loaded ({error}); nothing was published. Allow more memory and open files "
        "(ulimit -v, ulimit -n), or set the program up again",
    )


def _out_of_memory(error: Exception) -> OSError:
    return OSError(
        errno.ENOMEM,
        f"memory ran out ({_first_line(error) or 'the system gives no more'}); nothing was published. Allow more of it "
        "(ulimit -v), or use fewer processes (--workers)",
    )


def _first_line(error: Exception) -> str:
    """Return what went wrong, without the statement that DuckDB prints below it."""
    return str(error).partition("\n")[0]
