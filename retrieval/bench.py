"""Measures one size of a library: what it takes to build, to keep and to ask, beside the bare cost of its parts."""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from threading import Barrier
from typing import Any

import numpy as np

from knowledge.article import Article, Viewer
from knowledge.library import Library
from retrieval.answer import Answer, compose
from retrieval.embedding import Encoder
from retrieval.evaluation import resident_mb
from retrieval.index import OpenIndex
from retrieval.indexing import Indexer
from retrieval.lexical import Bm25
from retrieval.preference import Preference
from retrieval.search import Retriever
from retrieval.watch import EMBEDDING, LEXICAL, STAGES, VECTORS, WHOLE, Watch

RAW = "raw"
"""The question embedded, the `RAW_DEPTH` nearest passages found by vector and again by words, and nothing else."""
RAW_DEPTH = 100
_QUESTION = "question"
CHANGES = 3
PATIENCE = 120.0
"""Seconds after which a change is given up."""
SETTLING = 3_600.0
"""Seconds that indexes may take until they are as they are meant to be."""
_MOMENT = 0.05
THREADS = (1, 2)

Figures = dict[str, Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and whose it is: what its viewer may see, and what may be preferred for them."""

    words: str
    viewer: Viewer
    preference: Preference


@dataclass(frozen=True, slots=True)
class Taken:
    """What one question took: the seconds of each stage, and those that a processor was at work for it.

    `embedded` is what was given to the encoder for the question itself: once for each of its models that reads it.
    """

    answer: Answer
    stages: Mapping[str, float]
    cpu: float
    embedded: tuple[tuple[Any, ...], ...]


class Opened:
    """A library that is searched as in the product, with a watch over its parts."""

    def __init__(self, library: Library, encoder: Encoder, open_index: OpenIndex) -> None:
        self._library = library
        self._encoder = encoder
        self.watch = Watch()
        self._watched: Encoder = self.watch.over(encoder, EMBEDDING, ("encode",))
        begun = time.perf_counter()
        self._retriever = Retriever(
            library, lambda _: self._watched, self.watch.opening(open_index, VECTORS), self.watch.opening(Bm25, LEXICAL)
        )
        self._build_s = time.perf_counter() - begun

    def ask(self, asked: Asked) -> Taken:
        """Search and answer, as in the product. The processor's time is that of the whole process."""
        cpu, begun = time.process_time(), time.perf_counter()
        passages = self._retriever.search(asked.words, asked.preference, asked.viewer)
        found = time.perf_counter()
        answer = compose(asked.words, passages)
        ended, cpu = time.perf_counter(), time.process_time() - cpu
        embedded = (span.given for span in self.watch.spans(EMBEDDING, begun, found) if _QUESTION in span.given)
        return Taken(answer, self.watch.stages(begun, found, ended), cpu, tuple(embedded))

    def raw(self, asked: Asked, taken: Taken) -> tuple[float, float]:
        """The seconds of the bare parts for a question, with no audience and nothing fused; and a processor's."""
        cpu, begun = time.process_time(), time.perf_counter()
        for given in taken.embedded:
            self.watch.parts[VECTORS].search(self._encoder.encode(*given)[0], RAW_DEPTH)
        self.watch.parts[LEXICAL].search(asked.words, None, RAW_DEPTH)
        return time.perf_counter() - begun, time.process_time() - cpu

    def built(self) -> Figures:
        """The seconds that it took to build, and to build its indexes."""
        return {
            "vectors_s": round(self.watch.opening_s[VECTORS], 3),
            "lexical_s": round(self.watch.opening_s[LEXICAL], 3),
            "build_s": round(self._build_s, 3),
        }

    def settle(self) -> Figures:
        """Waits until its indexes are as they are meant to be, and tells the seconds.

        Of a large library the clusters of its vectors are found once, beside the questions of the first start.
        """
        begun = time.perf_counter()
        while self._retriever.shelved.ripe and time.perf_counter() - begun < SETTLING:
            time.sleep(_MOMENT)
        self.watch.became(self._retriever.shelved.volumes[0].index, VECTORS)
        return {"settled_s": round(time.perf_counter() - begun, 3)}

    def indexer(self) -> Indexer:
        """What changes articles beside it, as another process would: nobody is told."""
        return Indexer(self._library, self._encoder)


def speed(opened: Opened, questions: Sequence[Asked], progress: Progress) -> Figures:
    """Milliseconds of each stage, of the whole and of its bare parts, one question at a time.

    Question and bare parts take turns, and a question's own bare parts come much later, so that neither finds ready
    what the other has fetched.
    """
    taken: list[Taken] = []
    raw = []
    later = len(questions) // 2
    for number in range(len(questions) + later):
        if number < len(questions):
            taken.append(opened.ask(questions[number]))
        if number >= later:
            raw.append(opened.raw(questions[number - later], taken[number - later]))
        progress(number + 1, len(questions) + later)
    of = {stage: times(each.stages[stage] for each in taken) for stage in STAGES}
    of[WHOLE] |= _cpu(each.cpu for each in taken)
    bare = times(seconds for seconds, _ in raw) | _cpu(cpu for _, cpu in raw)
    return {
        "stages": of,
        "p50_ms": of[WHOLE]["p50_ms"],
        "p95_ms": of[WHOLE]["p95_ms"],
        RAW: bare,
        "whole_to_raw": round(of[WHOLE]["p50_ms"] / bare["p50_ms"], 2),
        "cpu_whole_to_raw": round(of[WHOLE]["cpu_p50_ms"] / bare["cpu_p50_ms"], 2),
    }


def _cpu(seconds: Iterable[float]) -> dict[str, float]:
    """The median of a processor's own time: other work on the machine changes it far less."""
    return {"cpu_p50_ms": times(seconds)["p50_ms"]}


def warm(opened: Opened, questions: Iterable[Asked]) -> None:
    """Asks until all is there that only first questions wait for."""
    for asked in questions:
        opened.raw(asked, opened.ask(asked))


def resident() -> float:
    """The megabytes of memory that this process holds, without what nobody needs any more."""
    gc.collect()
    return round(resident_mb(), 1)


def throughput(opened: Opened, questions: Sequence[Asked]) -> Figures:
    """Questions a second on each number of threads, every thread asking all of them."""
    return {f"qps_{threads}": round(_throughput(opened, questions, threads), 1) for threads in THREADS}


def _throughput(opened: Opened, questions: Sequence[Asked], threads: int) -> float:
    """Each thread asks one question before, as it would have long done at work."""
    ready = Barrier(threads + 1, timeout=PATIENCE)

    def all_of_them(at: int) -> None:
        opened.ask(questions[at])
        ready.wait()
        # Not the same questions at the same time as the others.
        begin = at * len(questions) // threads
        for asked in (*questions[begin:], *questions[:begin]):
            opened.ask(asked)

    with ThreadPoolExecutor(threads) as pool:
        asking = [pool.submit(all_of_them, at) for at in range(threads)]
        ready.wait()
        begun = time.perf_counter()
        for each in asking:
            each.result()
        return threads * len(questions) / (time.perf_counter() - begun)


def changing(number: int) -> Article:
    """The article that is changed: what it says is another code each time."""
    return Article("bench-changing", "The quorvex alarm", f"The code of the quorvex alarm is {_code(number)}.")


def _code(number: int) -> str:
    return str(4000 + number)


def change(opened: Opened, questions: Sequence[Asked], progress: Progress) -> Figures:
    """Changes one article while questions go on: the slowest seconds until it is answered, the longest question.

    The seconds run from handing in the article. `changed_s` is None where it was not answered within `PATIENCE`.
    """
    indexer, others = opened.indexer(), cycle(questions)
    seconds: list[float] = []
    longest = 0.0
    with ThreadPoolExecutor(1) as pool:
        for number in range(1, CHANGES + 1):
            begun = time.perf_counter()
            saving = pool.submit(indexer.load, [changing(number)])
            for waited in _asked_until(opened, others, _code(number)):
                longest = max(longest, waited)
            saving.result()
            seconds.append(time.perf_counter() - begun)
            progress(number, CHANGES)
    late = max(seconds) > PATIENCE
    return {"changed_s": None if late else round(max(seconds), 3), "longest_ms": round(longest * 1000, 1)}


def _asked_until(opened: Opened, others: Iterator[Asked], code: str) -> Iterator[float]:
    """The seconds of each question, one in two about the changed article, until its answer says the code."""
    about = Asked("what is the code of the quorvex alarm", Viewer(), Preference())
    begun = time.perf_counter()
    while time.perf_counter() - begun <= PATIENCE:
        yield opened.ask(next(others)).stages[WHOLE]
        taken = opened.ask(about)
        yield taken.stages[WHOLE]
        if code in taken.answer.text:
            return


def times(seconds: Iterable[float]) -> dict[str, float]:
    """Their median and the value that 95 % are below, in milliseconds."""
    p50, p95 = np.percentile([each * 1000 for each in seconds], [50, 95]).tolist()
    return {"p50_ms": round(p50, 3), "p95_ms": round(p95, 3)}
