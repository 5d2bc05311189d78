"""The one mouth: posts rows of the outbox, and nothing else does."""

import logging
import threading
import time
from base64 import b64decode
from datetime import datetime
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.slack.addressing import UPLOAD
from bot.wording import spoken, voice_in
from privacy.gate import Outgoing
from privacy.outbox import Outbox, Parcel
from privacy.uses import FRAMES

log = logging.getLogger(__name__)

TRIES = 6
LONGEST_WAIT = 30.0
IDLE_SECONDS = 0.5
UNREACHED = (SlackRequestError, URLError, OSError, HTTPException)
"""Slack did not answer. It may have posted the message all the same."""
OUR_OWN = frozenset({"otherwise_tell", "once", "tried_before", "good_until"})
"""Arguments that are for the sender, not for Slack. `once` names what must stand in a conversation once, whichever row
brings it; `tried_before`: an earlier row may have; after `good_until` it is not to be sent any more."""
TOO_LATE = "too_late"
GONE = frozenset({"not_found", "view_not_found", "message_not_found"})
"""What was to be closed or deleted is not there any more: somebody closed it first."""
UPLOAD_SECONDS = 10
TRANSIENT = frozenset({"ratelimited", "internal_error", "service_unavailable", "fatal_error", "request_timeout"})


class Client(Protocol):
    """The part of slack_sdk.WebClient that sending needs."""

    def api_call(
        self,
        api_method: str,
        *,
        http_verb: str = "POST",
        params: dict[str, Any] | None = None,
        json: dict[str, Any] | None = None,
    ) -> Any: ...


class Sender:
    """Empties the outbox with a few threads. A message that Slack turns away for now waits; its lane waits with it.

    The client must not repeat calls by itself: a message whose answer got lost would be posted twice.
    """

    def __init__(self, outbox: Outbox, client: Client, threads: int = 3) -> None:
        self._outbox = outbox
        self._client = client
        self._wake = threading.Condition()
        self._stopping = False
        self._doubtful: set[int] = set()
        self._threads = [threading.Thread(target=self._run, name=f"sender-{n}", daemon=True) for n in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Something was put into the outbox."""
        with self._wake:
            self._wake.notify_all()

    def stop(self, timeout: float = 3.0) -> None:
        """Lets each thread finish the message in its hands. What is left goes out after the next start."""
        self._stopping = True
        self.wake()
        until = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        while not self._stopping:
            try:
                pause = 0.0 if self.deliver_next() else self._pause()
            except Exception as problem:
                # The store could not be reached. What was claimed comes back when its lease ends.
                log.error("the outbox failed: %s", type(problem).__name__)
                pause = IDLE_SECONDS
            with self._wake:
                if pause and not self._stopping:
                    self._wake.wait(pause)

    def _pause(self) -> float:
        seconds = self._outbox.seconds_to_next()
        return IDLE_SECONDS if seconds is None else min(max(seconds, 0.02), IDLE_SECONDS)

    def deliver_next(self) -> bool:
        """Delivers one message that is due. False where none is."""
        parcel = self._outbox.claim()
        if parcel is None:
            return False
        try:
            self._deliver(parcel)
        except Exception as problem:
            log.error("outbox row %d failed: %s", parcel.id, type(problem).__name__)
            self._outbox.failed(parcel.id, type(problem).__name__)
        return True

    def _deliver(self, parcel: Parcel) -> None:
        doubtful = parcel.again or parcel.id in self._doubtful or bool(parcel.arguments.get("tried_before"))
        try:
            if _too_late(parcel, self._outbox.now()) and not (doubtful and self._was_delivered(parcel)):
                self._outbox.failed(parcel.id, TOO_LATE)
                return
            if not (doubtful and self._was_delivered(parcel)):
                self._send(parcel)
            self._outbox.sent(parcel.id)
            self._doubtful.discard(parcel.id)
        except SlackApiError as refused:
            self._refused(parcel, refused)
        except UNREACHED as problem:
            self._doubtful.add(parcel.id)
            self._retry(parcel, type(problem).__name__, 2.0**parcel.attempts)

    def _send(self, parcel: Parcel) -> None:
        if parcel.method == UPLOAD:
            self._upload(parcel)
        elif "row" in parcel.arguments:
            self._put_in_place(parcel)
        else:
            self._call(parcel.method, self._arguments(parcel))

    def _put_in_place(self, parcel: Parcel) -> None:
        """Changes the message that carries a row; where it is gone, what it should say now is posted below."""
        said = {name: value for name, value in parcel.arguments.items() if name != "row"}
        channel, row = self._conversation(parcel), parcel.arguments["row"]
        ts = next((each["ts"] for each in self._messages(parcel) if _carries(each, row)), None)
        if ts is None:
            self._call("chat.postMessage", {**said, **_QUIET})
        else:
            self._call(parcel.method, {**said, "channel": channel, "ts": ts})

    def _call(self, method: str, arguments: dict[str, Any]) -> Any:
        return self._client.api_call(method, json=arguments)

    def _upload(self, parcel: Parcel) -> None:
        """Files go in three steps, of which only the last shows them to anybody: the sender may die before it."""
        held = [self._put(file) for file in parcel.arguments["files"]]
        where = {"channel_id": self._conversation(parcel), "initial_comment": parcel.arguments["text"]}
        self._call(UPLOAD, {"files": held, **where})

    def _put(self, file: dict[str, str]) -> dict[str, str]:
        content = b64decode(file["data"]) if "data" in file else file["content"].encode()
        named = {"filename": file["filename"], "length": len(content)}
        given = self._client.api_call("files.getUploadURLExternal", params=named)
        # The address is Slack's own, for this one file.
        with urlopen(Request(given["upload_url"], content, method="POST"), timeout=UPLOAD_SECONDS):  # noqa: S310
            return {"id": given["file_id"], "title": file["title"]}

    def _arguments(self, parcel: Parcel) -> dict[str, Any]:
        """What Slack is sent. A posted message carries its row's id, so that a later sender can see that it arrived."""
        arguments = {name: value for name, value in parcel.arguments.items() if name not in OUR_OWN}
        if parcel.method == "chat.postMessage":
            arguments["metadata"] = {"event_type": "onhand_reply", "event_payload": {"row": _row(parcel)}}
        return arguments

    def _was_delivered(self, parcel: Parcel) -> bool:
        """Looks in the conversation for the row of a call that had no answer; what cannot be found is sent again."""
        if parcel.method not in ("chat.postMessage", UPLOAD):
            return False
        return any(_carries(message, _row(parcel)) or _holds(message, parcel) for message in self._messages(parcel))

    def _messages(self, parcel: Parcel) -> list[dict[str, Any]]:
        """The latest of the conversation that a parcel goes to, with the rows that they carry."""
        thread = parcel.arguments.get("thread_ts")
        where = {"channel": self._conversation(parcel), "include_all_metadata": True, "limit": 100}
        method = "conversations.replies" if thread else "conversations.history"
        params = where | ({"ts": thread} if thread else {})
        found = self._client.api_call(method, http_verb="GET", params=params)
        return list(found.get("messages", []))

    def _conversation(self, parcel: Parcel) -> str:
        """The conversation's id, also where a message is addressed to a person."""
        channel = str(parcel.arguments["channel"])
        if channel[0] not in "UW":
            return channel
        return str(self._client.api_call("conversations.open", json={"users": channel})["channel"]["id"])

    def _refused(self, parcel: Parcel, refused: SlackApiError) -> None:
        code = str(refused.response.get("error", "unknown"))
        if code in TRANSIENT or refused.response.status_code in (429, 500, 502, 503):
            wait = float(refused.response.headers.get("Retry-After", 2.0**parcel.attempts))
            self._retry(parcel, code, wait)
            return
        told = log.info if code in GONE else log.warning
        told("outbox row %d: %s refused: %s", parcel.id, parcel.method, code)
        self._outbox.failed(parcel.id, code)
        self._otherwise(parcel)

    def _retry(self, parcel: Parcel, code: str, wait: float) -> None:
        if parcel.attempts + 1 >= TRIES and code != "ratelimited":
            log.error("outbox row %d given up after %d tries: %s", parcel.id, parcel.attempts + 1, code)
            self._outbox.failed(parcel.id, code)
            self._otherwise(parcel)
            return
        self._outbox.later(parcel.id, min(wait, LONGEST_WAIT))

    def _otherwise(self, parcel: Parcel) -> None:
        """Never silent: what could not be shown in its place is told in the person's own conversation with the bot."""
        arguments = parcel.arguments
        if parcel.method == "chat.postEphemeral":
            same = {name: arguments[name] for name in ("text", "blocks")}
            self._try("chat.postMessage", {**same, "channel": arguments["user"], **_QUIET})
        elif parcel.method == UPLOAD:
            told = {"channel": arguments["channel"], "text": _noticed(parcel, voice_in(parcel.language).went_wrong)}
            self._try("chat.postMessage", {**told, **_QUIET})
        elif "otherwise_tell" in arguments:
            text = _noticed(parcel, voice_in(parcel.language).trigger_too_old)
            self._try("chat.postMessage", {"channel": arguments["otherwise_tell"], "text": text, **_QUIET})

    def tell(self, outgoing: Outgoing) -> None:
        """Posts what has no row in the outbox, as there is none to be had now. Only `bot.slack.aside` makes such.

        What got no answer may have arrived: it is not posted again, as nobody could look for its row.
        """
        for wait in (1.0, 2.0, 0.0):
            try:
                self._call(outgoing.method, dict(outgoing.arguments))
            except SlackApiError as refused:
                if refused.response.status_code != 429 or not wait or self._stopping:
                    log.error("%s aside refused: %s", outgoing.method, refused.response.get("error", "unknown"))
                    return
                time.sleep(min(float(refused.response.headers.get("Retry-After", wait)), LONGEST_WAIT))
            except UNREACHED as problem:
                log.error("%s aside: Slack did not answer: %s", outgoing.method, type(problem).__name__)
                return
            else:
                return

    def _try(self, method: str, arguments: dict[str, Any]) -> None:
        try:
            self._call(method, arguments)
        except (SlackApiError, *UNREACHED) as problem:
            log.error("the way round failed too: %s: %s", method, type(problem).__name__)


_QUIET = {"unfurl_links": False, "unfurl_media": False}


def _noticed(parcel: Parcel, words: str) -> str:
    """The words, with the notice where something was used, though what it was used for cannot be shown."""
    frame = FRAMES[spoken(parcel.language)]
    return words if parcel.notice in (frame.nothing, frame.off) else f"{words}\n{parcel.notice}"


def _row(parcel: Parcel) -> str:
    return str(parcel.arguments.get("once") or f"{parcel.request}:{parcel.id}")


def _too_late(parcel: Parcel, now: datetime) -> bool:
    until = parcel.arguments.get("good_until")
    return until is not None and datetime.fromisoformat(until) <= now


def _carries(message: dict[str, Any], row: str) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("row") == row


def _holds(message: dict[str, Any], parcel: Parcel) -> bool:
    """True for the message that shows a parcel's files, whose names no other parcel has."""
    sent = {file["filename"] for file in parcel.arguments.get("files", ())}
    return bool(sent & {file.get("name") for file in message.get("files", ())})
