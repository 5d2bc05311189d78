"""Slack's text: what a person types becomes entities, and what a phone shows is made from them."""

import re
from collections.abc import Mapping

from bot.workspace.cast import Json

_ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_URL = r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"]"
_UNDISPLAYABLE = "This content can't be displayed."


def escape(text: str) -> str:
    """`text` with the three characters that Slack escapes, and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The inverse of `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(text: str, ids: Mapping[str, str]) -> str:
    """What Slack stores when a person types `text`: "@Name" and web addresses become entities, the rest is escaped.

    `ids` gives the id of each name. Longer names win, so that "@Ana Ruiz" is not "@Ana".
    """
    parts: list[str] = []
    end = 0
    folded = {name.casefold(): user for name, user in ids.items()}
    for found in _marks(ids).finditer(text):
        parts += [escape(text[end : found.start()]), _entity(found, folded)]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def _marks(ids: Mapping[str, str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?P<url>{_URL})|(?<!\w)@(?P<name>{names})(?!\w)", re.IGNORECASE)


def _entity(found: re.Match[str], folded: Mapping[str, str]) -> str:
    if found["url"]:
        return f"<{escape(found['url'])}>"
    user = folded.get(found["name"].casefold())
    return f"<@{user}>" if user else escape(found[0])


def shown(text: str, names: Mapping[str, str]) -> str:
    """What a phone shows for `text`: entities resolved with `names` (by id), escapes undone, marks of style kept."""
    return unescape(_ENTITY.sub(lambda found: _resolved(found[1], found[2], names), text))


def _resolved(target: str, label: str | None, names: Mapping[str, str]) -> str:
    sign, rest = target[:1], target[1:]
    if sign in ("@", "#"):
        return sign + (label or names.get(rest, rest))
    if sign == "!":
        return label or f"@{rest.partition('^')[0]}"
    return label or target


def runs(text: str) -> list[Json]:
    """The elements of a rich_text_section for `text` as stored: words, people, channels and links."""
    found: list[Json] = []
    end = 0
    for entity in _ENTITY.finditer(text):
        found += [*_words(text[end : entity.start()]), _run(entity[1], entity[2])]
        end = entity.end()
    return found + _words(text[end:])


def _words(text: str) -> list[Json]:
    return [{"type": "text", "text": unescape(text)}] if text else []


def _run(target: str, label: str | None) -> Json:
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    return {"type": "link", "url": unescape(target)} | ({"text": unescape(label)} if label else {})


def notice(text: str, names: Mapping[str, str]) -> str:
    """The words of a push notification for a message whose top-level text is `text`; blocks are never read for it."""
    return shown(text, names) if text.strip() else _UNDISPLAYABLE


def mentioned(text: str, user: str) -> bool:
    """Whether `text`, as stored, mentions `user`."""
    return re.search(rf"<@{re.escape(user)}(\|[^<>]*)?>", text) is not None
