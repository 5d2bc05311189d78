"""What hostile files cost: each is loaded by a process of its own. Prints why it was refused, the time and the memory.

python -m tests.measuring.bombs            all of them
python -m tests.measuring.bombs FILE       one file, as JSON
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.loading import Problem, stream
from knowledge.loading.limits import held_at_most
from tests.killing import ROOT
from tests.knowledge.bombs import BOMBS


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds` go from the first look to the refusal, with the parser's start; `worked` are those of a processor.

    The memory is the most that loader and parser held, in MB.
    """

    refused: list[str]
    loaded: int
    seconds: float
    worked: float
    loader_mb: int
    parser_mb: int


def cost(name: str) -> Cost:
    """What one file costs a process of its own. The parser's start is counted, too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(BOMBS[name]())
        command = [sys.executable, "-m", "tests.measuring.bombs", str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Cost(**json.loads(done.stdout))


def loaded(path: Path) -> Cost:
    """Loads a file in this process."""
    began, before = time.perf_counter(), time.process_time()
    every = list(stream([path]))
    seconds = time.perf_counter() - began
    refused = [each.reason for each in every if isinstance(each, Problem)]
    parser, loader = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
    worked = parser.ru_utime + parser.ru_stime + loader.ru_utime + loader.ru_stime - before
    memory = held_at_most() // 1_000_000, parser.ru_maxrss * 1024 // 1_000_000
    return Cost(refused, len(every) - len(refused), round(seconds, 3), round(worked, 3), *memory)


def _all() -> None:
    costs = {name: cost(name) for name in BOMBS}
    for name, each in sorted(costs.items(), key=lambda pair: -pair[1].seconds):
        used = f"{each.seconds:6.2f} s {each.worked:6.2f} s {each.parser_mb:5} MB {each.loader_mb:5} MB"
        print(f"{used}  {name:40} {'; '.join(each.refused)[:110]}")
    most, worked = max(each.seconds for each in costs.values()), max(each.worked for each in costs.values())
    memory = max(max(each.parser_mb, each.loader_mb) for each in costs.values())
    held = sum(each.loaded for each in costs.values())
    print(f"{len(costs)} files: {held} loaded, at most {most:.2f} s ({worked:.2f} s of a processor) and {memory} MB")


if __name__ == "__main__":
    print(json.dumps(asdict(loaded(Path(sys.argv[1]))))) if len(sys.argv) > 1 else _all()
