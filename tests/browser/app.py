"""A small real app for the chat page to talk to: it answers with every kind of thing that the page must show."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.workspace.server import LocalWorkspace

Json = dict[str, Any]

ANSWER = "Chicken is safe at 75 °C in the thickest part."
QUOTE = "Cook chicken until the thickest part reaches 75 °C for 30 seconds."
HOSTILE = '<img src=x onerror="document.title=1"> and <script>document.title="owned"</script>'
TITLES = ("Cooking chicken safely", "Cooling food", "Washing hands")
TOO_SHORT = "Please write at least ten letters."


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        return None


@contextmanager
def running(workspace: LocalWorkspace) -> Iterator[App]:
    """The app behind a request URL on this machine, which ends at once; Socket Mode would take seconds to close."""
    client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
    app = App(client=client, signing_secret=workspace.signing_secret)
    for listen in (_messages, _buttons, _forms, _home):
        listen(app)
    server = make_server("127.0.0.1", 0, SlackRequestHandler(app), _Threaded, _Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    workspace.deliver_to(f"http://127.0.0.1:{server.server_port}/slack/events")
    try:
        yield app
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _messages(app: App) -> None:
    answers: dict[str, Callable[[Json], Json]] = {
        "every block": lambda _: {"text": "Every block", "blocks": every_block()},
        "mirror": lambda event: {"text": event["text"].removeprefix("mirror ")},
        "hostile": lambda _: {"text": HOSTILE, "blocks": hostile_blocks()},
    }

    @app.event("message")
    def answer(event: Json, say: Say) -> None:
        make = next((make for word, make in answers.items() if event.get("text", "").startswith(word)), None)
        thread = {"thread_ts": event["thread_ts"]} if "thread_ts" in event else {}
        if event.get("channel_type") == "im" and "bot_id" not in event:
            say(**(make(event) if make else {"text": ANSWER, "blocks": answer_blocks()}), **thread)

    @app.event("app_mention")
    def answer_in_thread(event: Json, say: Say) -> None:
        say(text=ANSWER, blocks=answer_blocks(), thread_ts=event.get("thread_ts", event["ts"]))

    @app.command("/ask")
    def answer_alone(ack: Ack, respond: Respond, command: Json) -> None:
        ack()
        respond(text=f"You asked: {command['text']}", response_type="ephemeral")


def _buttons(app: App) -> None:
    @app.action("helpful")
    def thank(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        thanks = [section("*Thank you.* I will remember that it helped.")]
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Thank you.", blocks=thanks)

    @app.action("ask_a_person")
    def open_form(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.action("article")
    def chosen(ack: Ack, body: Json, action: Json, client: WebClient) -> None:
        ack()
        heading = section(f"About {action['selected_option']['value']}")
        view = form()
        client.views_update(view_id=body["view"]["id"], view={**view, "blocks": [heading, *view["blocks"]]})

    @app.action(re.compile(".*"))
    def note(ack: Ack, action: Json, say: Say) -> None:
        ack()
        if action["action_id"] == "pick":
            say(f"You picked {action['selected_option']['value']}.")

    @app.shortcut(re.compile(".*"))
    def open_form_about(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form(body["message"]["text"]))


def _forms(app: App) -> None:
    @app.view("question")
    def send(ack: Ack, view: Json, body: Json, client: WebClient) -> None:
        values = view["state"]["values"]
        words = values["words"]["typed"]["value"]
        if len(words) < 10:
            ack(response_action="errors", errors={"words": TOO_SHORT})
            return
        ack()
        to, when = values["to"]["whom"]["selected_option"]["value"], values["when"]["soon"]["selected_option"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"Sent to {to}, {when}: {words}")

    @app.options("article")
    def offer(ack: Ack, body: Json) -> None:
        ack(options=[option(title, title) for title in TITLES if body["value"].lower() in title.lower()])


def _home(app: App) -> None:
    @app.event("app_home_opened")
    def publish(event: Json, client: WebClient) -> None:
        if event["tab"] == "home":
            blocks = [
                header("Your data"),
                section("You decide what may be used."),
                actions(button("helpful_home", "Show")),
            ]
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def section(text: str, **extra: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **extra}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text)}


def button(action_id: str, label: str, **extra: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), "value": action_id, **extra}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(value: str, label: str) -> Json:
    return {"text": plain(label), "value": value}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def rich_part(kind: str, text: str, **style: bool) -> Json:
    return {
        "type": f"rich_text_{kind}",
        "elements": [{"type": "text", "text": text, **({"style": style} if style else {})}],
    }


def answer_blocks() -> list[Json]:
    return [
        rich(rich_part("section", ANSWER, bold=True)),
        rich(rich_part("quote", QUOTE)),
        {
            "type": "context",
            "elements": [plain("Cooking poultry › Core temperatures · Noor Haddad · reviewed 3 Nov 2026")],
        },
        {"type": "context", "elements": [plain("I used your role (cook) to order this. Receipt 17.")]},
        {
            **actions(
                button("helpful", "Helpful"),
                button("not_helpful", "Not helpful"),
                button("ask_a_person", "Ask a person"),
                button("stop", "Stop using this", style="danger", confirm=confirm()),
            ),
            "block_id": "next_steps",
        },
    ]


def confirm() -> Json:
    return {
        "title": plain("Stop using your role?"),
        "text": plain("Answers keep coming, in the same order for everyone."),
        "confirm": plain("Stop"),
        "deny": plain("Leave it"),
    }


def hostile_blocks() -> list[Json]:
    safe = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return [
        section(safe),
        rich(rich_part("quote", HOSTILE)),
        {"type": "context", "elements": [plain(HOSTILE)]},
        {"type": "markdown", "text": f"**{HOSTILE}** [a](javascript:document.title='owned')"},
        rich(
            {
                "type": "rich_text_section",
                "elements": [{"type": "link", "url": "javascript:alert(1)", "text": "press me"}],
            }
        ),
    ]


def every_block() -> list[Json]:
    pick = {
        "type": "static_select",
        "action_id": "pick",
        "placeholder": plain("Pick a site"),
        "options": [option("mill", "Mill Lane")],
    }
    listed = {"type": "rich_text_list", "style": "ordered", "elements": [rich_part("section", "Count the till")]}
    cells = [["Food", "°C"], ["Chicken", "75"], ["Rice", "63"]]
    picture = {
        "type": "image",
        "image_url": "https://pictures.example.com/probe.png",
        "alt_text": "A probe in a chicken thigh",
    }
    return [
        header("Every block :coffee:"),
        section(
            "*bold* _leaning_ ~gone~ `code` snake_case_word 2*3*4 :nothing: &lt;b&gt;\n> said before", accessory=pick
        ),
        section("Words", fields=[{"type": "mrkdwn", "text": "*Site*\nMill Lane"}, plain("Role: cook")]),
        {"type": "divider"},
        rich(listed, rich_part("preformatted", "probe: 75")),
        {"type": "markdown", "text": "## A heading\n- **one**\n- two"},
        {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in cells]},
        picture,
    ]


def form(about: str = "") -> Json:
    words = {"type": "plain_text_input", "action_id": "typed", "multiline": True}
    start = {"initial_value": about} if about else {}
    people = [option("supervisor", "Shift supervisor"), option("manager", "Store manager")]
    times = [option("now", "Now"), option("today", "Today")]
    lookup = {"type": "external_select", "action_id": "article", "min_query_length": 0}
    share = {"type": "checkboxes", "action_id": "what", "options": [option("role", "My role")]}
    blocks = [
        section("This is what they will see: *your name and your question*, nothing else."),
        field("words", "Your question", words | start),
        field("to", "Who should answer?", {"type": "static_select", "action_id": "whom", "options": people}),
        field(
            "when",
            "How soon?",
            {"type": "radio_buttons", "action_id": "soon", "options": times, "initial_option": times[1]},
        ),
        field("share", "Share as well", share, optional=True),
        {**field("article", "Which article?", lookup, optional=True), "dispatch_action": True},
    ]
    title = {"title": plain("Ask a person"), "submit": plain("Send question"), "close": plain("Cancel")}
    return {"type": "modal", "callback_id": "question", **title, "blocks": blocks}


def field(block_id: str, label: str, element: Json, *, optional: bool = False) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, "optional": optional}
