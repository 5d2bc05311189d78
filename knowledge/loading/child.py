"""A process that converts documents, one after another: `python -m knowledge.loading.child`.

It is told a file a line on its input and answers a line on its output, both in JSON. A step is an empty line.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.converting.formats import check_beginning, converter, first_bytes
from knowledge.converting.piece import RefusedError
from knowledge.loading.limits import MEMORY, Allowed, ForbiddenError, Step, apply, held_at_most

_TIRED = 110_000_000
"""Bytes: who has held that much is replaced, so that the next document has all the room."""
TOO_MUCH = f"needs more than {MEMORY // 1_000_000} MB of memory to be read; split it"
TOO_LONG = "takes too long to be read; split it"
_WHY: dict[type[Exception], str] = {
    MemoryError: TOO_MUCH,
    TimeoutError: TOO_LONG,
    RecursionError: "is nested too deep to be read; open it where it was made and save it again",
    ForbiddenError: "points at other files or addresses, which are not opened; save it without them",
}


def main() -> None:
    """Answers until its input ends."""
    asked, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        # What a library prints does not get into the answers.
        os.dup2(nowhere, stream)
    sys.setrecursionlimit(3_000)
    allowed, step = apply(), Step()
    for line in asked:
        answer = _answered(json.loads(line), allowed, step, told)
        step.end()
        told.write(json.dumps(answer).encode() + b"\n")
        told.flush()


def _answered(wanted: dict[str, str], allowed: Allowed, step: Step, told: BinaryIO) -> dict[str, Any]:
    """The pieces, or why there are none. `again` where a process that has read nothing yet may have more luck."""
    try:
        pieces = _converted(wanted, allowed, step, told)
    except RefusedError as refused:
        return {"refused": str(refused), "tired": _tired()}
    except Exception as error:  # whatever a library makes of a broken document
        why = next((why for kind, why in _WHY.items() if isinstance(error, kind)), "")
        broken = f"is broken and could not be read ({type(error).__name__}); save it again"
        return {"refused": why or broken, "tired": True, "again": why in ("", TOO_MUCH)}
    return {"pieces": pieces, "tired": _tired()}


def _converted(wanted: dict[str, str], allowed: Allowed, step: Step, told: BinaryIO) -> list[dict[str, Any]]:
    path, suffix = Path(wanted["path"]), wanted["suffix"]

    def tick() -> None:
        step.tick()
        told.write(b"\n")
        told.flush()

    allowed.only(path)
    with path.open("rb") as file:
        check_beginning(suffix, first_bytes(file))
        convert = converter(suffix)
        step.begin()
        return [asdict(piece) for piece in convert(file, tick)]


def _tired() -> bool:
    return held_at_most() > _TIRED


if __name__ == "__main__":
    main()
