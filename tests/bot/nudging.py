"""A process that delivers nudges until it is killed: `python -m tests.bot.nudging HOME URL TOKEN LATER`.

`LATER` is by how many seconds its clock is ahead, so that the leases of lives before it have ended. It says when it
begins.
"""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from slack_sdk import WebClient

from bot.slack.receiving.nudging import Deliveries
from bot.slack.receiving.whereabouts import Whereabouts
from bot.slack.replies import Replies
from bot.slack.sender import Sender
from knowledge.article import Article
from privacy.database_sqlite import SqliteFile
from privacy.gate import utc_now
from privacy.keys_sqlite import SqliteKeys
from privacy.post_sqlite import SqlitePostStore
from privacy.rooms import around
from privacy.schema_sqlite import migrate_people
from privacy.store_sqlite import SqlitePersonalStore


class Shelf:
    """Has the one article."""

    def article(self, _request: Any, article_id: str) -> Article:
        return Article(article_id, "Milk", "Sixty-five degrees.")


def main() -> None:
    home, later = Path(sys.argv[1]), timedelta(seconds=float(sys.argv[4]))
    file = SqliteFile(home / "people.db")
    migrate_people(file.database)
    keys = SqliteKeys(home / "keys.db")
    rooms = around(SqlitePersonalStore(file), SqlitePostStore(file), keys, lambda: utc_now() + later)
    client = WebClient(sys.argv[3], sys.argv[2])
    sender = Sender(rooms.outbox, client)
    replies = Replies(rooms.gate, sender.wake)
    deliveries = Deliveries(rooms, replies, cast(Any, Shelf()), Whereabouts(client, None))
    print('"at work"', flush=True)
    while rooms.nudges.due() or rooms.outbox.seconds_to_next() is not None:
        deliveries.deliver()
        while sender.deliver_next():
            pass
    deliveries.deliver()


if __name__ == "__main__":
    main()
