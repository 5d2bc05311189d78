"""How fast documents of each kind are loaded, and how much of them arrives. Embedding is not counted.

python -m tests.measuring.loading [FOLDER] [--documents 1000]

FOLDER holds articles in Markdown, at any depth; without it, those of the sample company are taken. Each is written as a
document of every kind in turn, with another title each time round, until there are enough.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import frontmatter

from bot.demo import SAMPLE
from knowledge.article import Article
from knowledge.loading import Problem, Taken, stream
from tests.knowledge.documents import MAKERS, Block, blocks_of

KINDS = ("heading", "item", "cell", "word")
_LISTED = ("step", "bullet")


@dataclass(slots=True)
class Kept:
    """How many of a document's headings, items of lists, cells of tables and words there were, and how many arrived."""

    there: Counter[str] = field(default_factory=Counter)
    arrived: Counter[str] = field(default_factory=Counter)

    def add(self, wanted: Sequence[Block], got: Sequence[Block]) -> None:
        """Counts one document."""
        had, has = _parts(wanted), _parts(got)
        for kind in KINDS:
            self.there[kind] += sum(had[kind].values())
            self.arrived[kind] += sum((had[kind] & has[kind]).values())

    def share(self, kind: str) -> float:
        """From 0 to 1; 1 where there was nothing to keep."""
        return self.arrived[kind] / self.there[kind] if self.there[kind] else 1.0


def _parts(blocks: Sequence[Block]) -> dict[str, Counter[str]]:
    """A cell counts as one only in a table, a heading only as a heading, and so on. Words count everywhere."""
    cells = [cell for block in blocks for row in block.rows for cell in row]
    words = " ".join([*cells, *(block.words for block in blocks)]).split()
    return {
        "heading": Counter(_plain(block.words) for block in blocks if block.kind == "heading"),
        "item": Counter(_plain(block.words) for block in blocks if block.kind in _LISTED),
        "cell": Counter(_plain(cell) for cell in cells if _plain(cell)),
        "word": Counter(map(_plain, words)),
    }


def _plain(words: str) -> str:
    return "".join(each for each in words.lower() if each.isalnum())


def sources(folder: Path) -> list[list[Block]]:
    """The articles of a folder as blocks, without those that say nothing."""
    texts = (frontmatter.loads(path.read_text(encoding="utf-8")).content for path in sorted(folder.rglob("*.md")))
    return [blocks for text in texts if (blocks := blocks_of(text))]


def written(folder: Path, articles: Sequence[list[Block]], documents: int) -> dict[str, list[Block]]:
    """Writes so many documents, of every kind in turn. Returns the blocks of each by its name."""
    made: dict[str, list[Block]] = {}
    for number, (blocks, suffix) in enumerate(_rounds(articles, documents)):
        name = f"document-{number}{suffix}"
        title = f"Document {number}"
        (folder / name).write_bytes(MAKERS[suffix](title, blocks))
        made[name] = [Block("heading", title, 1), *blocks]
    return made


def _rounds(articles: Sequence[list[Block]], documents: int) -> Iterator[tuple[list[Block], str]]:
    kinds = list(MAKERS)
    for number, blocks in zip(range(documents), cycle(articles), strict=False):
        yield blocks, kinds[(number + number // len(articles)) % len(kinds)]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one kind of document: how many were loaded a second, how many failed, and what was kept."""

    documents: int
    failed: int
    per_second: float
    kept: Kept


def measure(folder: Path, made: dict[str, list[Block]]) -> dict[str, Figures]:
    """Loads the documents kind by kind, each with processes of its own, their start included."""
    found: dict[str, Figures] = {}
    for suffix in MAKERS:
        paths = [folder / name for name in made if name.endswith(suffix)]
        began, every = time.perf_counter(), list(stream(paths))
        seconds = time.perf_counter() - began
        kept = Kept()
        for each in every:
            if isinstance(each, Taken):
                kept.add(made[Path(each.origin).name], blocks_as_told(each.article))
        failed = sum(isinstance(each, Problem) for each in every)
        found[suffix] = Figures(len(paths), failed, len(paths) / seconds, kept)
    return found


def blocks_as_told(article: Article) -> list[Block]:
    """An article's text, and its title as a heading, where the text does not begin with it."""
    blocks = blocks_of(article.body)
    told = any(block.kind == "heading" and block.words == article.title for block in blocks)
    return blocks if told else [Block("heading", article.title, 1), *blocks]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE / "articles")
    parser.add_argument("--documents", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = written(Path(folder), sources(given.folder), given.documents)
        began, every = time.perf_counter(), list(stream([Path(folder)]))
        seconds = time.perf_counter() - began
        failed = [each for each in every if isinstance(each, Problem)]
        print(f"{len(made)} documents in {seconds:.1f} s, {len(made) / seconds:.1f} a second; {len(failed)} failed")
        for problem in failed[:10]:
            print(f"  {Path(problem.file).name}: {problem.reason}")
        print(f"{'':6} documents  failed  a second  " + "  ".join(f"{kind + 's':>8}" for kind in KINDS))
        for suffix, each in measure(Path(folder), made).items():
            shares = "  ".join(f"{each.kept.share(kind):8.3f}" for kind in KINDS)
            print(f"{suffix:6} {each.documents:9} {each.failed:7} {each.per_second:9.1f}  {shares}")
    print(json.dumps({"documents": len(made), "failed": len(failed), "per_second": round(len(made) / seconds, 1)}))


if __name__ == "__main__":
    main()
