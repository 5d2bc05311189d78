"""Who may open the console: links that an editor gets in Slack and uses once, and the sessions that they begin.

`console.db` names nobody. A row is found by a hash of what stands in the link or the cookie, and says who it is for
only to whoever brings that: it is sealed under a key that is made of the same.
"""

import hashlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privacy.gate import utc_now
from privacy.worker import WorkerId

LINK_HOLDS = timedelta(minutes=5)
SESSION_HOLDS = timedelta(hours=8)
TABLE = """create table if not exists pass (
  hash text primary key, kind text not null check (kind in ('link', 'session')), sealed blob not null,
  until text not null) strict, without rowid"""
NONCE_BYTES = 12

Kind = Literal["link", "session"]


class Tickets:
    """Passes of one installation, shared by the process that hands links out and the one that takes them."""

    def __init__(self, home: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self._path = home / "console.db"
        self._clock = clock

    def link(self, worker: WorkerId) -> str:
        """What a link for a worker ends with. It holds for five minutes and opens one session."""
        return self._add("link", worker, LINK_HOLDS)

    def holds(self, link: str) -> bool:
        """Whether a link would open a session now. It is not used up by asking."""
        with self._open() as db:
            which = "select 1 from pass where hash = ? and kind = 'link' and until > ?"
            return db.execute(which, [_made(link, "hash").hex(), self._now()]).fetchone() is not None

    def enter(self, link: str) -> str | None:
        """Uses a link up. The cookie of the session that it opens; None for one that is wrong, used or too old."""
        with self._open() as db:
            which = "delete from pass where hash = ? and kind = 'link' and until > ? returning sealed"
            found = db.execute(which, [_made(link, "hash").hex(), self._now()]).fetchone()
        worker = _opened(link, found[0], "link") if found else None
        return None if worker is None else self._add("session", worker, SESSION_HOLDS)

    def who(self, cookie: str) -> WorkerId | None:
        """Whose session it is, while it lasts."""
        with self._open() as db:
            which = "select sealed from pass where hash = ? and kind = 'session' and until > ?"
            found = db.execute(which, [_made(cookie, "hash").hex(), self._now()]).fetchone()
        return _opened(cookie, found[0], "session") if found else None

    def leave(self, cookie: str) -> None:
        """Ends a session."""
        with self._open() as db:
            db.execute("delete from pass where hash = ?", [_made(cookie, "hash").hex()])

    def _add(self, kind: Kind, worker: WorkerId, holds: timedelta) -> str:
        token = secrets.token_urlsafe(32)
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + AESGCM(_made(token, "key")).encrypt(nonce, worker.encode(), kind.encode())
        until = (self._clock() + holds).isoformat()
        with self._open() as db:
            db.execute("delete from pass where until <= ?", [self._now()])
            db.execute("insert into pass values (?, ?, ?, ?)", [_made(token, "hash").hex(), kind, sealed, until])
        return token

    def _now(self) -> str:
        return self._clock().isoformat()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self._path, timeout=30)) as db, db:
            db.execute(TABLE)
            yield db


def form_key(cookie: str) -> str:
    """What each form of a session must bring along, so that no other page can send one."""
    return _made(cookie, "form").hex()


def is_form_key(given: str, cookie: str) -> bool:
    return hmac.compare_digest(given.encode(), form_key(cookie).encode())


def _made(token: str, what: str) -> bytes:
    """Another secret out of a token, for each purpose its own. It has 256 bits by chance: no slow hash is needed."""
    return hmac.new(token.encode(), what.encode(), hashlib.sha256).digest()


def _opened(token: str, sealed: bytes, kind: Kind) -> WorkerId | None:
    try:
        plain = AESGCM(_made(token, "key")).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], kind.encode())
    except InvalidTag:
        return None
    return WorkerId(plain.decode())
