"""What really leaves for Slack: is it a row of the outbox, and does it name what its receipts name, and no more?"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from privacy.uses import FRAMES, KINDS, Language

SHOWN = ("text", "blocks", "view", "initial_comment")


@dataclass(frozen=True, slots=True)
class Sent:
    """One call that carried words, with the receipts of its request at that moment."""

    method: str
    arguments: Mapping[str, Any]
    request: str
    worker: str
    language: Language
    kinds: frozenset[str]

    @property
    def user(self) -> str:
        """The person or channel that it went to."""
        found = self.arguments.get("user") or self.arguments.get("user_id") or self.arguments.get("channel", "")
        return str(found)


@dataclass(slots=True)
class Mouth:
    """A Web API client that answers as Slack does and keeps what it was told."""

    folder: Path
    refused: Sequence[str] = ()
    sent: list[Sent] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _rows: sqlite3.Connection = field(init=False)
    _refused_row: tuple[Any, ...] | None = None
    _last: int = 0

    def __post_init__(self) -> None:
        self._rows = sqlite3.connect(self.folder / "people.db", isolation_level=None)

    def api_call(
        self,
        api_method: str,
        *,
        http_verb: str = "POST",
        params: dict[str, Any] | None = None,
        json: dict[str, Any] | None = None,
    ) -> Any:
        """See `bot.slack.sender.Client`."""
        arguments = json or params or {}
        if http_verb == "POST":
            self._took(api_method, arguments)
        if api_method in self.refused:
            data = {"ok": False, "error": "expired_trigger_id"}
            raise SlackApiError("refused", _answer(api_method, data))  # type: ignore[no-untyped-call]
        return _answer(api_method, {"ok": True, "ts": "1.0", "channel": {"id": "D0"}})

    def _took(self, method: str, arguments: Mapping[str, Any]) -> None:
        row = self._row(method)
        if row is None:
            self.problems.append(f"{method} left past the outbox")
            self.sent.append(Sent(method, arguments, "", "", "en", frozenset()))
            return
        kinds = frozenset(kind for (kind,) in self._rows.execute(KINDS_OF, [row[1]]))
        sent = Sent(method, arguments, row[1], row[2], row[3], kinds)
        self.sent.append(sent)
        self.problems += mismatches(sent)

    def _row(self, method: str) -> tuple[Any, ...] | None:
        """The row in the sender's hands; or the one that was just refused, once, for the way round."""
        rows = self._rows.execute(SENDING).fetchall()
        if len(rows) == 1 and rows[0][0] != self._last and rows[0][4] == method:
            row: tuple[Any, ...] = rows[0]
            self._last = row[0]
            self._refused_row = row if method in self.refused else None
            return row
        again, self._refused_row = self._refused_row, None
        return again if not rows else None

    def receipts(self) -> list[tuple[Any, ...]]:
        """Every receipt with its kinds, as the database holds them now."""
        return self._rows.execute(RECEIPTS).fetchall()

    def read_by_request(self) -> dict[str, frozenset[str]]:
        """The uses of the receipts of each request, each with the kinds it found; also those that found nothing."""
        found: dict[str, frozenset[str]] = {}
        for request, read in self._rows.execute(READ_BY_REQUEST):
            found[request] = found.get(request, frozenset()) | {read}
        return found


SENDING = "SELECT id, request, worker, language, method FROM outgoing WHERE state = 'sending'"
KINDS_OF = "SELECT DISTINCT kind FROM receipt JOIN receipt_kind ON receipt = number WHERE request = ?"
READ_BY_REQUEST = (
    "SELECT request, use || ':' || coalesce(kind, '') FROM receipt LEFT JOIN receipt_kind ON receipt = number"
)
RECEIPTS = (
    "SELECT number, request, worker, use, at, (SELECT group_concat(kind) FROM receipt_kind WHERE receipt = number) "
    "FROM receipt ORDER BY number"
)


def _answer(method: str, data: dict[str, Any]) -> SlackResponse:
    return SlackResponse(
        client=None, http_verb="POST", api_url=method, req_args={}, data=data, headers={}, status_code=200
    )


def mismatches(sent: Sent) -> Iterator[str]:
    """Where a part of a message names other kinds than its receipts."""
    parts = [part for part in SHOWN if sent.arguments.get(part)]
    if sent.kinds and not parts:
        yield f"{sent.method} names nothing, its receipts name {_named(sent.kinds)}"
    for part in parts:
        told = frozenset(kind for line in lines(sent.arguments[part]) for kind in named(line, sent.language))
        if told != sent.kinds:
            yield f"the {part} of a {sent.method} names {_named(told)}, its receipts name {_named(sent.kinds)}"


def _named(kinds: frozenset[str]) -> str:
    return ", ".join(sorted(kinds)) or "nothing"


def lines(part: Any) -> Iterator[str]:
    """What can be a notice: the last line of a message's text, and each text of a line of small print in its blocks."""
    if isinstance(part, str):
        yield unescape(part.splitlines()[-1] if part else "")
        return
    for block in part.get("blocks", []) if isinstance(part, Mapping) else part:
        if block.get("type") == "context":
            yield from (str(each.get("text", "")) for each in block["elements"])


def named(line: str, language: Language) -> frozenset[str]:
    """The kinds that a line names where it is a notice: read here by itself, not by the code that writes notices."""
    frame = FRAMES[language]
    for form in (frame.to_choose, frame.to_show, frame.used):
        found = re.fullmatch(re.escape(form).replace(re.escape("{}"), "(.+)"), line)
        if found:
            return frozenset(kind.name for kind in KINDS if kind.names[language].word in found[1])
    return frozenset()


def without_notice(words: str, language: Language) -> str:
    """A text with each line that is a notice replaced by a mark."""
    frame = FRAMES[language]
    plain = {frame.nothing, frame.off}
    kept = [line if line not in plain and not named(line, language) else "[notice]" for line in words.splitlines()]
    return "\n".join(kept)


def close(mouth: Mouth) -> None:
    """Lets go of the database."""
    with suppress(sqlite3.Error):
        mouth._rows.close()
