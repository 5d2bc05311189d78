"""What Slack can tell Onhand. A listener only translates, puts the work in the queue, and acknowledges."""

import logging
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot.slack import reading
from bot.slack.coaching.checking import Checking
from bot.slack.coaching.form import CHOOSE, FORM
from bot.slack.coaching.preview import CALLBACK
from bot.slack.desk import Desk
from bot.slack.editing.form import complaints
from bot.wording import voice_in
from privacy.conversation import Conversations
from privacy.down import going_on
from privacy.inbox import Along

COMMAND = "/ask"
COACH = "/coach"
SHORTCUT = "ask_about_message"
LINK = "console"
MALFORMED = (LookupError, TypeError, AttributeError, ValueError, StopIteration)
Body = dict[str, Any]

log = logging.getLogger(__name__)


class Listeners:
    """Connects a Bolt app to the desk. Work is durable before it is acknowledged: a lost one would never come again."""

    def __init__(
        self, desk: Desk, conversations: Conversations, bot_user_id: Callable[[], str], coaching: Checking
    ) -> None:
        self._desk = desk
        self._coaching = coaching
        self._conversations = conversations
        self._bot_user_id = bot_user_id

    def attach(self, app: App) -> None:
        app.event("app_mention")(self.mentioned)
        app.event("message")(self.message)
        app.event("app_home_opened")(self.home)
        app.command(COMMAND)(self.command)
        app.command(COACH)(self.coach)
        app.shortcut(SHORTCUT)(self.shortcut)
        app.action(LINK)(self.followed)
        app.action(re.compile(r".*"))(self.press)
        for form in (
            "hand_over",
            "answer",
            "suggest_fix",
            "take_fix",
            "decline_fix",
            "make_article",
            "nudge_reply",
            "nudge_hours",
        ):
            app.view(form)(self.form)
        app.options(CHOOSE)(self.looked_up)
        app.view(FORM)(self.nudge)
        app.view(CALLBACK)(self.send_nudge)
        app.view(re.compile(r"editing:.*"))(self.editors_form)
        app.error(self.broken)

    def broken(self, error: Exception) -> BoltResponse | None:
        """Acknowledges what nobody listens for or can read: it would only come again. What failed here may."""
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200)
        log.error("a listener failed: %s", type(error).__name__)
        return BoltResponse(status=200) if isinstance(error, MALFORMED) else None

    def mentioned(self, ack: Ack, body: Body) -> None:
        if reading.is_from_person(body["event"]):
            work = reading.message(body, self._bot_user_id(), in_thread=True)
            # Known before anybody can answer, as the next words may follow at once; and once, as a mention that comes
            # again must not take up a conversation that people have since made their own.
            self._take(work, lambda: self._conversations.asked(work.address.place.key, work.address.person))
        ack()

    def message(self, ack: Ack, body: Body) -> None:
        event = body["event"]
        if reading.is_from_person(event):
            self._person_wrote(body, event)
        ack()

    def _person_wrote(self, body: Body, event: Body) -> None:
        if event.get("channel_type") == "im":
            read = reading.dropped if event.get("files") else _typed
            self._take(read(body, self._bot_user_id()))
        elif event.get("thread_ts") and f"<@{self._bot_user_id()}" not in event.get("text", ""):
            self._said_in_thread(body, event)

    def _said_in_thread(self, body: Body, event: Body) -> None:
        """Words that are not for Onhand are not even stored."""
        work = reading.message(body, self._bot_user_id(), in_thread=True)
        to_somebody = reading.mentions_somebody(event.get("text", ""), self._bot_user_id())
        # Without the store nobody knows whose conversation it is, and none is joined.
        with going_on():
            if self._conversations.for_onhand(work.address.place.key, work.address.person, to_somebody=to_somebody):
                self._take(work)

    def command(self, ack: Ack, body: Body) -> None:
        self._take(reading.command(body))
        ack()

    def coach(self, ack: Ack, body: Body) -> None:
        self._take(reading.coach(body))
        ack()

    def looked_up(self, ack: Ack, body: Body) -> None:
        ack(options=self._coaching.options(*reading.looked_up(body)))

    def nudge(self, ack: Ack, body: Body) -> None:
        """Shows the preview, or what is wrong beside its field. Nothing is taken before it is sent."""
        ack(**self._coaching.submitted(reading.nudge(body)))

    def send_nudge(self, ack: Ack, body: Body) -> None:
        self._take(reading.previewed(body))
        ack(response_action="clear")

    def shortcut(self, ack: Ack, body: Body) -> None:
        self._take(reading.shortcut(body, self._bot_user_id()))
        ack()

    def press(self, ack: Ack, body: Body) -> None:
        self._take(reading.press(body))
        ack()

    def followed(self, ack: Ack) -> None:
        """A button that led to a page: that page does the rest."""
        ack()

    def form(self, ack: Ack, body: Body) -> None:
        empty = reading.empty_input(body["view"])
        if empty is not None:
            voice = voice_in(reading.language_of_form(body["view"]))
            ack(response_action="errors", errors={empty: voice.say_something})
            return
        self._take(reading.submission(body))
        ack()

    def editors_form(self, ack: Ack, body: Body) -> None:
        wrong = complaints(reading.values_of(body["view"]))
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        self._take(reading.filled(body))
        ack()

    def home(self, ack: Ack, body: Body) -> None:
        tab = body["event"].get("tab")
        if tab in ("home", "messages"):
            self._take(reading.home(body) if tab == "home" else reading.opened(body))
        ack()

    def _take(self, work: reading.Work, along: Along = None) -> None:
        self._desk.take(work.address.person, work.event, {**work.body, "to": work.address.kept()}, along)


def _typed(body: Body, bot_user_id: str) -> reading.Work:
    return reading.message(body, bot_user_id, in_thread=False)
