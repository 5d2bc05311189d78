"""HTTP mode: signed POSTs to the app's request URL, in the forms Slack gives them."""

import asyncio
import http.client
import json
import time
from urllib.parse import SplitResult, urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

from bot.workspace.cast import Json
from bot.workspace.delivery import Parcel
from bot.workspace.refusals import NoAck

LOOPBACK = ("127.0.0.1", "localhost")
_SOCKET_SECONDS = 10.0


class Callbacks:
    """Posts to `request_url`, which must be on this machine: http, 127.0.0.1 or localhost."""

    late = "http_timeout"

    def __init__(self, request_url: str, signing_secret: str) -> None:
        self._url = urlsplit(request_url)
        if self._url.scheme != "http" or self._url.hostname not in LOOPBACK:
            raise ValueError(f"request_url {request_url!r}: http on {' or '.join(LOOPBACK)} is accepted")
        self._signer = SignatureVerifier(signing_secret)

    async def carry(self, parcel: Parcel) -> Json:
        """POST one payload; the acknowledgement is the answer's body."""
        body, headers = _encoded(parcel)
        # Signed with the machine's time, not the workspace's clock: the app checks it against its own.
        stamp = str(int(time.time()))
        headers |= {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": self._signer.generate_signature(timestamp=stamp, body=body) or "",
        }
        try:
            return await asyncio.to_thread(_post, self._url, body, headers)
        except OSError:
            raise NoAck("connection_failed") from None


def _encoded(parcel: Parcel) -> tuple[str, dict[str, str]]:
    if parcel.kind == "events_api":
        again = {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.reason}
        return json.dumps(parcel.body), {"Content-Type": "application/json", **(again if parcel.attempt else {})}
    fields = parcel.body if parcel.kind == "slash_commands" else {"payload": json.dumps(parcel.body)}
    return urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"}


def _post(url: SplitResult, body: str, headers: dict[str, str]) -> Json:
    connection = http.client.HTTPConnection(url.hostname or "", url.port or 80, timeout=_SOCKET_SECONDS)
    try:
        connection.request("POST", url.path or "/", body.encode(), {"User-Agent": "Slackbot 1.0", **headers})
        answer = connection.getresponse()
        return _acknowledgement(answer.status, answer.getheader("Content-Type", ""), answer.read().decode())
    except http.client.HTTPException:
        raise NoAck("http_error") from None
    finally:
        connection.close()


def _acknowledgement(status: int, content_type: str | None, body: str) -> Json:
    if not 200 <= status < 300:
        raise NoAck("http_error")
    if not body.strip():
        return {}
    if "json" in (content_type or ""):
        decoded = json.loads(body)
        return decoded if isinstance(decoded, dict) else {}
    return {"text": body}
