"""Measures the layout stage: scores beside simple baselines, what each signal brings, and speed beside jieba.cut.

    python benchmarks/layout.py [scores] [ablation] [speed]

Scores need gold pages and their scorer in ``../shared`` (gold/README.md there); speed runs on the sample pages too.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import re
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import jieba

from flows.reference import load_tables
from newstext.page import layout
from newstext.page.decode import decode
from newstext.page.layout import LayoutEngine
from newstext.page.lines import split_lines
from newstext.records import Article, PageHint, PageLayout, PageLine, Paragraph, Role

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "seeds" / "reference"
SHARED = ROOT.parent / "shared"
SETS = {
    "real": ("real", ""),
    "development": ("synthetic", tuple(f"s{number:03d}" for number in range(40))),
    "hold-out": ("synthetic", tuple(f"s{number:03d}" for number in range(40, 80))),
}
SIGNALS: Mapping[str, tuple[str, ...]] = {
    "words across the seam": ("seam_word_straddles", "seam_no_word_straddles", "seam_word_stays_broken"),
    "heads that lean, stumps": ("seam_head_cannot_begin", "seam_head_is_stump", "paragraph_cannot_begin"),
    "heads that open paragraphs": ("seam_head_opens_paragraph", "seam_head_opens_quote", "seam_head_is_dateline"),
    "tails that hang, numbers": ("seam_tail_cannot_end", "seam_number_goes_on"),
    "quotes and brackets": ("seam_quotes_match", "seam_quotes_missing", "headline_quotes_unbalanced"),
    "repetition at the seam": ("seam_repeated_characters",),
    "strings printed elsewhere on the page": ("seam_printed_elsewhere",),
    "title words in the lead": ("title_words_in_lead", "kicker_words_in_lead", "heading_words_in_text"),
    "words of the text above": (
        "title_words_before",
        "title_text_goes_on",
        "title_before_continuation",
        "heading_text_goes_on",
    ),
    "parallel headings": ("heading_parallel", "heading_third_of_its_kind", "heading_unlike_the_one_before"),
    "headline diction": (
        "headline_opens_like_text",
        "headline_reports_speech",
        "headline_hangs",
        "headline_ends_in_stub",
        "headline_ends_broken",
        "headline_commas",
        "title_before_lead_opener",
        "title_before_dateline",
    ),
    "who is signed": ("leave_unsigned", "text_after_end_byline", "heading_after_end_byline"),
    "shared words across an interruption": ("resume_cohesion",),
}
HEADER = "| exact articles | starts F1 | joins F1 | bylines F1 | roles |\n|---|---|---|---|---|---|"
Reader = Callable[[str], PageLayout]


def pages_of(name: str) -> tuple[Path, list[str]]:
    """Return the folder and the page names of a set."""
    folder, chosen = SETS[name]
    path = SHARED / "gold" / folder
    found = sorted(file.name.removesuffix(".lines.tsv") for file in path.glob("*.lines.tsv"))
    return path, [page for page in found if isinstance(chosen, str) or page in chosen]


class Rebuilt:
    """Answers the scorer's questions from layouts instead of a warehouse."""

    def __init__(self, read: Reader, folder: Path, pages: Iterable[str]) -> None:
        self.sources = {}
        self._layouts = {}
        for key, page in enumerate(pages):
            self.sources[page] = key
            self._layouts[key] = read((folder / f"{page}.txt").read_bytes().decode("utf-8-sig"))

    def rows(self, sql: str, key: int) -> list[tuple[Any, ...]]:
        """Return what the scorer's query asks for."""
        layout = self._layouts[key]
        if "page_line" in sql:
            return [
                (
                    line.line_no,
                    line.article_ordinal or -1,
                    str(line.role),
                    line.continues_line_no,
                    line.dropped_prefix_chars,
                    line.byline_suffix,
                )
                for line in layout.lines
            ]
        if "bridge_article_person" in sql:
            return [(article.ordinal, name) for article in layout.articles for name in article.reporters]
        return [(a.ordinal, a.kicker, a.title, a.subtitle, a.body) for a in layout.articles]


def scorer() -> ModuleType:
    """Load the scorer from the shared folder."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "eval" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(module: ModuleType, read: Reader, name: str) -> dict[str, Any]:
    """Return the scorer's result for one set of pages."""
    folder, pages = pages_of(name)
    vars(module)["gold_pages"] = lambda _: iter(pages)
    result: dict[str, Any] = module.score_layout(Rebuilt(read, folder, pages), folder)
    return result


def simple(text: str, is_title: Callable[[str, str], bool], joins: bool) -> PageLayout:
    """Lay out a page line by line: titles by a rule, joins where the line before has no full stop."""
    lines: list[PageLine] = []
    found: list[tuple[str, list[str]]] = []
    before = ""
    last_body: int | None = None
    for line_no, printed, _ in split_lines(text):
        core = printed.strip()
        role, continues = Role.BODY, 0
        if not found or is_title(core, before):
            role = Role.TITLE
            found.append((core.lstrip("# "), []))
        elif joins and last_body is not None and before and before[-1] not in "。！？”…":
            continues = last_body
            found[-1][1][-1] += core
        else:
            found[-1][1].append(core)
        if role is Role.BODY:
            last_body, before = line_no, core
        else:
            last_body, before = None, ""
        lines.append(PageLine(line_no, printed, role, len(found), continues or None, 0, None, None, 0, 0, None))
    articles = []
    for ordinal, (title, paragraphs) in enumerate(found, start=1):
        body = "\n".join(paragraphs)
        whole = (Paragraph(0, len(body), None),)
        articles.append(Article(ordinal, 0, None, title, None, body, whole, None, (), False, False, 0.0, 0, 0))
    return PageLayout(tuple(lines), tuple(articles))


BASELINES: Mapping[str, Reader] = {
    "one article a page": lambda text: simple(text, lambda core, before: False, False),
    "split at markdown marks": lambda text: simple(text, lambda core, before: core.startswith("#"), False),
    "greedy: short line is a title, no full stop is a join": lambda text: simple(
        text, lambda core, before: len(core) < 36 and not re.search(r"[。，,！？]$", core), True
    ),
}


def row(name: str, result: Mapping[str, Any]) -> str:
    """Return one row of a table of scores."""
    return (
        f"| {name} | {result['exact_article_rate']:.3f} | {result['article_starts']['f1']:.3f} "
        f"| {result['joins']['f1']:.3f} | {result['bylines']['f1']:.3f} | {result['role_accuracy']:.3f} |"
    )


def scores() -> None:
    """Print the scores of the engine and of the baselines."""
    module = scorer()
    engine = LayoutEngine.from_tables(load_tables(REFERENCE))
    readers: dict[str, Reader] = {"this engine": partial(engine.lay_out, hint=PageHint()), **BASELINES}
    for name in SETS:
        print(f"\n{name}\n\n| reader {HEADER}")
        for title, read in readers.items():
            print(row(title, score(module, read, name)))


def ablation() -> None:
    """Print the scores on the development pages without each signal in turn."""
    module = scorer()
    full = load_tables(REFERENCE)
    print(f"| without {HEADER}")
    for title, names in (("nothing", ()), *SIGNALS.items()):
        weights = tuple(
            {**weight, "value": "0"} if weight["weight"] in names else weight for weight in full["layout_weights"]
        )
        engine = LayoutEngine.from_tables({**full, "layout_weights": weights})
        print(row(title, score(module, partial(engine.lay_out, hint=PageHint()), "development")))


def speed() -> None:
    """Print the processor time of the layout beside that of jieba.cut on the same text, best of ten.

    The reader is taken compiled where it is (``make compile``); with GEWU_COMPILED_READER=0 never.
    """
    texts = [decode(path.read_bytes()).text for path in sorted((ROOT / "seeds" / "inbox").rglob("*.txt"))]
    if (SHARED / "gold").exists():
        folder, pages = pages_of("development")
        texts = [(folder / f"{page}.txt").read_bytes().decode("utf-8-sig") for page in pages]
    engine = LayoutEngine.from_tables(load_tables(REFERENCE))
    jieba.initialize()
    # As a worker does once its reader is made.
    gc.collect()
    gc.freeze()
    best = {"layout": float("inf"), "jieba.cut": float("inf")}
    for _ in range(10):
        started = time.process_time()
        for text in texts:
            engine.lay_out(text, PageHint())
        middle = time.process_time()
        for text in texts:
            list(jieba.cut(text))
        best["layout"] = min(best["layout"], middle - started)
        best["jieba.cut"] = min(best["jieba.cut"], time.process_time() - middle)
    per_page = sum(map(len, texts)) / len(texts)
    print("reader:", "source" if layout.__file__.endswith(".py") else "compiled")
    for name, seconds in best.items():
        print(f"{name}: {seconds / len(texts) * 1000:.2f} ms a page of {per_page:.0f} code points")
    print(f"layout / jieba.cut: {best['layout'] / best['jieba.cut']:.2f}")


def main() -> None:
    """Run what is asked for; everything without arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=("scores", "ablation", "speed"), default=[])
    chosen = parser.parse_args().what or ["scores", "ablation", "speed"]
    for name, run in (("scores", scores), ("ablation", ablation), ("speed", speed)):
        if name in chosen:
            run()


if __name__ == "__main__":
    main()
