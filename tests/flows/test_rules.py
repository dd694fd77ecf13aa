"""What a release was audited by is told by a digest: of the rules themselves and of what applies them."""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.rules import rule_files, rules_digest
from flows.settings import SQL_DIR


def test_a_changed_an_added_and_a_missing_audit_are_other_rules(tmp_path: Path) -> None:
    sql = tmp_path / "sql"
    shutil.copytree(SQL_DIR / "audits", sql / "audits")
    same = rules_digest(sql)
    assert same == rules_digest(SQL_DIR)
    audit = sql / "audits" / "sentences_do_not_overlap.sql"
    audit.write_text(audit.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = rules_digest(sql)
    audit.rename(audit.with_stem("sentences_lie_apart"))
    renamed = rules_digest(sql)
    audit.with_stem("sentences_lie_apart").unlink()
    assert len({same, changed, renamed, rules_digest(sql)}) == 4


def test_the_rules_are_suites_audits_models_and_what_applies_them() -> None:
    files = {f"{path.parent.name}/{path.name}" for path in rule_files(SQL_DIR)}
    assert {
        "suites/dim_article.json",
        "audits/sentences_do_not_overlap.sql",
        "models/facts.py",
        "expectations/compiled.py",
        "warehouse/audits.py",
    } <= files
    assert all(path.is_file() for path in rule_files(SQL_DIR))
