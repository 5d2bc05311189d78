"""One generation of the library, ready to be searched."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Viewer
from knowledge.library import Shelf, Standing
from retrieval.index import OpenIndex, VectorIndex
from retrieval.lexical import Bm25, Lexical, OpenLexical

_VIEWERS = 256

Standings = Mapping[str, Standing]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Shelved:
    """One generation, ready to be searched. Never changed: a new generation is a new one of these."""

    shelf: Shelf
    index: VectorIndex
    lexical: Lexical
    owners: tuple[Article, ...]
    rows: Mapping[str, Sequence[int]]
    languages: frozenset[str]
    masks: dict[Viewer, Mask] = field(default_factory=dict)

    def mask(self, viewer: Viewer) -> Mask:
        """The rows that the viewer may see. Kept, since there are few roles and sites."""
        mask = self.masks.get(viewer)
        if mask is None:
            mask = self._rows(lambda article: article.audience.admits(viewer))
            if len(self.masks) < _VIEWERS:
                self.masks[viewer] = mask
        return mask

    def mask_at(self, viewer: Viewer, standings: Standings) -> Mask:
        """The rows that the viewer may see and that are still live, by what stands in the library now."""

        def stands(article: Article) -> bool:
            now = standings.get(article.id)
            return now is not None and now.version == article.version and now.audience.admits(viewer)

        return self._rows(stands)

    def _rows(self, admits: Callable[[Article], bool]) -> Mask:
        admitted = {article.id for article in self.shelf.articles.values() if admits(article)}
        return np.fromiter((article.id in admitted for article in self.owners), dtype=np.bool_, count=len(self.owners))


def shelve(shelf: Shelf, open_index: OpenIndex, open_lexical: OpenLexical = Bm25) -> Shelved:
    """The shelf with its indexes."""
    owners = tuple(shelf.articles[chunk.article_id] for chunk in shelf.chunks)
    texts = [(article.title, chunk.heading, chunk.text) for article, chunk in zip(owners, shelf.chunks, strict=True)]
    rows = defaultdict(list)
    for row, owner in enumerate(owners):
        rows[owner.id].append(row)
    languages = frozenset(each.language for each in owners)
    return Shelved(shelf, open_index(shelf), open_lexical(texts), owners, rows, languages)
