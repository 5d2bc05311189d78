"""A process that loads documents until it is killed: `python -m tests.retrieval.converting FOLDER VARIANT`.

FOLDER/0 and FOLDER/1 hold the same documents of all kinds with other words. They are read, proposed, approved and
published a few at a time, first those of VARIANT, then the others, and so on. It tells on its output what is live.
"""

import json
import sys
from datetime import date
from itertools import islice
from pathlib import Path

from knowledge.file_sqlite import KnowledgeFile
from knowledge.history_sqlite import SqliteHistory
from knowledge.library import Library
from knowledge.library_sqlite import SqliteLibrary
from knowledge.loading import Taken, stream
from knowledge.proposals import Draft
from knowledge.proposals_sqlite import SqliteProposals
from retrieval.indexing import Indexer
from retrieval.publishing import Publisher
from tests.knowledge.documents import MAKERS, Block
from tests.retrieval.hashed import Hashed

DOCUMENTS = 21
BATCH = 4
MODEL = "one"


def write(folder: Path) -> None:
    """The two variants of all documents."""
    kinds = list(MAKERS)
    for variant in (0, 1):
        (folder / str(variant)).mkdir()
        for number in range(DOCUMENTS):
            suffix, title = kinds[number % len(kinds)], f"Document {number:02}"
            blocks = [Block("text", f"Written for variant {variant}."), Block("step", "Wash your hands.")]
            path = folder / str(variant) / f"document-{number:02}{suffix}"
            path.write_bytes(MAKERS[suffix](title, [*blocks, Block("heading", "Second", 1), Block("text", "The end.")]))


def variants(library: Library) -> list[int]:
    """Of which variant each live article is. Raises where one has not all of its words."""
    bodies = [article.body for article in library.list()]
    assert all("The end." in body for body in bodies)
    return [int("variant 1" in body) for body in bodies]


def load(library: Library, file: KnowledgeFile, documents: Path, variant: int) -> None:
    """Loads one variant, and tells after each few how many are live with its words."""
    proposals = SqliteProposals(file)
    publisher = Publisher(proposals, SqliteHistory(file), lambda: Indexer(library, Hashed(MODEL), setting=MODEL))
    every = (each for each in stream([documents / str(variant)]) if isinstance(each, Taken))
    while batch := list(islice(every, BATCH)):
        proposals.propose([Draft(each.article, each.origin) for each in batch], "one")
        for each in proposals.list():
            proposals.approve(each.id, "two")
        publisher.publish_due(date(2026, 11, 27))
        print(json.dumps(["saved", variant, variants(library).count(variant)]), flush=True)


if __name__ == "__main__":
    folder, variant = Path(sys.argv[1]), int(sys.argv[2])
    file = KnowledgeFile(folder / "knowledge.db")
    while True:
        load(SqliteLibrary(file), file, folder, variant)
        variant = 1 - variant
