"""What Slack sends, read into pieces of work: entry points only translate."""

import re
from dataclasses import dataclass
from typing import Any

from bot.slack.addressing import Address
from bot.slack.blocks import unpacked
from bot.wording import spoken
from privacy.uses import Language
from privacy.worker import Person

ENTITY = re.compile(r"<([^<>]*)>")
PEOPLE = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """Something to do for a person, once: `event` is what Slack knows it by. Every id must be text: TypeError."""

    address: Address
    event: str
    body: Body

    def __post_init__(self) -> None:
        ids = (self.event, self.address.team, self.address.user, self.address.channel, self.address.thread)
        if not all(isinstance(each, str) for each in ids):
            raise TypeError("an id of an event, team, user, channel or thread is no text")


def words_of(text: str, bot_user_id: str) -> str:
    """What a person meant by a message's text: entities as words, without the bot's own name."""
    without_bot = re.sub(rf"<@{re.escape(bot_user_id)}(\|[^>]*)?>", " ", text) if bot_user_id else text
    plain = ENTITY.sub(lambda match: _entity(match[1]), without_bot)
    unescaped = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"[ \t]+", " ", unescaped).strip()


def _entity(inside: str) -> str:
    target, _, label = inside.partition("|")
    return label or ("" if target.startswith(("@", "#", "!")) else target)


def mentions_somebody(text: str, bot_user_id: str) -> bool:
    """True where a message speaks to a person by name who is not the bot."""
    return any(person != bot_user_id for person in PEOPLE.findall(text))


def is_from_person(event: Body) -> bool:
    """True for what a person wrote just now; not for bots, edits, joins and other notes of Slack's own."""
    return bool(event.get("user")) and not event.get("bot_id") and event.get("subtype") in (None, "file_share")


def message(body: Body, bot_user_id: str, *, in_thread: bool) -> Work:
    """A message or mention. `in_thread`: the answer goes to its thread, and begins one where there is none."""
    event = body["event"]
    thread = event.get("thread_ts") or (event["ts"] if in_thread else "")
    address = Address(body.get("team_id") or event.get("team", ""), event["user"], event["channel"], thread)
    return _ask(address, body["event_id"], words_of(event.get("text", ""), bot_user_id))


def dropped(body: Body, bot_user_id: str) -> Work:
    """Files that somebody sent to the bot, with the words that came with them. Nothing is fetched yet."""
    asked, files = message(body, bot_user_id, in_thread=False), body["event"]["files"]
    kept = [
        {"name": each.get("name"), "size": each.get("size"), "url": each.get("url_private_download")} for each in files
    ]
    return Work(asked.address, asked.event, {**asked.body, "do": "files", "files": kept})


def command(body: Body) -> Work:
    """The slash command: only the one who typed it sees the answer."""
    user, channel = body["user_id"], body["channel_id"]
    # A direct message may be one with a colleague, where Onhand is not: the answer goes to the person's own with it.
    direct = channel.startswith("D")
    address = Address(body["team_id"], user, user if direct else channel, alone=not direct)
    return _ask(address, f"command:{body['trigger_id']}", words_of(body.get("text", ""), ""))


def coach(body: Body) -> Work:
    """The manager's slash command: it opens a form."""
    user = body["user_id"]
    work = {"do": "coach", "trigger": body["trigger_id"]}
    return Work(Address(body["team_id"], user, user), f"command:{body['trigger_id']}", work)


def nudge(body: Body) -> Work:
    """The form of a nudge, with what was chosen in each of its fields."""
    view, user = body["view"], body["user"]["id"]
    event = f"form:{view['id']}:{view.get('hash', '')}"
    return Work(Address(_team(body), user, user), event, {"do": "nudge", "values": _filled_in(view)})


def previewed(body: Body) -> Work:
    """The preview that was sent, with the nudge that it carries."""
    view, user = body["view"], body["user"]["id"]
    work = {"do": view["callback_id"], "meta": unpacked(view.get("private_metadata"))}
    return Work(Address(_team(body), user, user), f"form:{view['id']}:{view.get('hash', '')}", work)


def looked_up(body: Body) -> tuple[Person, str]:
    """Who types in a select whose options are looked up, and what."""
    return Person(_team(body), str(body["user"]["id"])), str(body.get("value") or "")


def _filled_in(view: Body) -> dict[str, str]:
    return {block: _given(next(iter(inputs.values()))) for block, inputs in view["state"]["values"].items()}


def _given(chosen: Body) -> str:
    option = chosen.get("selected_option") or {}
    return str(chosen.get("value") or chosen.get("selected_user") or option.get("value") or "").strip()


def shortcut(body: Body, bot_user_id: str) -> Work:
    """“Ask Onhand about this” on somebody's message: only the one who chose it sees the answer."""
    said, channel = body["message"], body["channel"]["id"]
    address = Address(_team(body), body["user"]["id"], channel, said.get("thread_ts") or said["ts"], alone=True)
    return _ask(address, f"shortcut:{body['trigger_id']}", words_of(said.get("text", ""), bot_user_id))


def _ask(address: Address, event: str, words: str) -> Work:
    return Work(address, event, {"do": "ask", "words": words})


def press(body: Body) -> Work:
    """A pressed button. `message` is where it stood; in the home tab there is none."""
    action, box = body["actions"][0], body.get("container") or {}
    user = body["user"]["id"]
    channel = (body.get("channel") or {}).get("id") or box.get("channel_id") or user
    thread = box.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or ""
    value = unpacked(action.get("value"))
    alone, language = bool(box.get("is_ephemeral")), spoken(value.get("l"))
    address = Address(_team(body), user, channel, thread, alone=alone, language=language)
    kind = "editing" if action["action_id"].startswith("editing:") else "press"
    work: Body = {"do": kind, "action": action["action_id"], "value": value}
    view = body.get("view") or {}
    modal = view.get("type") == "modal"
    work |= {"trigger": body.get("trigger_id", ""), "home": box.get("type") == "view" and not modal}
    if modal and view.get("callback_id") == "nudge":
        stays = [each for each in view["blocks"] if str(each.get("block_id")).startswith(("team:", "sent:"))]
        work |= {"given": _filled_in(view), "meta": unpacked(view.get("private_metadata")), "kept": stays}
    work |= {"ts": box.get("message_ts", ""), "view": view.get("id", "") if modal else ""}
    return Work(address, f"press:{user}:{action.get('action_ts')}:{action['action_id']}", work)


def submission(body: Body) -> Work:
    """A form that was sent: its first input, all of them by their blocks, and what the form carried."""
    view, user = body["view"], body["user"]["id"]
    meta = unpacked(view.get("private_metadata"))
    event = f"form:{view['id']}:{view.get('hash', '')}"
    work: Body = {"do": view["callback_id"], "words": _typed(view)[1], "meta": meta, "fields": _fields(view)}
    return Work(Address(_team(body), user, user, language=language_of_form(view)), event, work)


def filled(body: Body) -> Work:
    """A form that was sent, with each of its inputs: a text, an id, a day, or a list of what was chosen."""
    sent = submission(body)
    return Work(sent.address, sent.event, {**sent.body, "words": "", "values": values_of(body["view"])})


def values_of(view: Body) -> Body:
    """What each input holds, by the id of its block: a text, an id, a day, or a list of choices or files."""
    blocks = view["state"]["values"].items()
    return {block: _held(element) for block, inputs in blocks for element in inputs.values()}


def _held(element: Body) -> Any:
    if "files" in element:
        return list(element["files"] or ())
    if "selected_options" in element:
        return [each["value"] for each in element["selected_options"] or ()]
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    return next((element[key] for key in ("value", "selected_user", "selected_date") if key in element), None)


def language_of_form(view: Body) -> Language:
    """The language that a form is shown in, as the form itself carries it."""
    to = unpacked(view.get("private_metadata")).get("to")
    return spoken(to.get("language") if isinstance(to, dict) else None)


def empty_input(view: Body) -> str | None:
    """The block id of an input for words that was left empty, though it must not be."""
    optional = {block.get("block_id") for block in view.get("blocks", ()) if block.get("optional")}
    for block, inputs in view["state"]["values"].items():
        given = next(iter(inputs.values()))
        if block not in optional and given.get("type", "plain_text_input") == "plain_text_input" and not _word(given):
            return str(block)
    return None


def _fields(view: Body) -> Body:
    """The same, words without the space around them, and none where there are none."""
    return {
        block: value if isinstance(value, list) else str(value or "").strip()
        for block, value in values_of(view).items()
    }


def _word(given: Body) -> str:
    return str(given.get("value") or "").strip()


def _typed(view: Body) -> tuple[str, str]:
    block, inputs = next(iter(view["state"]["values"].items()))
    return block, _word(next(iter(inputs.values())))


def home(body: Body) -> Work:
    """The home tab was opened."""
    event = body["event"]
    return Work(Address(body.get("team_id", ""), event["user"], event["user"]), body["event_id"], {"do": "home"})


def opened(body: Body) -> Work:
    """A person's own conversation with the bot was opened."""
    event = body["event"]
    return Work(Address(body.get("team_id", ""), event["user"], event["channel"]), body["event_id"], {"do": "opened"})


def _team(body: Body) -> str:
    return str((body.get("team") or {}).get("id") or body["user"].get("team_id", ""))
