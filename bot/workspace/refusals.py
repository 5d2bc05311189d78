"""How the workspace says no: to the app as Slack would, to the page in plain words."""

from collections.abc import Sequence

from bot.workspace.cast import Json


class SlackError(Exception):
    """A Web API refusal. `code` is Slack's error name; `messages` go to response_metadata.messages."""

    def __init__(self, code: str, *messages: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.messages: Sequence[str] = messages
        self.more = more

    def body(self) -> Json:
        """The JSON body that Slack would answer with."""
        body: Json = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body


class PageError(Exception):
    """A refusal to the page. `status` is the HTTP status, 4xx; the text is for a person to read."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


class NoAck(Exception):
    """The app did not acknowledge a payload. `reason` is what Slack writes into X-Slack-Retry-Reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
