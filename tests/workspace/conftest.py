"""A workspace of three people, and the app in it over each of the two ways."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace.driving import Person
from bot.workspace.manifest import Manifest
from bot.workspace.server import LocalWorkspace, Member
from tests.workspace.app import Bot, over_http, over_socket

ANA = Member("U0ANA", "Ana Ruiz", "Cook, Harbour Street")
BEN = Member("U0BEN", "Ben", "Manager, Harbour Street")
CEM = Member("U0CEM", "Cem", "Porter, Mill Lane")


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def kitchen(**more: Any) -> LocalWorkspace:
    """A workspace that is not started: two channels, the app in one of them."""
    channels = {"kitchen": ["U0ANA", "U0BEN"], "office": ["U0BEN"]}
    made = LocalWorkspace([ANA, BEN, CEM], channels, without_bot=("office",), **{"manifest": Manifest(), **more})
    made.limits_on = False
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(clock: Clock) -> Iterator[LocalWorkspace]:
    """A fresh workspace whose time stands still."""
    with kitchen(clock=clock) as started:
        yield started


@pytest.fixture
def client(workspace: LocalWorkspace) -> WebClient:
    return WebClient(workspace.bot_token, base_url=workspace.api_url)


@pytest.fixture
def ana(workspace: LocalWorkspace) -> Iterator[Person]:
    with Person(workspace.url, "U0ANA") as person:
        yield person


@pytest.fixture(scope="package")
def connected() -> Iterator[dict[str, Bot]]:
    """The app over Socket Mode and over HTTP, each in a workspace of its own; kept, as closing a socket takes 3 s."""
    with kitchen() as one, kitchen() as other, over_socket(one) as socket, over_http(other) as http:
        yield {"socket": socket, "http": http}


@pytest.fixture(params=["socket", "http"])
def bot(request: pytest.FixtureRequest, connected: dict[str, Bot]) -> Iterator[Bot]:
    """The running app, over each way, with nothing heard yet."""
    chosen = connected[request.param]
    chosen.forget()
    yield chosen
    chosen.place.faults.clear()
    chosen.place.ack_seconds, chosen.place.retry_seconds = 3.0, (0.0, 60.0, 300.0)


@pytest.fixture
def cook(bot: Bot) -> Iterator[Person]:
    """Ana, in the workspace of the running app."""
    with Person(bot.place.url, "U0ANA") as person:
        yield person
