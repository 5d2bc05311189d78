"""What a worker can see of what is held, and the end of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from privacy import uses
from privacy.gate import Gate
from privacy.receipt import Request, UsageReceipt
from privacy.seal import Seals
from privacy.store import PersonalStore
from privacy.uses import DataUse
from privacy.worker import WorkerId

ERASED = "erase all that is held about me"
"""The wording of what an erasure leaves behind: every use is off, so that nothing starts again by itself."""


@dataclass(frozen=True, slots=True)
class MyData:
    """`held` maps a field to its value, `kept` a use to what it keeps, oldest first; `choices` tells which are on."""

    held: Mapping[str, str] = field(repr=False)
    kept: Mapping[str, tuple[Any, ...]] = field(repr=False)
    receipts: tuple[UsageReceipt, ...]
    choices: tuple[tuple[DataUse, bool], ...]


class Rights:
    """Seeing and erasing, for the worker alone."""

    def __init__(self, people: PersonalStore, seals: Seals, gate: Gate) -> None:
        self._people = people
        self._seals = seals
        self._gate = gate

    def show(self, request: Request, receipts: int = 10) -> MyData:
        """All that is held about the worker of the request, with the latest receipts; itself a draw with a receipt.

        Empty where others can read the reply, and for somebody without a name.
        """
        drawn = self._gate.draw(request, uses.SHOW_MY_DATA)
        if drawn.refusal is not None:
            return MyData({}, {}, (), ())
        read = drawn.values.get(uses.EVERYTHING.name, [])
        kept: dict[str, tuple[Any, ...]] = {}
        for name, value in read:
            if name in uses.BY_NAME:
                kept[name] = (*kept.get(name, ()), value)
        held = {name: value for name, value in read if name not in uses.BY_NAME}
        return MyData(held, kept, self._people.receipts(request.worker, receipts), self.choices(request.worker))

    def receipts_of(self, worker: WorkerId, request: str) -> tuple[UsageReceipt, ...]:
        """What was drawn for one request, for the worker whose request it was and nobody else."""
        return self._people.receipts_of(request, worker)

    def choices(self, worker: WorkerId) -> tuple[tuple[DataUse, bool], ...]:
        """Each use that can be switched, and whether it is on."""
        return tuple((use, self._gate.allowed(worker, use)) for use in uses.USES if use.stoppable)

    def erase(self, worker: WorkerId) -> None:
        """Deletes all rows and the key, so that copies of the data hold nothing readable either.

        What stays is that every use is off. The key goes last before the end: where that end does not come, the rows
        are back but nobody can read them.
        """
        with self._people.transaction():
            self._people.erase(worker)
            for use in uses.USES:
                if use.stoppable:
                    self._gate.choose(worker, use, "withdrawn", ERASED)
            self._seals.destroy_key(worker)
