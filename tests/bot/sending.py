"""A process that delivers what is in the outbox until it is killed: `python -m tests.bot.sending HOME URL TOKEN LATER`.

`LATER` is by how many seconds its clock is ahead, so that the leases of lives before it have ended. It says
when it begins.
"""

import sys
from datetime import timedelta
from pathlib import Path

from slack_sdk import WebClient

from bot.slack.sender import Sender
from privacy.database_sqlite import SqliteFile
from privacy.gate import utc_now
from privacy.keys_sqlite import SqliteKeys
from privacy.post_sqlite import SqlitePostStore
from privacy.rooms import around
from privacy.schema_sqlite import migrate_people
from privacy.store_sqlite import SqlitePersonalStore


def main() -> None:
    home, later = Path(sys.argv[1]), timedelta(seconds=float(sys.argv[4]))
    file = SqliteFile(home / "people.db")
    migrate_people(file.database)
    keys = SqliteKeys(home / "keys.db")
    rooms = around(SqlitePersonalStore(file), SqlitePostStore(file), keys, lambda: utc_now() + later)
    sender = Sender(rooms.outbox, WebClient(sys.argv[3], sys.argv[2]))
    print('"at work"', flush=True)
    while rooms.outbox.seconds_to_next() is not None:
        sender.deliver_next()


if __name__ == "__main__":
    main()
