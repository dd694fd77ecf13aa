"""A headless Chromium over the DevTools protocol: what a page shows, says on its console, and asks of the network."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
START_SECONDS = 30
ANSWER_SECONDS = 30


class Page:
    """One open page."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._last_id = 0
        self.complaints: list[str] = []
        """Errors and warnings of the console, exceptions, and what the security policy refused."""
        self.requests: list[str] = []
        """Addresses that the page asked for, its own among them."""
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its answer."""
        self._last_id += 1
        self._socket.send(json.dumps({"id": self._last_id, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=ANSWER_SECONDS))
            if message.get("id") == self._last_id:
                assert "error" not in message, f"{method}: {message['error']}"
                return dict(message["result"])
            self._note(message)

    def ask(self, expression: str) -> Any:
        """Return the value of a JavaScript expression."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def open(self, address: str) -> None:
        """Open an address and wait until the page says that it is drawn."""
        self.call("Page.navigate", url=address)
        ends = time.monotonic() + ANSWER_SECONDS
        while self.ask("document.documentElement?.dataset.ready") != "true":
            assert time.monotonic() < ends, f"the page did not get ready: {self.complaints}"
            time.sleep(0.05)

    def resize(self, width: int, height: int, *, is_phone: bool = False) -> None:
        """Set the window's size in CSS pixels; a phone has two device pixels to one of them."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=2 if is_phone else 1, mobile=is_phone,
        )  # fmt: skip

    def choose(self, selector: str, value: str) -> None:
        """Choose an option as a reader does: set it and let the page hear of it."""
        self.ask(
            f"(() => {{ const box = document.querySelector({json.dumps(selector)}); box.value = {json.dumps(value)};"
            " box.dispatchEvent(new Event('change')); })()"
        )

    def click(self, x: float, y: float) -> None:
        """Click at a point of the window."""
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def screenshot(self, target: Path, height: int | None = None) -> None:
        """Write a picture of the window, or of the page from its top to a height (CSS pixels)."""
        part: dict[str, Any] = {}
        if height is not None:
            width = self.ask("innerWidth")
            part = {"clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}}
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=bool(part), **part)
        target.write_bytes(base64.b64decode(answer["data"]))

    def _note(self, message: dict[str, Any]) -> None:
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.complaints.append(str([each.get("value", each.get("description")) for each in parameters["args"]]))
        elif method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])


@contextmanager
def open_browser(profile: Path) -> Iterator[Page]:
    """Start Chromium with a new profile folder and yield its page; end it in any case."""
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
        "--hide-scrollbars", "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        with connect(_page_address(profile, process), max_size=None, proxy=None) as socket:
            yield Page(socket)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _page_address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the address of the page's socket; Chromium writes its port into the profile when it listens."""
    import urllib.request

    port_file = profile / "DevToolsActivePort"
    ends = time.monotonic() + START_SECONDS
    while not port_file.is_file() or not port_file.read_text().strip():
        assert process.poll() is None, f"chromium ended with {process.returncode}"
        assert time.monotonic() < ends, f"chromium did not listen within {START_SECONDS} s"
        time.sleep(0.05)
    port = port_file.read_text().splitlines()[0]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        with opener.open(f"http://127.0.0.1:{port}/json/list", timeout=ANSWER_SECONDS) as answer:
            found = [target for target in json.load(answer) if target["type"] == "page"]
        if found:
            return str(found[0]["webSocketDebuggerUrl"])
        assert time.monotonic() < ends, "chromium opened no page"
        time.sleep(0.05)
