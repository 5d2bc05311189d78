"""Where articles are kept, in words that no database appears in."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Audience, Viewer
from knowledge.shelf import Change
from knowledge.shelf import Shelf as Shelf
from knowledge.shelf import VectorModel as VectorModel
from knowledge.splitting import Chunk


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An article with its chunks and their vectors, shape (number of chunks, dimension), float32, unit length.

    `sentences` holds for each chunk the vectors of its sentences, shape (their number, dimension).
    """

    article: Article
    chunks: tuple[Chunk, ...]
    vectors: NDArray[np.float32]
    sentences: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a live article may be found: its version and its audience."""

    version: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class Published:
    """Since when a live article has its title and text, a time with a zone, and whether it had others before.

    A new version that changes neither, such as for a review, changes nothing here.
    """

    since: datetime
    changed: bool


class ModelMismatchError(ValueError):
    """Vectors of two models would stand side by side."""


class Library(Protocol):
    """Articles with their versions. Old versions are kept; at most one version of an article is live."""

    def save(self, entries: Sequence[Entry], model: VectorModel) -> None:
        """Makes every entry live, or none of them, in one transaction.

        An article whose content differs from its live version becomes the next version; the versions that the entries
        carry are not looked at. The same content keeps its version and gets its chunks anew. Raises
        `ModelMismatchError` where the library holds another model's vectors and a live article would keep them.
        """
        ...

    def stage(self, entries: Sequence[Entry], model: VectorModel) -> None:
        """Puts the chunks and vectors of the entries by, in one transaction: nothing else sees them before `switch`.

        They are known again by what the article says and by the model, also after the end of the process.
        """
        ...

    def staged(self, model: VectorModel) -> frozenset[str]:
        """The fingerprints of the articles whose vectors of the model are put by."""
        ...

    def switch(self, articles: Sequence[Article], model: VectorModel) -> bool:
        """Makes the articles live, as `save` does, and all that is live searched by what was put by for the model.

        It is one transaction, which leaves nothing put by for any model. False, and nothing is changed, where a live
        article has no vectors of the model yet.
        """
        ...

    def retire(self, article_id: str) -> bool:
        """Takes an article out of every search; its versions stay. False where nothing was live."""
        ...

    def list(self, viewer: Viewer | None = None) -> tuple[Article, ...]:
        """The live articles in the order of their ids: all of them, or those that admit the viewer."""
        ...

    def get(self, article_id: str, viewer: Viewer | None = None, version: int | None = None) -> Article | None:
        """The live version, or the one asked for. None alike where there is none and where the viewer may not see it.

        An old version is shown only to those whom the live version admits too; of a retired article, to those whom
        that old version admits.
        """
        ...

    def live_count(self) -> int:
        """The number of live articles."""
        ...

    def generation(self) -> int:
        """A number that grows with every write, also of other processes."""
        ...

    def model(self) -> VectorModel | None:
        """What made the stored vectors, or None before the first save."""
        ...

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of each live article by its id."""
        ...

    def published(self) -> Mapping[str, Published]:
        """When each live article came to say what it says, by article id."""
        ...

    def standings(self, since: int = 0) -> tuple[int, Mapping[str, Standing | None]]:
        """The generation, and what may be found at it of the articles written after generation `since`, by article id.

        None stands for an article that is no longer live.
        """
        ...

    def shelf(self) -> Shelf:
        """Everything live, read at one moment."""
        ...

    def since(self, generation: int) -> Change:
        """What was written after a generation, read at one moment. Costs as much as there is of it."""
        ...

    def close(self) -> None:
        """Lets go of every file. Whatever was saved is safe without it."""
        ...


def fingerprint(article: Article) -> str:
    """A hash of all that an article says, its version aside. Two articles with one fingerprint are the same."""
    said = asdict(article) | {"version": None}
    for key in ("written_for", "topics", "hours", "live_from", "live_until"):
        if not said[key]:
            del said[key]  # what was loaded before there was one stays the same
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
