"""A small real Bolt app, as Onhand's is one: the other side of everything the workspace does."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from slack_bolt import Ack, App, BoltRequest, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.workspace.cast import Json
from bot.workspace.server import LocalWorkspace

QUIET = logging.getLogger("tests.bolt")
QUIET.setLevel(logging.CRITICAL)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action_id: str, text: str = "Press", value: str = "pressed") -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": value}


def actions(*elements: Json, block_id: str = "choice") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def form(title: str = "Form", **more: Any) -> Json:
    field = {"type": "plain_text_input", "action_id": "words"}
    block = {"type": "input", "block_id": "said", "label": plain("Words"), "element": field}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": [block],
        **more,
    }


def home(text: str) -> Json:
    return {"type": "home", "blocks": [{"type": "section", "text": plain(text)}]}


class Bot:
    """Answers by the words it is given, and keeps every body it was sent. `late` is the reason of a repetition."""

    def __init__(self, workspace: LocalWorkspace, late: str) -> None:
        self.client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        self.app = App(
            client=self.client,
            signing_secret=workspace.signing_secret,
            logger=QUIET,
            ignoring_self_events_enabled=False,
        )
        self.place = workspace
        self.late = late
        self.bodies: list[Json] = []
        self.retries: list[tuple[str, str]] = []
        self._came = threading.Condition()
        self.app.use(self._keep)
        self.app.event({"type": "message", "subtype": None})(self.hear)
        self.app.event("message")(lambda ack: ack())
        self.app.event("app_mention")(self.mentioned)
        self.app.event("app_home_opened")(self.opened)
        self.app.command("/ask")(self.asked)
        self.app.shortcut("ask_about_message")(self.picked)
        self.app.action("replace")(self.replace)
        self.app.action("open")(self.open)
        self.app.action("push")(self.push)
        self.app.action("silent")(lambda: None)
        self.app.action("chosen")(lambda ack: ack())
        self.app.view("form")(self.filled)
        self.app.view_closed("form")(lambda ack: ack())

    def _keep(self, body: Json, request: BoltRequest, next: Callable[[], None]) -> None:
        again = ["".join(request.headers.get(f"x-slack-retry-{name}", ())) for name in ("num", "reason")]
        with self._came:
            self.bodies.append(body)
            self.retries.append((again[0], again[1]))
            self._came.notify_all()
        next()

    def wait(self, fits: Callable[[Json], bool], *, times: int = 1, timeout: float = 10) -> Json:
        """The body that fits, once it has come `times` times."""
        with self._came:
            if not self._came.wait_for(lambda: sum(map(fits, self.bodies)) >= times, timeout):
                raise TimeoutError(f"{times} awaited, came: {[name_of(body) for body in self.bodies]}")
            return [body for body in self.bodies if fits(body)][times - 1]

    def event(self, kind: str, **keys: Any) -> Json:
        """The body of an event of this type whose inner event has these keys."""
        return self.wait(lambda body: name_of(body) == kind and keys.items() <= body["event"].items())

    def forget(self) -> None:
        with self._came:
            self.bodies.clear()
            self.retries.clear()

    # --- listeners

    def hear(self, event: Json, say: Say) -> None:
        if "bot_id" in event:
            return
        if event["text"] == "show a button":
            say(text="Here is a button", blocks=[actions(button("replace"), button("open"), button("silent"))])
        elif event["channel_type"] == "im":
            say(f"You said {event['text']}")

    def mentioned(self, event: Json, say: Say) -> None:
        say(text=f"Yes <@{event['user']}>?", thread_ts=event.get("thread_ts", event["ts"]))

    def opened(self, event: Json, client: WebClient) -> None:
        if event["tab"] == "home":
            view = home(f"Welcome {event['user']}")
            client.views_publish(user_id=event["user"], view={**view, "blocks": [*view["blocks"], actions(_menu())]})

    def asked(self, ack: Ack, body: Json) -> None:
        answers: dict[str, Json] = {
            "aloud": {"text": "For all to see", "response_type": "in_channel"},
            "wrongly": {"text": "x", "blocks": [{"type": "invented"}]},
        }
        if body["text"] != "nothing":
            ack(answers.get(body["text"], f"You asked {body['text']}"))

    def picked(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form())

    def replace(self, ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="It was pressed", replace_original=True)

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        extra = {"type": "actions", "block_id": "more", "elements": [button("push"), _menu()]}
        view = form(notify_on_close=True)
        client.views_open(trigger_id=body["trigger_id"], view={**view, "blocks": [*view["blocks"], extra]})

    def push(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=form("Upper", notify_on_close=True))

    def filled(self, ack: Ack, view: Json, body: Json, client: WebClient) -> None:
        said = view["state"]["values"]["said"]["words"]["value"]
        answers: dict[str, Json] = {
            "bad": {"response_action": "errors", "errors": {"said": "Not that word."}},
            "change": {"response_action": "update", "view": form("Changed")},
            "more": {"response_action": "push", "view": form("Next")},
            "clear": {"response_action": "clear"},
            "broken": {"response_action": "update", "view": form("x" * 25)},
            "nowhere": {"response_action": "errors", "errors": {"elsewhere": "?"}},
        }
        ack(**answers.get(said, {}))
        if said not in answers:
            client.chat_postMessage(channel=body["user"]["id"], text=f"Sent: {said}")


def _menu() -> Json:
    options = [{"text": plain(word), "value": word} for word in ("one", "two")]
    return {"type": "static_select", "action_id": "chosen", "options": options, "placeholder": plain("Choose")}


def name_of(body: Json) -> str:
    """The inner type of an event, "command", or the type of an interaction."""
    if "event" in body:
        return str(body["event"]["type"])
    return "command" if "command" in body else str(body["type"])


@contextmanager
def over_socket(workspace: LocalWorkspace) -> Iterator[Bot]:
    """The app, connected in Socket Mode."""
    bot = Bot(workspace, late="timeout")
    handler = SocketModeHandler(bot.app, workspace.app_token, logger=QUIET)
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        yield bot
    finally:
        _close(handler)


def _close(handler: SocketModeHandler) -> None:
    """Closes the connection, and goes on where it does not end.

    slack_sdk waits for ever for its own thread where that one begins to listen just when it is told to end.
    """
    closing = threading.Thread(target=handler.close, daemon=True)
    closing.start()
    closing.join(5)


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_told: Any) -> None:
        return None


@contextmanager
def over_http(workspace: LocalWorkspace) -> Iterator[Bot]:
    """The app, behind a request URL on this machine."""
    bot = Bot(workspace, late="http_timeout")
    server = make_server("127.0.0.1", 0, SlackRequestHandler(bot.app), _Threaded, _Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    workspace.deliver_to(f"http://127.0.0.1:{server.server_port}/slack/events")
    try:
        yield bot
    finally:
        workspace.deliver_to(None)
        server.shutdown()
        server.server_close()
        thread.join(10)
