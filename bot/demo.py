"""The demo: a sample company in a local workspace, with the real bot at work in it."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.occupancy import at_work
from bot.settings import Contact, Settings
from bot.slack.app import Service
from bot.wiring import Onhand
from bot.workspace.server import LocalWorkspace, Member
from knowledge.loading import read as read_articles
from privacy.directory import read as read_people

SAMPLE = Path(__file__).parent / "sample"
ARTICLES = SAMPLE / "articles"
PEOPLE = SAMPLE / "people.csv"
CONTACT = Contact("Leo Fisher", "U0LEO")
SITE_CONTACTS = {"Harbour Street": Contact("Hana Sato", "U0HANA"), "Mill Lane": Contact("Ivo Brandt", "U0IVO")}

EDITORS = "learning"
"""The channel of the sample company's editors, which nobody else is in."""

Progress = Callable[[int, int], None]


class OtherArticles(ValueError):
    """The folder holds a company's own articles; the demo keeps its hands off."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: the page's address is `workspace.url`, and that of the editors' pages `console`."""

    workspace: LocalWorkspace
    onhand: Onhand
    console: str = ""


def load_sample(
    settings: Settings, progress: Callable[[int, int], None], exporting: Callable[[int, int], None]
) -> Onhand:
    """Loads the sample people and articles into the home folder; what stands there already is left as it is.

    Raises OtherArticles where the folder holds articles and none of the sample's.
    """
    onhand = Onhand(settings, exporting)
    loaded = read_articles([ARTICLES], frozenset())
    live = {article.id for article in onhand.library.list()}
    if live and not live & {article.id for article in loaded.articles}:
        raise OtherArticles(
            f"{settings.home} holds {len(live)} articles of your own. Set ONHAND_HOME to another folder for the demo."
        )
    onhand.rooms.directory.load(read_people(PEOPLE), LocalWorkspace.team_id)
    onhand.indexer.load(loaded.articles, progress)
    return onhand


@contextmanager
def running(settings: Settings, onhand: Onhand, port: int = 0, console: int = 0) -> Iterator[Demo]:
    """The local workspace, the bot in it, connected by Socket Mode, and the editors' pages, until the block ends.

    Raises Occupied.
    """
    from bot.console.serving import serving

    workspace = LocalWorkspace(members(), channels(), port=port)
    with at_work(settings.home, alone=True), workspace, serving(onhand, "127.0.0.1", console) as at:
        here = replace(connected(settings, workspace), console_url=f"http://127.0.0.1:{at}")
        service = Service(here, onhand.assistant, onhand.rooms, onhand.beside)
        service.start()
        service.connect()
        try:
            yield Demo(workspace, onhand, here.console_url)
        finally:
            service.stop()


def for_demo(settings: Settings) -> Settings:
    """The settings with the sample company's contacts, where no others are set."""
    return replace(
        settings,
        contact=settings.contact or CONTACT,
        site_contacts=settings.site_contacts or SITE_CONTACTS,
        team=LocalWorkspace.team_id,
    )


def connected(settings: Settings, workspace: LocalWorkspace) -> Settings:
    """The settings with the tokens and the address of a local workspace, and its channel for the editors."""
    from starlette.datastructures import Secret

    learning = workspace.channel_id(EDITORS) if EDITORS in workspace.channels else ""

    return replace(
        settings,
        slack_bot_token=Secret(workspace.bot_token),
        slack_app_token=Secret(workspace.app_token),
        slack_signing_secret=Secret(workspace.signing_secret),
        slack_api_url=workspace.api_url,
        editors_channel=settings.editors_channel or learning,
    )


def _rows() -> list[dict[str, str]]:
    with PEOPLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def members() -> list[Member]:
    """The cast, with what they do and where."""
    return [Member(row["slack_user_id"], row["name"], f"{row['role'].title()}, {row['site']}") for row in _rows()]


def channels() -> dict[str, list[str]]:
    """A channel for everyone, one for each site, and a private one for the editors."""
    everyone = [row["slack_user_id"] for row in _rows()]
    at = {site: [row["slack_user_id"] for row in _rows() if row["site"] == site] for site in SITE_CONTACTS}
    manager = [row["slack_user_id"] for row in _rows() if row["role"] in ("manager", "editor")]
    sites = {site.lower().replace(" ", "-"): sorted({*people, *manager}) for site, people in at.items()}
    editors = [row["slack_user_id"] for row in _rows() if row["role"] == "editor"]
    return {"all-teams": everyone, **sites, EDITORS: editors}
