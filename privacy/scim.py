"""A list of people in the shape of SCIM 2.0 (RFC 7643), as identity providers and HR systems give it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from privacy.directory import BadPeopleFile, Entry, Row, listed

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
SITES = ("department", "division", "organization", "costCenter")
"""The attributes of the enterprise extension that a company may name its places of work by."""
User = Mapping[str, Any]


def read(path: Path, site: str = SITES[0]) -> tuple[Entry, ...]:
    """The active people of a SCIM list: role from `title`, site from an attribute of the enterprise extension.

    The Slack user id is `id`, or `externalId` where that is none. Who is not `active` is not on the list, and so has
    left. Raises BadPeopleFile naming each wrong user and what is accepted.
    """
    return listed(path, [_row(place, user, site) for place, user in _users(path) if _active(user)], "user")


def _users(path: Path) -> Iterator[tuple[int, User]]:
    found = _decoded(path)
    users = found.get("Resources") if isinstance(found, dict) else found
    if not isinstance(users, list) or not all(isinstance(user, dict) for user in users):
        raise BadPeopleFile(f"{path}: no list of users; accepted is a SCIM list with “Resources”, or a list of users.")
    told = found.get("totalResults", len(users)) if isinstance(found, dict) else len(users)
    if told != len(users):
        raise BadPeopleFile(
            f"{path}: holds {len(users)} of {told} users; accepted is the whole list in one file: who is missing would "
            "count as gone."
        )
    return enumerate(users, 1)


def _decoded(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as problem:
        raise BadPeopleFile(f"{path}: cannot be read ({problem}); accepted is SCIM 2.0 in JSON and UTF-8.") from problem


def _active(user: User) -> bool:
    """What is not said is so; there are providers that write the word instead of the value."""
    return str(user.get("active", True)).lower() != "false"


def _row(place: int, user: User, site: str) -> Row:
    work = user.get(ENTERPRISE)
    work = work if isinstance(work, dict) else {}
    manager, name = work.get("manager"), user.get("name")
    values = {
        "slack_user_id": _id(user),
        "role": user.get("title"),
        "site": work.get(site),
        "manager": manager.get("value") if isinstance(manager, dict) else manager,
        "name": user.get("displayName") or (name.get("formatted") if isinstance(name, dict) else ""),
    }
    return place, {field: str(value or "") for field, value in values.items()}


def _id(user: User) -> Any:
    """Slack's own, wherever it stands: identity providers keep one of theirs in `id`."""
    given = str(user.get("id") or "")
    return given if given[:1] in ("U", "W") and given.isupper() else user.get("externalId") or given
