"""Response URLs: how the app answers an interaction without a token."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.workspace import blocks
from bot.workspace.cast import Json
from bot.workspace.reading import decoded
from bot.workspace.refusals import SlackError
from bot.workspace.state import bot_message
from bot.workspace.switchboard import Switchboard
from bot.workspace.tickets import ResponseUrl
from bot.workspace.views import with_ids

_KNOWN = {
    "text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts", "mrkdwn",
    "unfurl_links", "unfurl_media", "metadata",
}  # fmt: skip


class Hooks:
    """Answers POST /hooks/<secret>."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board

    async def answer(self, request: Request) -> Response:
        """One use of a response URL: 200 "ok", 404 for one that is unknown, spent or expired, 400 for a wrong body."""
        try:
            response = self._board.tickets.use_response(request.path_params["secret"])
        except SlackError as gone:
            return JSONResponse(gone.body(), 404)
        try:
            self._apply(response, _body(await request.body()))
        except SlackError as refused:
            return JSONResponse(refused.body(), 400)
        return PlainTextResponse("ok")

    def _apply(self, response: ResponseUrl, body: Json) -> None:
        if body.get("delete_original"):
            self._delete(response)
            return
        checked = blocks.check_message(body.get("blocks"), body.get("text") or "")
        if not body.get("text") and not checked:
            raise SlackError("no_text")
        content = {"text": body.get("text", ""), "blocks": with_ids(checked) if checked else None}
        if body.get("replace_original") and response.message_ts:
            self._replace(response, content)
        else:
            self._add(response, content, body)

    def _delete(self, response: ResponseUrl) -> None:
        ts = response.message_ts
        if ts in self._board.state.ephemerals:
            self._board.hush(ts)
        elif self._is_own(response):
            self._board.delete(self._board.state.channels[response.channel], ts or "")
        else:
            raise SlackError("message_not_found")

    def _is_own(self, response: ResponseUrl) -> bool:
        message = self._board.state.channels[response.channel].messages.get(response.message_ts or "", {})
        return "bot_id" in message

    def _replace(self, response: ResponseUrl, content: Json) -> None:
        channel, ts = self._board.state.channels[response.channel], response.message_ts or ""
        hidden = self._board.state.ephemerals.get(ts)
        if hidden is not None:
            merged = {**hidden.message, **content}
            self._board.whisper(channel, hidden.user, {key: kept for key, kept in merged.items() if kept is not None})
        elif self._is_own(response):
            self._board.change(channel, ts, **content)
        else:
            raise SlackError("message_not_found")

    def _add(self, response: ResponseUrl, content: Json, body: Json) -> None:
        channel = self._board.state.channels[response.channel]
        message = bot_message(content["text"], self._board.state.next_ts(), self._board.state.bot_name)
        message |= {key: body[key] for key in ("thread_ts", "metadata", "attachments") if body.get(key)}
        message |= {"blocks": content["blocks"]} if content["blocks"] else {}
        if body.get("response_type") == "in_channel":
            self._board.post(channel, message)
        else:
            self._board.whisper(channel, response.user, message)


def _body(raw: bytes) -> Json:
    try:
        body = decoded(raw)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(body, dict) or not body.keys() <= _KNOWN:
        raise SlackError("invalid_payload", f"accepted: {', '.join(sorted(_KNOWN))}")
    return body
