"""Who a worker is, at rest: a keyed hash, so that the tables name nobody."""

import hmac
from dataclasses import dataclass
from typing import NewType

WorkerId = NewType("WorkerId", str)
"""HMAC-SHA256 of workspace and Slack user id under the company's own key, as 32 hex digits."""

ANONYMOUS = WorkerId("anonymous")
"""Somebody who gave no name, as at the command line. Nothing is held, kept or drawn under it."""


@dataclass(frozen=True, slots=True)
class Person:
    """A worker as Slack names them, in memory only, for as long as one request takes."""

    team: str
    slack_user_id: str


def worker_id(person: Person, pepper: bytes) -> WorkerId:
    """The same person gives the same id in one installation, and another id in every other one."""
    name = f"{person.team}:{person.slack_user_id}".encode()
    return WorkerId(hmac.new(pepper, name, "sha256").hexdigest()[:32])
