"""The Bolt app with its desk and its sender: all of Onhand that Slack meets."""

import logging
import threading
import time
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.answering import Assistant
from bot.beside import Beside
from bot.console.tickets import Tickets
from bot.contests import Contests
from bot.editors import Editors
from bot.gaps import GapReport
from bot.settings import Settings
from bot.slack.aside import Aside
from bot.slack.changes import Changes
from bot.slack.coaching import Coaching
from bot.slack.coaching.checking import Checking
from bot.slack.coaching.choosing import Choosing
from bot.slack.coaching.team import TeamView
from bot.slack.console import ConsoleLink
from bot.slack.desk import Desk
from bot.slack.editing.acts import Acts
from bot.slack.editing.office import Office
from bot.slack.editing.owners import Reminders
from bot.slack.editing.standing import Posting
from bot.slack.editing.waiting import at_home as home_of_editors
from bot.slack.forms import Forms
from bot.slack.listeners import Listeners
from bot.slack.meeting import Meeting
from bot.slack.owndata import AtHome, OwnData, nothing_more
from bot.slack.presses import Presses
from bot.slack.receiving.nudging import Deliveries, Receiving
from bot.slack.receiving.whereabouts import Whereabouts
from bot.slack.replies import Replies
from bot.slack.sender import Sender
from bot.slack.shaping.parts import shaping_of
from bot.slack.sorry import Sorry
from bot.slack.talk import Talk
from bot.suggesting import Suggesting
from bot.team import TeamReport
from privacy.rooms import Rooms
from privacy.worker import Person

log = logging.getLogger(__name__)

READERS_OF_WORDS = ("slack_sdk", "slack_bolt", "bot.slack.bolt")
"""Loggers that below ERROR repeat whole requests and messages. They are kept to errors: logs hold no words."""


@dataclass(frozen=True, slots=True)
class Saying:
    """The ways in which something is said: as a reply, and aside where no reply can be kept."""

    replies: Replies
    aside: Aside


class Service:
    """Onhand at work in one workspace. Start it, then connect it by Socket Mode or put its app behind HTTP."""

    def __init__(
        self,
        settings: Settings,
        assistant: Assistant,
        rooms: Rooms,
        beside: Beside,
    ) -> None:
        token = str(settings.slack_bot_token)
        client = WebClient(token, base_url=settings.slack_api_url, timeout=10)
        # Before Bolt does the same: its complaint about a wrong token is no SlackApiError.
        me = client.auth_test()
        self.app = _bolt_app(settings, client)
        self.team_id: str = me["team_id"]
        self._bot_user_id: str = me["user_id"]
        self.sender = Sender(rooms.outbox, WebClient(token, settings.slack_api_url, timeout=10, retry_handlers=[]))
        replies = Replies(rooms.gate, self.sender.wake)
        self.changes = Changes(rooms, replies)
        bot = Person(self.team_id, self._bot_user_id)
        office = Office(rooms, replies, beside.editorial, settings, bot) if beside.editorial else None
        at_home = partial(home_of_editors, office) if office else nothing_more
        saying = Saying(replies, Aside(assistant.for_everyone, self.sender.tell))
        self.desk = desk_of(settings, assistant, rooms, saying, beside, at_home)
        self.deliveries = Deliveries(rooms, replies, assistant, Whereabouts(client, settings.zone))
        self.desk.beside([self.changes.tell, self.deliveries.deliver, *beside.chores])
        if office is not None:
            self._let_edit(office)
        checking = Checking(rooms, Choosing(rooms, assistant))
        Listeners(self.desk, rooms.conversations, lambda: self._bot_user_id, checking).attach(self.app)
        self._app_token = str(settings.slack_app_token)
        self._socket: Any = None

    def _let_edit(self, office: Office) -> None:
        acts = Acts(office, self.desk.handler("ask"))
        self.desk.also(acts.handlers)
        chores = [Posting(office, self.desk.take).post, Reminders(office, self.desk.take).daily, acts.catch_up]
        self.desk.beside(chores)

    def start(self) -> None:
        """Starts the threads; what an earlier life left unanswered or unsent is taken up."""
        self.sender.start()
        self.desk.start()

    def connect(self) -> None:
        """Opens the Socket Mode connection."""
        from slack_bolt.adapter.socket_mode import SocketModeHandler

        self._socket = SocketModeHandler(self.app, self._app_token)
        self._socket.connect()

    def stop(self, timeout: float = 7.0) -> None:
        """Takes no more work, ends what is in hand; the rest is durable."""
        until = time.monotonic() + timeout
        # It disconnects at once, then waits three seconds for its own threads: the others end meanwhile.
        closing = threading.Thread(target=self._disconnect, daemon=True)
        closing.start()
        self.desk.stop()
        self.sender.stop()
        closing.join(max(0.0, until - time.monotonic()))

    @property
    def connected(self) -> bool:
        """False where Socket Mode was opened and has no connection now."""
        return self._socket is None or bool(self._socket.client.is_connected())

    def _disconnect(self) -> None:
        if self._socket is not None:
            self._socket.close()


def _bolt_app(settings: Settings, client: WebClient) -> App:
    for name in READERS_OF_WORDS:
        logging.getLogger(name).setLevel(logging.ERROR)
    return App(
        client=client,
        signing_secret=str(settings.slack_signing_secret) or "unused in Socket Mode",
        logger=logging.getLogger("bot.slack.bolt"),
        # Bolt would acknowledge an event before its listener has made it durable.
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )


def desk_of(
    settings: Settings,
    assistant: Assistant,
    rooms: Rooms,
    saying: Saying,
    beside: Beside,
    at_home: AtHome = nothing_more,
) -> Desk:
    """The desk with a handler for every kind of work."""
    replies = saying.replies
    suggesting = Suggesting(assistant, rooms.gate.clock, settings.zone)
    team = _team_view(settings, rooms, assistant)
    own, meeting = OwnData(rooms, replies, suggesting, at_home, team.at_home), Meeting(rooms, replies, suggesting)
    shaping = shaping_of(settings, rooms, replies, assistant, beside)
    editors, tickets = Editors(rooms.gate, settings.editor_roles), Tickets(settings.home, rooms.gate.clock)
    console = ConsoleLink(replies, editors, tickets, settings.console_url)
    talk = Talk(assistant, replies, own, meeting, shaping, rooms.measures)
    presses = Presses(rooms, replies, own, shaping, talk, Contests(settings.home))
    coaching = Coaching(rooms, replies, assistant, team.in_form)
    receiving = Receiving(rooms, replies, talk, coaching, settings)
    forms = Forms(rooms, replies, shaping.experts)
    handlers = {
        "ask": console.before(talk.ask),
        "home": own.home,
        "opened": meeting.opened,
        "press": coaching.before(receiving.before(presses.press)),
        "nudge_reply": receiving.replying.send,
        "nudge_hours": receiving.own_hours.save,
        "hand_over": forms.hand_over,
        "answer": forms.answer,
        "files": talk.ask,
        **coaching.forms,
        **shaping.forms,
    }
    chores = [rooms.counting.hourly, rooms.measures.hourly, rooms.retention.hourly, shaping.hearing.tell]
    return Desk(rooms.inbox, handlers, Sorry(replies).say, saying.aside, chores, settings.workers)


def _team_view(settings: Settings, rooms: Rooms, assistant: Assistant) -> TeamView:
    """What managers are told of groups, searched as anybody's question is."""
    gaps = GapReport(
        rooms,
        lambda words, preference, viewer: assistant.answer(words, viewer, preference),
        assistant.live,
        settings.group_size,
    )
    return TeamView(TeamReport(rooms, gaps, settings.group_size))
