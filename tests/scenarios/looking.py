"""A process that looks once for what people wait for, until it is killed: `python -m tests.scenarios.looking HOME`."""

import sys
from pathlib import Path

from bot.demo import for_demo
from bot.settings import Settings
from bot.slack.replies import Replies
from bot.slack.shaping.hearing import HearingBack
from bot.wiring import Onhand


def main() -> None:
    onhand = Onhand(for_demo(Settings(home=Path(sys.argv[1]))))
    onhand.warm()
    replies = Replies(onhand.rooms.gate, lambda: None)
    hearing = HearingBack(onhand.rooms, replies, onhand.assistant, onhand.editing, lambda _: False)
    print("at work", flush=True)
    hearing.tell()


if __name__ == "__main__":
    main()
