"""Trains the ranker on what people with a yes said helped them, each reading with its receipt."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.rankers import Rankers, Version
from privacy import uses
from privacy.gate import Gate
from privacy.worker import WorkerId
from retrieval.learning import Example, Learned, learn

BY_JOB = frozenset({"own", "version", "site", "others"})
"""The signals that the job has a part in."""
WEEK = timedelta(days=7)
SMALL_HOURS = range(2, 5)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Trainer:
    """Draws the examples, learns, and keeps what is better."""

    gate: Gate
    rankers: Rankers
    fewest: int

    def train(self, progress: Progress = lambda _done, _all: None) -> Learned:
        """What came of it; a version that is better is the one in use from then on."""
        done = learn(self._examples(progress), self.fewest, self.rankers.current())
        now = self.gate.clock()
        if done.outcome == "new":
            self.rankers.add(Version(done.ranker, now, done.examples, done.contributors, done.losses), now)
        else:
            self.rankers.tried(now, done.ranker.version)
        return done

    def weekly(self) -> None:
        """Trains in the small hours where the last time was a week ago; for a caller that comes by often."""
        now = self.gate.clock()
        last = self.rankers.trained
        if now.astimezone().hour in SMALL_HOURS and (last is None or now - last >= WEEK - timedelta(hours=6)):
            self.train()

    def _examples(self, progress: Progress) -> list[Example]:
        """In the order of time: of one day, everybody's first, then everybody's second, so that the newest are never
        one person's. Whose they are goes no further than here."""
        keepers = sorted(self.gate.keepers(uses.RANK_BY_PAST_USE))
        dated: list[tuple[str, int, Example]] = []
        for number, worker in enumerate(keepers):
            of_a_day: Counter[str] = Counter()
            for value in self._drawn(worker):
                of_a_day[value["day"]] += 1
                dated.append((value["day"], of_a_day[value["day"]], _example(number, value)))
            progress(number + 1, len(keepers))
        return [example for _, _, example in sorted(dated, key=lambda each: each[:2])]

    def _drawn(self, worker: WorkerId) -> list[dict[str, Any]]:
        """What a worker said; where their job is not to be used, nothing of what it had a part in."""
        request = self.gate.open_for(worker, public=False)
        drawn = self.gate.draw(request, uses.RANK_BY_PAST_USE).values.get(uses.HELPED.name, [])
        said = [value for _, value in drawn if "article" in value and "shown" in value]
        if self.gate.allowed(worker, uses.RANK_BY_ROLE):
            return said
        return [value for value in said if not value["drew"] and BY_JOB.isdisjoint(value["shown"]["signals"])]


def _example(number: int, value: dict[str, Any]) -> Example:
    shown = value["shown"]
    return Example(number, shown["score"], shown["signals"], value["said"] == "helped", shown["position"])


def due(last: datetime | None) -> str:
    """When it was last tried, for people to read."""
    return f"{last:%Y-%m-%d %H:%M} UTC" if last else "never"
