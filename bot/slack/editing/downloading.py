"""Fetches what somebody dropped on the bot: from Slack's own host alone, and no more of it than is wanted."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.wording import editing as say
from knowledge.loading.frontmatter import plain

MOST_BYTES = 20_000_000
SECONDS = 20
LONGEST_NAME = 120
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PAGES = (".html", ".htm", ".aspx")


class Unfetched(ValueError):
    """A file that was not fetched: the text says why."""


class _NoDetour(HTTPRedirectHandler):
    """Slack sends whoever may not read a file to its page for signing in. The token goes nowhere else."""

    def redirect_request(self, *_asked: Any, **_more: Any) -> None:
        raise Unfetched(say.NO_FILE)


class Downloads:
    """Reads files with the bot's token. `api_url` is the Web API's address, whose host decides which one is Slack's."""

    def __init__(self, token: str, api_url: str) -> None:
        self._token = token
        self._api = urlsplit(api_url)
        self._opener = build_opener(_NoDetour)

    @contextmanager
    def fetched(self, file: Mapping[str, Any]) -> Iterator[Path]:
        """The file in a folder of its own, under its own name, which is gone afterwards. Raises Unfetched."""
        content = self._content(file)
        with tempfile.TemporaryDirectory(prefix="onhand-") as folder:
            path = Path(folder) / name_of(file)
            path.write_bytes(content)
            yield path

    def _content(self, file: Mapping[str, Any]) -> bytes:
        address = str(file.get("url") or "")
        if not address:
            raise Unfetched(say.NOT_HERE)
        if not self._is_slacks(address):
            raise Unfetched(say.ANOTHER_PLACE)
        if int(file.get("size") or 0) > MOST_BYTES:
            raise Unfetched(say.TOO_LARGE.format(most=MOST_BYTES))
        return self._read(address, name_of(file))

    def _is_slacks(self, address: str) -> bool:
        """True for the host that Slack keeps files on; for a local workspace it is the workspace itself."""
        at, host = urlsplit(address), self._api.hostname or ""
        if host in LOOPBACK:
            return at.scheme == "http" and at.hostname == host
        return at.scheme == "https" and at.hostname == f"files.{host}" and at.port in (None, 443)

    def _read(self, address: str, name: str) -> bytes:
        request = Request(address, headers={"Authorization": f"Bearer {self._token}"})  # noqa: S310 - looked at above
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                content: bytes = answer.read(MOST_BYTES + 1)
                kind = str(answer.headers.get_content_type())
        except (OSError, HTTPException):
            raise Unfetched(say.NO_FILE) from None
        if len(content) > MOST_BYTES:
            raise Unfetched(say.TOO_LARGE.format(most=MOST_BYTES))
        # Without the scope Slack gives its own page in the place of the file.
        if kind == "text/html" and not name.lower().endswith(_PAGES):
            raise Unfetched(say.NO_FILE)
        return content


def name_of(file: Mapping[str, Any]) -> str:
    """A file's own name as one that a folder can hold: without a path, and without what nobody sees."""
    last = PurePosixPath(plain(str(file.get("name") or "")).replace("\\", "/")).name
    shown = "".join(letter for letter in last if letter.isprintable()).lstrip(".").strip()
    stem, dot, suffix = shown.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:10]}" if stem else shown[:LONGEST_NAME] or "file"
