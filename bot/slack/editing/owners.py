"""Who looks after an article is asked in time whether it still holds, and answers with one press."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from hashlib import sha256
from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address, direct_message
from bot.slack.editing.office import Office, Take
from bot.slack.editing.waiting import one
from bot.wording import ENGLISH
from bot.wording import editing as say
from knowledge.article import Article
from knowledge.review import check_again, check_by, health
from privacy.inbox import Accepted
from privacy.worker import Person

A_WEEK = 5
"""Articles that one message asks about; the others wait for the next week."""
DUE = ("check due", "check overdue")
NOT_HELPFUL = "not helpful"


@dataclass(frozen=True, slots=True)
class Unhelpful:
    """How often answers from an article did not help since its last check, in whole steps of the smallest group."""

    times: int
    reasons: tuple[tuple[str, int], ...] = ()


class Owners:
    """Nothing is drawn about an owner: whose an article is stands in the article."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def remind(self, work: Accepted) -> None:
        """One message to one owner about what of theirs is still due. An article gone meanwhile is left out."""
        owner, today = str(work.body["owner"]), self._office.today
        found = [each for each in map(self._office.live, work.body["articles"]) if each and owner_of(each) == owner]
        rooms = self._office.rooms
        if not found:
            rooms.inbox.finish(work.key)
            return
        unhelpful = unhelpful_since_checked(self._office)
        blocks: list[Block] = [kit.section(say.CHECK_THESE)]
        for place, article in enumerate(found):
            blocks += one(place, article, list(_lines(article, unhelpful(article), today)), right=True)
        text = "\n".join([say.CHECK_THESE, *(say.line(each.title) for each in found)])
        address = Address(work.team, owner, owner)
        request = self._office.replies.open(address, work.key)
        self._office.replies.send(request, lambda _: direct_message(owner, text, kit.rendered(blocks)))

    def still_right(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Notes that the version they saw was checked today."""
        article, today = self._office.live(value["a"]), self._office.today
        request = self._office.admit_to(article, address, work)
        if request is None:
            return
        if article is None:
            self._office.tell(address, work, request, say.NOT_YOURS)
        elif article.version != value["v"]:
            checked = article.reviewed == today
            self._office.tell(address, work, request, say.ALREADY_CHECKED if checked else say.CHANGED_MEANWHILE)
        else:
            again = check_again(article, today)
            done = self._office.editorial.history.renew(article.id, article.version, today, again, str(request.worker))
            text = say.checked(article.title, again) if done else say.CHANGED_MEANWHILE
            self._office.tell(address, work, request, text)


def owner_of(article: Article) -> str:
    """The Slack id of who looks after it, or nothing."""
    return (article.owner.slack_user_id or "") if article.owner else ""


def _lines(article: Article, unhelpful: Unhelpful | None, today: date) -> Iterator[str]:
    if health(article, today) in DUE:
        yield say.due(check_by(article), today)
    if unhelpful is not None:
        yield say.unhelpful(unhelpful.times, unhelpful.reasons)


def unhelpful_since_checked(office: Office) -> Callable[[Article], Unhelpful | None]:
    """Tells of an article that keeps being rated as no help, and nothing below the smallest group.

    What counts is what was said after the month of its last check, as whoever checked it knew of the rest, in months
    that are over and in which so many people judged answers.
    """
    k = office.settings.group_size
    groups = cache(partial(office.rooms.opinions.of_groups, k))

    def of(article: Article) -> Unhelpful | None:
        every = groups(f"{article.reviewed:%Y-%m}" if article.reviewed else "")
        said = {opinion: times for (id, opinion), times in every.items() if id == article.id}
        times = stepped(said.get(NOT_HELPFUL, 0), k)
        if not times or said.get("helpful", 0) >= said[NOT_HELPFUL]:
            return None
        reasons = ((label, stepped(said.get(name, 0), k)) for name, label in ENGLISH.reasons.items())
        return Unhelpful(times, tuple(each for each in reasons if each[1]))

    return of


def stepped(count: int, k: int) -> int:
    """The count in whole steps of k: two of them never tell of one person."""
    return count // k * k


class Reminders:
    """The chore: once a day it looks who has something to check, and asks nobody twice in a week."""

    def __init__(self, office: Office, take: Take) -> None:
        """`take` makes a piece of work durable, once under its name."""
        self._office = office
        self._take = take
        self._bot = office.bot
        self._looked: date | None = None

    def daily(self) -> None:
        today = self._office.today
        if self._looked == today:
            return
        week, noted = week_of(today), self._office.editorial.reminding.weeks()
        for owner, articles in self._by_owner(today).items():
            if week not in {noted.get(each.id) for each in self._all_of(owner)}:
                self._ask(owner, sorted(articles, key=lambda each: noted.get(each.id, "")), week)
        self._looked = today

    def _by_owner(self, today: date) -> dict[str, list[Article]]:
        """What is due by the Slack id of who looks after it, where they are still on the company's list."""
        unhelpful = unhelpful_since_checked(self._office)
        found: dict[str, list[Article]] = {}
        for article in self._office.editorial.library.list():
            due = health(article, today) in DUE or unhelpful(article) is not None
            if due and has_owner(self._office, article, self._bot.team):
                found.setdefault(owner_of(article), []).append(article)
        return found

    def _all_of(self, owner: str) -> Sequence[Article]:
        return [each for each in self._office.editorial.library.list() if owner_of(each) == owner]

    def _ask(self, owner: str, articles: Sequence[Article], week: str) -> None:
        """The work has one name a week and choice of articles, so that no crash between the two asks twice."""
        ids = [each.id for each in articles[:A_WEEK]]
        name = sha256("\n".join(ids).encode()).hexdigest()[:16]
        to = Address(self._bot.team, self._bot.slack_user_id, owner).kept()
        work = {"do": "editing:remind", "owner": owner, "articles": ids, "to": to}
        self._take(self._bot, f"remind:{week}:{name}", work)
        self._office.editorial.reminding.note(ids, week)


def has_owner(office: Office, article: Article, team: str) -> bool:
    """True where somebody who is still on the company's list looks after it."""
    owner = owner_of(article)
    return bool(owner) and office.rooms.directory.knows(Person(team, owner))


def week_of(day: date) -> str:
    """The week as in “2026-W48”, which sorts as time does."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"
