"""Who is in the local workspace: its people, its one app, and the ids they carry."""

import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

TEAM_ID = "T0LOCAL"
TEAM_NAME = "Local workspace"
TEAM_DOMAIN = "local"
BOT_USER_ID = "U0ONHAND"
BOT_ID = "B0ONHAND"
APP_ID = "A0ONHAND"

_MEMBER_ID = re.compile(r"[UW][A-Z0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the workspace. `title` is the profile's title, as "Cook, Harbour Street"."""

    id: str
    name: str
    title: str = ""

    def __post_init__(self) -> None:
        if not _MEMBER_ID.fullmatch(self.id) or self.id == BOT_USER_ID:
            raise ValueError(f"member id {self.id!r}: U or W and capitals or digits are accepted, not {BOT_USER_ID}")
        if not self.name.strip():
            raise ValueError(f"member {self.id} has no name: any text is accepted")

    @property
    def handle(self) -> str:
        """The short lower-case name that Slack puts into `user_name`."""
        return re.sub(r"[^a-z0-9]+", ".", self.name.lower()).strip(".") or self.id.lower()
