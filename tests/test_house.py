"""The house stands as designed: who may import whom, module sizes, and what every module says of itself."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("newstext", "models", "warehouse", "expectations", "flows")
# The arrows of the design: a package may import itself and these.
MAY_IMPORT = {
    "newstext": set(),
    "models": set(),
    "warehouse": {"models"},
    "expectations": {"models"},
    "flows": {"newstext", "models", "warehouse", "expectations"},
}
# The one module that knows both the reader's records and the warehouse's tables.
EXCEPTIONS = {("warehouse/rows.py", "newstext")}
PURE_PACKAGE_MAY_IMPORT = {"newstext", "ahocorasick_rs", "rjieba", "jieba", "lunar_python", "chinese_calendar"}
IMPURE_STANDARD_MODULES = {
    "pathlib",
    "os",
    "io",
    "sqlite3",
    "socket",
    "time",
    "random",
    "subprocess",
    "shutil",
    "tempfile",
}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def all_modules() -> list[Path]:
    return [module for package in PACKAGES for module in modules(package)]


def imported_names(module: Path) -> set[str]:
    """Full dotted names of everything that a module imports, wherever the import stands."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("module", all_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(module: Path) -> None:
    package = module.relative_to(ROOT).parts[0]
    imported = {name.split(".")[0] for name in imported_names(module)} & set(PACKAGES)
    allowed = MAY_IMPORT[package] | {package}
    for other in imported - allowed:
        assert (module.relative_to(ROOT).as_posix(), other) in EXCEPTIONS, f"{module} imports {other}"


def test_rows_knows_only_the_records_of_the_reader() -> None:
    names = {name for name in imported_names(ROOT / "warehouse/rows.py") if name.startswith("newstext")}
    assert names, "rows.py turns the reader's records into rows"
    assert all(name.startswith("newstext.records") for name in names), names


def test_the_reader_is_pure() -> None:
    import sys

    for module in modules("newstext"):
        for name in imported_names(module):
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top == "__future__":
                assert top not in IMPURE_STANDARD_MODULES, f"{module} imports {top}"
            else:
                assert top in PURE_PACKAGE_MAY_IMPORT, f"{module} imports {top}"


def test_no_circle_of_imports() -> None:
    known = {
        ".".join(module.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): module
        for module in all_modules()
    }
    arrows = {name: {n for n in imported_names(path) if n in known and n != name} for name, path in known.items()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name in done:
            return
        for other in sorted(arrows[name]):
            # A package's __init__ re-exporting its own modules is no circle: they do not import it back.
            visit(other, (*path, name))
        done.add(name)

    for name in sorted(known):
        visit(name, ())


def test_modules_are_small() -> None:
    sizes = {module: len(module.read_text(encoding="utf-8").splitlines()) for module in all_modules()}
    too_long = {str(module.relative_to(ROOT)): size for module, size in sizes.items() if size > 400}
    assert not too_long
    assert statistics.median(sizes.values()) < 150


@pytest.mark.parametrize("module", all_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_belongs_there(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert docstring, f"{module} has no docstring"
    assert len(docstring.splitlines()[0]) > 20, f"{module}: {docstring.splitlines()[0]!r} says too little"
