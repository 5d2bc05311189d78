"""The audit as a whole: so many worlds, each played and played again, and what was found in words and figures."""

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bot.audit.apart import apart, begun
from bot.audit.articles import BREAKING, Search, collection, learned, library_of
from bot.audit.influence import compare, differing_pairs, variants
from bot.audit.playing import Played, play, prepare
from bot.audit.worlds import Maker, World
from knowledge.article import ANYONE
from privacy import identifiers
from privacy.uses import ENGLISH
from retrieval.interleaving import Contest
from retrieval.preference import NO_PREFERENCE
from retrieval.ranker import SHIPPED, Ranker

LIBRARIES = 6
VARIANTS = 2
EXAMPLES = 10
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Figures:
    """What was found. `unexplained` are replies that changed without naming why; `explained` those that named it.

    `failures` are steps that failed though nothing was broken: what fails is not audited.
    """

    worlds: int = 0
    requests: int = 0
    messages: int = 0
    pairs: int = 0
    explained: int = 0
    unexplained: int = 0
    off_differs: int = 0
    wire_mismatches: int = 0
    unreceipted_reads: int = 0
    receipts_lost: int = 0
    failures: int = 0
    chain_ok: bool | None = None
    seed: int = 0
    seconds: float = 0.0
    examples: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """True where nothing was found, and something was looked at."""
        wrong = (self.unexplained, self.off_differs, self.wire_mismatches, self.unreceipted_reads,
                 self.receipts_lost, self.failures)  # fmt: skip
        return not any(wrong) and self.chain_ok is not False and self.messages > 0

    def found(self, name: str, world: World, problems: list[str]) -> None:
        """Counts problems of one sort, and keeps the first few in words."""
        setattr(self, name, getattr(self, name) + len(problems))
        room = EXAMPLES - len(self.examples)
        self.examples += [f"world {world.number}: {name}: {each}" for each in problems[: max(room, 0)]]


def summed(parts: Sequence[Figures]) -> Figures:
    """The figures of several parts of one audit."""
    whole = Figures(seed=parts[0].seed)
    for each in fields(Figures):
        if each.type is int and each.name != "seed":
            setattr(whole, each.name, sum(getattr(part, each.name) for part in parts))
    checked = [part.chain_ok for part in parts if part.chain_ok is not None]
    whole.chain_ok = all(checked) if checked else None
    whole.examples = [example for part in parts for example in part.examples][:EXAMPLES]
    return whole


class Audit:
    """Holds the libraries and the empty home; `run` plays worlds over them."""

    def __init__(self, folder: Path, seed: int) -> None:
        random = Random(seed)  # noqa: S311
        collections = [collection(random) for _ in range(LIBRARIES)]
        rankers = [_ranker(random, at) for at in range(LIBRARIES)]
        self._finders = [
            _made(articles, folder / f"library{at}", ranker)
            for at, (articles, ranker) in enumerate(zip(collections, rankers, strict=True))
        ]
        self._articles = [[article.id for article in articles] for articles in collections]
        self._home = folder / "prepared"
        prepare(self._home)
        # As with the search: what takes out identifiers takes seconds to load, and each play is a process of its own.
        if identifiers.available():
            identifiers.stripped("warm up", ENGLISH, lambda _: False)
        gc.collect()
        gc.freeze()
        self._maker = Maker(seed, self._articles)
        self.figures = Figures(seed=seed)

    def world(self, number: int) -> None:
        """Plays one world and its variants, and counts what was found. Anew where the hour changed meanwhile."""
        hour, plays = _hour(), list(self._plays(number))
        if hour != _hour():
            plays = list(self._plays(number))
        for add in plays:
            add()

    def _plays(self, number: int) -> Iterator[Callable[[], None]]:
        world = self._maker.world(number)
        finder = self._finders[world.library]
        base = apart(partial(play, world, finder, self._home))
        yield partial(self._counted, world, base)
        inputs = tuple(scene.heard for scene in base.scenes)
        random = Random(f"variants:{self.figures.seed}:{number}")  # noqa: S311
        for variant in variants(world, inputs, random, self._articles[world.library], VARIANTS):
            other = apart(partial(play, variant.world, finder, self._home, variant.inputs))
            yield partial(self._counted, variant.world, other)
            compared = compare(variant, base, other)
            yield partial(self.figures.found, "unexplained", world, compared.unexplained)
            yield partial(self._explained, compared.explained)

    def _explained(self, count: int) -> None:
        self.figures.explained += count

    def _counted(self, world: World, played: Played) -> None:
        figures = self.figures
        figures.requests += sum(scene.heard is not None for scene in played.scenes)
        figures.messages += sum(len(scene.sent) for scene in played.scenes)
        pairs, differing = differing_pairs(world, played)
        figures.pairs += pairs
        figures.found("off_differs", world, differing)
        figures.found("wire_mismatches", world, list(played.wire))
        figures.found("unreceipted_reads", world, list(played.reads))
        figures.found("receipts_lost", world, list(played.receipts))
        figures.found("failures", world, list(_failures(played)))
        if played.chain is not None:
            figures.chain_ok = not played.chain and figures.chain_ok is not False
            figures.examples += [f"world {world.number}: chain: {each}" for each in played.chain[:1]]


def _hour() -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


def _ranker(random: Random, library: int) -> Ranker | Contest:
    """In turn what Onhand comes with, weights that were learned, and a test of the one against the other."""
    if library % 3 == 0:
        return SHIPPED
    found = learned(random)
    return found if library % 3 == 1 else Contest(SHIPPED, found, 1, "the audit's test")


def _made(articles: Any, folder: Path, ranker: Ranker | Contest) -> Search:
    folder.mkdir()
    made = library_of(articles, folder, ranker)
    # What a first question loads is loaded once, before there are copies of this process.
    for words in (
        "¿a qué temperatura debe estar el grill?",
        "how hot must the grill be and which cloth is for the till",
    ):
        made.answer(words, NO_PREFERENCE, ANYONE)
    return made


def _failures(played: Played) -> Iterator[str]:
    for scene in played.scenes:
        if scene.failures and BREAKING not in scene.step.words:
            yield f"{scene.step.way} {scene.step.action} failed: {scene.failures[0]}"


def _silent(_done: int, _of: int) -> None:
    return None


def audit(worlds: int, seed: int, progress: Progress = _silent) -> Figures:
    """Plays so many worlds, on every processor. The same seed, the same worlds."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="onhand-audit-") as folder:
        figures = _shared_out(Audit(Path(folder), seed), worlds, progress)
    figures.seconds = round(time.monotonic() - started, 1)
    return figures


def _shared_out(whole: Audit, worlds: int, progress: Progress) -> Figures:
    """Every processor takes a share of the worlds, in a copy of this process that writes a byte for each one done."""
    reading, writing = os.pipe()
    shares = min(os.cpu_count() or 1, worlds)
    copies = [begun(partial(_played, whole, range(share, worlds, shares), writing)) for share in range(shares)]
    os.close(writing)
    with open(reading, "rb", buffering=0) as pipe:
        done = 0
        progress(done, worlds)
        while some := pipe.read(worlds):
            done += len(some)
            progress(done, worlds)
    return summed([copy.result() for copy in copies])


def _played(whole: Audit, numbers: Sequence[int], telling: int) -> Figures:
    for number in numbers:
        whole.world(number)
        whole.figures.worlds += 1
        os.write(telling, b".")
    return whole.figures
