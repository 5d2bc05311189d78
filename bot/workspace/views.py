"""The modals that are open and the home tabs that were published."""

import secrets
from dataclasses import dataclass
from typing import Any

from bot.workspace import cast, forms
from bot.workspace.cast import Json
from bot.workspace.refusals import SlackError
from bot.workspace.state import short_id

DEEPEST = 3


@dataclass(slots=True)
class Shown:
    """A view as `user` sees it. `view` has Slack's keys; a new dict takes its place whenever it changes."""

    user: str
    view: Json


class Views:
    """Open modals, stacked per person, and each person's home."""

    def __init__(self) -> None:
        self._shown: dict[str, Shown] = {}
        self._stacks: dict[str, list[str]] = {}
        self._homes: dict[str, str] = {}

    def find(self, view_id: str | None, external_id: str | None = None) -> Shown:
        """The view by its id, or its external id; SlackError view_not_found when it is not open."""
        found = self._shown.get(view_id or "") or self._by_external(external_id)
        if found is None:
            raise SlackError("view_not_found")
        return found

    def _by_external(self, external_id: str | None) -> Shown | None:
        if not external_id:
            return None
        return next((shown for shown in self._shown.values() if shown.view["external_id"] == external_id), None)

    def open(self, user: str, content: Json) -> Shown:
        """Show a modal to `user`, who has none open."""
        return self._add(user, content, previous=None)

    def push(self, user: str, content: Json) -> Shown:
        """Lay a modal on top of the one `user` has open; SlackError push_limit_reached beyond three."""
        stack = self._stacks.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        return self._add(user, content, previous=stack[-1])

    def _add(self, user: str, content: Json, previous: str | None) -> Shown:
        self._refuse_same_external(content, except_for=None)
        view_id = f"V0{secrets.token_hex(5).upper()}"
        root = self._shown[previous].view["root_view_id"] if previous else view_id
        view = {**_complete(content), "id": view_id, "previous_view_id": previous, "root_view_id": root}
        self._shown[view_id] = Shown(user, view)
        self._stacks.setdefault(user, []).append(view_id)
        return self._shown[view_id]

    def _refuse_same_external(self, content: Json, except_for: str | None) -> None:
        same = self._by_external(content.get("external_id"))
        if same is not None and same.view["id"] != except_for:
            raise SlackError("duplicate_external_id")

    def update(self, shown: Shown, content: Json, stamp: str | None = None) -> Shown:
        """Change a view in place. SlackError hash_conflict when `stamp` is given and is not the view's latest hash."""
        if stamp is not None and stamp != shown.view["hash"]:
            raise SlackError("hash_conflict")
        self._refuse_same_external(content, except_for=shown.view["id"])
        kept = {key: shown.view[key] for key in ("id", "previous_view_id", "root_view_id")}
        shown.view = {**_complete(content, shown.view["state"]["values"]), **kept}
        return shown

    def close(self, user: str) -> Shown | None:
        """Take the top modal away; what lies under it is returned, None when that was the last."""
        stack = self._stacks.get(user, [])
        if stack:
            del self._shown[stack.pop()]
        return self._shown[stack[-1]] if stack else None

    def clear(self, user: str) -> list[str]:
        """Take all modals of `user` away; their ids are returned, top first."""
        closed = list(reversed(self._stacks.pop(user, [])))
        for view_id in closed:
            del self._shown[view_id]
        return closed

    def is_top(self, shown: Shown) -> bool:
        """Whether this modal is the one that can be used now."""
        return self._stacks.get(shown.user, [])[-1:] == [shown.view["id"]]

    def publish(self, user: str, content: Json, stamp: str | None = None) -> Shown:
        """Set the home tab of `user`."""
        old = self._homes.get(user)
        if old is not None:
            return self.update(self._shown[old], content, stamp)
        self._refuse_same_external(content, except_for=None)
        view_id = f"V0{secrets.token_hex(5).upper()}"
        self._homes[user] = view_id
        view = {**_complete(content), "id": view_id, "previous_view_id": None, "root_view_id": view_id}
        self._shown[view_id] = Shown(user, view)
        return self._shown[view_id]

    def home(self, user: str) -> Json | None:
        """The home tab of `user`, None before the app has published one."""
        view_id = self._homes.get(user)
        return self._shown[view_id].view if view_id else None


def with_ids(blocks: list[Json]) -> list[Json]:
    """Blocks with what Slack adds: ids where there are none, `emoji` in plain text. Those given stay unchanged."""
    done = []
    for block in (_with_emoji(block) for block in blocks):
        named = {"block_id": short_id(), **block}
        for key in ("element", "accessory"):
            if key in named and named[key].get("type") != "image":
                named[key] = {"action_id": short_id(), **named[key]}
        if block["type"] in ("actions", "context_actions"):
            named["elements"] = [{"action_id": short_id(), **element} for element in block["elements"]]
        done.append(named)
    return done


def _with_emoji(part: Any) -> Any:
    if isinstance(part, list):
        return [_with_emoji(one) for one in part]
    if not isinstance(part, dict):
        return part
    added = {"emoji": True} if part.get("type") == "plain_text" else {}
    return added | {key: _with_emoji(value) for key, value in part.items()}


def _complete(content: Json, before: Json | None = None) -> Json:
    blocks = with_ids(content["blocks"])
    return {
        "team_id": cast.TEAM_ID,
        "type": content["type"],
        "blocks": blocks,
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "state": {"values": forms.values(blocks, before)},
        "hash": f"{short_id()}.{short_id()}",
        "title": content.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "external_id": content.get("external_id") or "",
        "app_id": cast.APP_ID,
        "app_installed_team_id": cast.TEAM_ID,
        "bot_id": cast.BOT_ID,
    }
