"""A real model, exported once, and a small library of real articles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.article import Article, Audience, Owner
from knowledge.library_sqlite import SqliteLibrary
from retrieval.embedding import OnnxEncoder
from retrieval.export import ensure_exported
from retrieval.indexing import Indexer
from retrieval.models import ENGLISH
from retrieval.search import Retriever, open_retriever

COOKS = Audience(frozenset({"cook"}))
SUPERVISORS = Audience(frozenset({"supervisor"}))

ARTICLES = (
    Article(
        "chicken", "Cooking chicken safely",
        "## Core temperature\n\nCook chicken until the thickest part reaches **75 °C**. Check every batch with a "
        "clean probe. Colour is not a test.\n\n## How to check\n\n1. Clean the probe.\n2. Push it into the thickest "
        "part.\n3. Wait until the number stops.\n\n> **Warning:** Never serve chicken that is pink in the middle.",
        owner=Owner("Hana Sato", "U0HANA"), critical=True,
    ),
    Article(
        "hands", "Washing your hands",
        "Wash your hands with soap for at least 20 seconds.\n\n## When\n\n- before you touch food\n- after the toilet",
    ),
    Article("fridge", "Cold food", "Keep every fridge between 1 °C and 5 °C. Write the number in the log twice a day."),
    Article(
        "safe", "The safe", "Two people must be there when the safe is opened.", SUPERVISORS
    ),
    Article(
        "closing", "Closing the store",
        "Clean your own area, put food away with labels and show it to the supervisor before you clock out.",
    ),
    Article(
        "closing-cook", "Closing the store: cook",
        "Turn off the oven and the grill, label all food and mop the kitchen floor.", COOKS,
    ),
    Article(
        "keeps", "How long food keeps",
        "## Opened food\n\n| Food | Keeps |\n|---|---|\n| Milk | three days |\n| Ham | two days |\n| Cheese | a week |",
    ),
    Article("holidays", "Holidays", "You get 28 days of paid holiday a year. Ask four weeks before you want to go."),
    Article("pollo", "Cocinar pollo", "Cocina el pollo hasta que llegue a 75 °C en el centro.", language="es"),
)  # fmt: skip


@pytest.fixture(scope="session")
def model(exported_model: Path) -> Path:
    """The folder of the exported default model."""
    return ensure_exported(ENGLISH, exported_model)


@pytest.fixture(scope="session")
def encoder(model: Path) -> OnnxEncoder:
    return OnnxEncoder(model)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    library = SqliteLibrary(tmp_path / "knowledge.db")
    yield library
    library.close()


@pytest.fixture
def retriever(library: SqliteLibrary, encoder: OnnxEncoder, tmp_path: Path) -> Retriever:
    """A retriever over `ARTICLES`."""
    Indexer(library, encoder).load(ARTICLES)
    return open_retriever(library, encoder, tmp_path)
