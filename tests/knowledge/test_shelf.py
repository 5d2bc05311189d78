"""What is live, as searches hold it."""

import numpy as np
import pytest

from knowledge.article import Article
from knowledge.shelf import Filling, VectorModel, page, shelf_of, widened
from knowledge.splitting import Chunk

MODEL = VectorModel("made up", 2)


def filling(article_id: str, ids: list[int]) -> Filling:
    """A page whose chunks have their ids for vectors."""
    chunks = [Chunk(article_id, 1, number, "", "text") for number in range(len(ids))]
    vectors = np.array([[each, 0] for each in ids], np.float32)
    return Filling(
        page(Article(article_id, "A", "text"), chunks), ids, vectors, [bytes([0, 0, 1, 0, each]) for each in ids]
    )


def test_numbers_are_widened_exactly() -> None:
    """Every finite number in half precision is the same number in single precision, to the bit."""
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)]
    assert widened(finite).tobytes() == finite.astype(np.float32).tobytes()


def test_pages_may_come_in_any_order() -> None:
    """Rows stand in the order of their ids, whichever page comes first, each with its own vector and sentences."""
    pages = [filling("a", [3, 9]), filling("b", [1, 2, 7])]
    sizes = sorted(each for one in pages for each in one.sizes)
    shelf = shelf_of(1, MODEL, sizes, iter(pages))
    assert shelf.ids.tolist() == shelf.vectors[:, 0].tolist() == [1, 2, 3, 7, 9]
    assert [(chunk.article_id, chunk.position) for chunk in shelf.chunks] == [
        ("b", 0),
        ("b", 1),
        ("a", 0),
        ("b", 2),
        ("a", 1),
    ]
    assert shelf.inside.rows.reshape(5, 5)[:, 4].tolist() == [1, 2, 3, 7, 9]


def test_what_was_not_announced_is_refused() -> None:
    """A chunk that was not announced, one that does not come, and one whose sentences are longer, are each an error."""
    for strange in (4, 10):
        with pytest.raises(ValueError, match=rf"chunks \[{strange}\] are not all among"):
            shelf_of(1, MODEL, [(3, 5), (9, 5)], [filling("a", [strange])])
    with pytest.raises(ValueError, match="1 of 2 chunks that were announced did not come"):
        shelf_of(1, MODEL, [(3, 5), (9, 5)], [filling("a", [3])])
    with pytest.raises(ValueError, match="broadcast"):
        shelf_of(1, MODEL, [(3, 4)], [filling("a", [3])])
