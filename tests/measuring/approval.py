"""How long it takes from a press on Approve to an answer: `python -m tests.measuring.approval [TIMES]`.

It runs the sample company with the real bot in a local workspace, in a folder of its own; ONHAND_HOME keeps the model.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot import settings
from bot.demo import Demo, for_demo, load_sample, running
from bot.workspace.driving import Person

PATIENCE = 30.0


def once(demo: Demo, number: int) -> tuple[float, float]:
    """Seconds from the press to the word that it is live, and to the answer of somebody who asked right then."""
    place = f"cupboard {number}"
    words = f"# The spare blender {number}\n\nThe spare blender {number} stands in {place}.".encode()
    url = demo.workspace.url
    with Person(url, "U0LEO") as leo, Person(url, "U0NIA") as nia, Person(url, "U0BEA") as bea:
        leo.sends({f"blender-{number}.md": words})
        leo.next_message(PATIENCE, channel=leo.dm)
        nia.says("articles")
        listed = nia.next_message(PATIENCE, channel=nia.dm)
        look = next(block["accessory"] for block in listed["blocks"] if "accessory" in block)
        nia.presses(listed, look["action_id"])
        card = nia.next_message(PATIENCE, channel=nia.dm)
        pressed = time.perf_counter()
        nia.presses(card, "editing:approve")
        while "is live" not in nia.next_message(PATIENCE, channel=nia.dm)["text"]:
            pass
        told = time.perf_counter() - pressed
        bea.says(f"where is the spare blender {number}")
        while place not in (answer := bea.next_message(PATIENCE, channel=bea.dm))["text"]:
            if "I don't have this" in answer["text"]:
                raise SystemExit(f"not answered: {answer['text']}")
        return told, time.perf_counter() - pressed


def main(times: int) -> None:
    kept = settings.read()
    with TemporaryDirectory(prefix="onhand-approval-") as folder:
        home = Path(folder)
        models = (kept.home / "models").absolute()
        models.mkdir(parents=True, exist_ok=True)
        (home / "models").symlink_to(models, target_is_directory=True)
        own = for_demo(replace(kept, home=home))
        onhand = load_sample(own, lambda _done, _all: None, lambda _done, _all: None)
        onhand.warm()
        with running(own, onhand) as demo:
            demo.workspace.limits_on = False
            figures = [once(demo, number) for number in range(times)]
    for name, column in zip(("told that it is live", "answer"), zip(*figures, strict=True), strict=True):
        print(f"press to {name}: median {median(column):.2f} s, worst {max(column):.2f} s, of {times}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
