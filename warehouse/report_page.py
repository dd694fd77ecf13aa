"""Making the dashboard's page: template, style, scripts and data put into one file that needs no network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from warehouse.paths import write_durably

APP_FILES = ("data", "dom", "evidence", "filters", "charts", "units", "timeline", "calendar", "trends", "network",
             "quality", "main")  # fmt: skip
"""The scripts of ``report/app``, in the order in which they need each other."""

LIBRARY = Path("vendor") / "echarts.min.js"

_SLOT = re.compile(r"\{\{(\w+)\}\}")
# In a script's text these end it or change how it is read (HTML standard, "Restrictions for contents of script
# elements"); the two separators end a line in old readers of JavaScript. In JSON they can stand only inside strings.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def build_page(parts: Path, data: dict[str, Any]) -> str:
    """Return the page, made of the files in ``parts`` (the folder ``report``) and the data of ``read_report``.

    Its security policy allows the scripts and the style that are in it, by their hashes, and no connection. Raises
    OSError where a file is missing, KeyError where the template has a slot that nothing fills.
    """
    library = _script(parts / LIBRARY)
    app = "\n".join(['"use strict";', *(_script(parts / "app" / f"{name}.js") for name in APP_FILES)])
    style = (parts / "style.css").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {_source(library)} {_source(app)}; style-src {_source(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    slots = {"policy": policy, "style": style, "data": embedded(data), "library": library, "app": app}
    template = (parts / "template.html").read_text(encoding="utf-8")
    return _SLOT.sub(lambda match: slots[match[1]], template)


def embedded(data: object) -> str:
    """Return data as JSON that may stand in a script element whatever its texts are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)


def write_page(page: str, target: Path) -> None:
    """Put the page where readers find it, whole or not at all; folders on the way are made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    write_durably(target, page.encode(), target.with_name(f".{target.name}.new"))


def _script(path: Path) -> str:
    """Return a script's text; raises ValueError where it would end the element that it is put into."""
    text = path.read_text(encoding="utf-8")
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError(f"{path}: holds </script or <!--, which would end the script element; write it in parts")
    return text


def _source(text: str) -> str:
    """Return the hash by which a security policy allows an inline script or style (Content Security Policy Level 2)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
