"""The papers and the README say what the registry declares, and the registry speaks the words of a standard."""

import re
from pathlib import Path

import pytest

from privacy import uses
from privacy.papers import papers, uses_table
from privacy.record import Record
from privacy.records import FILES, RECORDS
from privacy.uses import DataUse
from privacy.vocabulary import BASES, PREFIXES, terms

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SCORE = re.compile(r"score|rank|rating|grade|points|level|performance|productiv|streak|badge", re.IGNORECASE)


def test_the_table_of_the_readme_is_the_registrys() -> None:
    """Between its markers the README holds the table that the registry makes; a use that changed must be told there."""
    between = README.partition("<!-- uses -->\n")[2].partition("\n<!-- /uses -->")[0]
    assert between == uses_table()


@pytest.mark.parametrize("use", uses.USES, ids=lambda use: use.name)
def test_each_use_is_declared_in_full(use: DataUse) -> None:
    """Purpose, legal basis, keep time, owner, how it starts, and a term of the vocabulary for each of them."""
    assert all([use.title, use.purpose.endswith("."), use.owner, use.starts, use.keep_days >= 0, use.version > 0])
    named = terms(use)
    assert named["legal_basis"] == BASES[use.legal_basis]
    flat = [str(term) for value in named.values() for term in (value if isinstance(value, list) else [value])]
    assert all(re.fullmatch(r"(dpv|pd):[A-Z]\w+", term) for term in flat)
    assert {term.partition(":")[0] for term in flat} <= set(PREFIXES)
    assert ("dpv:Store" in flat) is (use.keep_days > 0)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record.file}:{record.table}")
def test_each_record_says_what_for_how_long_and_how_it_goes(record: Record) -> None:
    """No record is declared in part, and what names a person has a legal basis, its own or that of its use."""
    assert all([record.holds, record.purpose, record.kept, record.goes, record.file in FILES])
    assert record.personal == (record.goes != "Nothing in it is about a person.")
    assert record.legal_basis is not None or not record.personal or record.table == "kept"


def test_a_worker_never_stands_in_a_table_that_names_nobody() -> None:
    """A table with a pseudonym of a worker in it is declared as one about people."""
    for record in RECORDS:
        named = {"worker", "contact"} & set(record.columns)
        assert named <= set(record.person)
        assert set(record.person) <= set(record.columns)


def test_nothing_declared_scores_a_person() -> None:
    """No table and no column of either file, and no use, is named for a score or a rank of people."""
    names = [f"{record.table}.{column}" for record in RECORDS for column in record.columns]
    assert [name for name in names if SCORE.search(name)] == []
    titles = [f"{use.title} {use.purpose}" for use in uses.USES]
    assert [title for title in titles if SCORE.search(title)] == []


def test_the_papers_name_every_use_and_every_record_about_people() -> None:
    """What a company hands out leaves out no use, no record, and says for whom it was made."""
    made = papers("Café Azul")
    assert list(made) == ["record-of-processing.md", "data-protection-sheet.md", "for-the-works-council.md"]
    assert all("Café Azul" in text for text in made.values())
    for use in uses.USES:
        assert use.purpose in made["record-of-processing.md"]
        assert use.purpose in made["data-protection-sheet.md"]
    for record in RECORDS:
        assert (f"| {record.table} |" in made["record-of-processing.md"]) is record.personal
    council = made["for-the-works-council.md"]
    assert all(use.purpose in council for use in uses.USES if use is not uses.SHOW_MY_DATA)
    assert "the same thread (on and told, 1 day)" in council


def test_the_paper_for_the_works_council_fits_on_a_page() -> None:
    """It is short enough to be read."""
    assert len(papers()["for-the-works-council.md"].split()) < 760
