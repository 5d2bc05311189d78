"""Are the exported models what was exported? A damaged one would give other vectors, and nobody would see why."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from retrieval.embedding import NUMBERS, WEIGHTS, read_manifest


def broken(folder: Path) -> Iterator[Path]:
    """The folders of exported models whose weights are not those of their manifest. Reads all of them."""
    for each in sorted(folder.glob("*/")) if folder.is_dir() else []:
        if each.name.startswith("."):
            continue
        try:
            if _digest(each) != read_manifest(each).sha256:
                yield each
        except (OSError, ValueError):
            yield each


def take_away(folder: Path) -> tuple[Path, ...]:
    """Takes damaged models away, so that they are exported anew when they are opened. Returns their folders."""
    gone = tuple(broken(folder))
    for each in gone:
        shutil.rmtree(each)
    return gone


def _digest(folder: Path) -> str:
    """As the export makes it: of the graph, then its numbers."""
    held = hashlib.sha256()
    for name in (WEIGHTS, NUMBERS):
        with (folder / name).open("rb") as file:
            while block := file.read(1 << 20):
                held.update(block)
    return held.hexdigest()
