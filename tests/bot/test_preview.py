"""`onhand articles preview`, as a process: what it prints, and that it changes nothing."""

import json
from pathlib import Path

from bot.demo import SAMPLE
from tests.bot.process import run

POULTRY = """---
title: Poultry
audience: {roles: [cook, pilot]}
---
## Core temperature

Cook chicken until the thickest part reaches 70 °C.
"""


def test_what_an_article_will_do(home: Path, tmp_path: Path) -> None:
    """Who finds it, how it is quoted, what says otherwise, how it reads and what is missing, a line each."""
    file = tmp_path / "poultry.md"
    file.write_text(POULTRY, encoding="utf-8")
    before = run(home, "articles", "list").stdout
    done = run(home, "articles", "preview", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Poultry (poultry), a new article"
    assert "  Found by        cook" in lines
    assert any(line.strip().startswith("not by barista, cashier") for line in lines)
    assert any("Poultry → “Cook chicken until the thickest part reaches 70 °C.”" in line for line in lines)
    assert any(line.endswith("› Core temperature: 70 °C here, 75 °C, 167 °F there") for line in lines)
    assert any("Nobody has the role “pilot”" in line for line in lines)
    assert any("add an owner" in line for line in lines)
    assert run(home, "articles", "list").stdout == before


def test_json_of_a_preview(home: Path, tmp_path: Path) -> None:
    """With --json each article is one object; a file that cannot be taken is named, and the exit code is 1."""
    bad = tmp_path / "bad.md"
    bad.write_text("---\naudience: [cook]\n---\nWords.", encoding="utf-8")
    sample = SAMPLE / "articles"
    done = run(home, "articles", "preview", str(sample / "oven.md"), str(sample / "burns.md"), str(bad), "--json")
    shown = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["article_id"], each["replaces"]) for each in shown] == [("oven", 1), ("burns", 1)]
    assert [each["seen"]["everyone"] for each in shown] == [False, True]
    assert all(each["twins"] == each["clashes"] == [] for each in shown)
    assert (done.returncode, "bad.md: audience" in done.stderr) == (1, True)
