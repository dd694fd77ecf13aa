"""What several tests of the flows share."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.flows.servers import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook that is there as long as the test."""
    made = Receiver()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()
