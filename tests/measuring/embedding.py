"""How fast articles are loaded, against sentence-transformers with the same texts, and how soon a command answers.

python -m tests.measuring.embedding [--model english] [--articles 120] [--starts 10]

The sample's articles are loaded as `onhand articles load` does it: cut, embedded with their sentences, saved. Their
texts go to sentence-transformers on torch in the same run, in turn, a slice of articles each. Then commands are begun
anew, each in a process of its own, over the sample company, and timed from the start of the process to its end.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.demo import for_demo, load_sample
from bot.settings import Settings
from bot.wiring import Onhand
from knowledge.article import Article
from knowledge.library_sqlite import SqliteLibrary
from knowledge.splitting import split
from retrieval.closeness import as_read
from retrieval.indexing import Indexer, as_embedded
from retrieval.models import load
from retrieval.passage import name_of
from retrieval.units import blocks_of

SLICE = 10
COMMANDS = (("--help",), ("ask", "how hot must chicken be"))


def texts_of(article: Article) -> list[str]:
    """All that is embedded of an article: its passages with their headings, and their sentences."""
    chunks = split(article)
    read = [as_read(name_of(article, chunk), blocks_of(chunk.text)) for chunk in chunks]
    return [*(as_embedded(article, chunk) for chunk in chunks), *(words for each in read for words in each)]


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that passed, and seconds of processors."""
    clock, processors = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processors


def loaded(articles: Sequence[Article], model: str, folder: Path) -> list[str]:
    """The rows of a table: what both took for the same texts."""
    onhand = Onhand(Settings(home=folder, model=model))
    indexer, peer = Indexer(SqliteLibrary(folder / "embedding.db"), onhand.encoder), load(model)
    peer.encode_document(["The first text waits for what only it needs."])
    ours, theirs, number = np.zeros(2), np.zeros(2), 0
    for start in range(0, len(articles), SLICE):
        some = articles[start : start + SLICE]
        texts = [text for article in some for text in texts_of(article)]
        ours += spent(lambda some=some: indexer.load(some))  # type: ignore[misc]
        theirs += spent(lambda texts=texts: peer.encode_document(texts, normalize_embeddings=True))  # type: ignore[misc]
        number += len(texts)
    ratios = theirs / ours
    return [
        f"{model}: {len(articles)} articles, {number} texts",
        f"  loaded by Onhand         {ours[0]:6.1f} s  {number / ours[0]:6.0f} texts a second",
        f"  sentence-transformers    {theirs[0]:6.1f} s  {number / theirs[0]:6.0f}",
        f"  ratio {ratios[0]:.1f}, of processors' time {ratios[1]:.1f}",
    ]


def begun(arguments: Sequence[str], home: Path, times: int) -> str:
    """A row: how long a command takes from its start to its end, median and the second longest."""
    command = [sys.executable, "-m", "bot", *arguments]
    environment = {"ONHAND_HOME": str(home), "PATH": ""}
    taken = sorted(
        spent(lambda: subprocess.run(command, check=True, capture_output=True, env=environment))[0]
        for _ in range(times)
    )
    return f"onhand {' '.join(arguments)}: {np.median(taken):.2f} s, second longest of {times} {taken[-2]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast articles are loaded, and how soon a command answers.")
    parser.add_argument("--model", choices=("english", "multilingual"), default="english")
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--starts", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        sample = load_sample(for_demo(Settings(home=home)), lambda _done, _of: None, lambda _done, _of: None)
        articles = [*sample.library.list()][: given.articles]
        print(*loaded(articles, given.model, home), sep="\n")
        for arguments in COMMANDS:
            print(begun(arguments, home, given.starts))


if __name__ == "__main__":
    main()
