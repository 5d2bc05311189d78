"""Files that an editor drops on the bot become proposals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address, only_for, put_in_place
from bot.slack.desk import Handler
from bot.slack.editing.downloading import Downloads, Unfetched, name_of
from bot.slack.editing.office import Office, told
from bot.slack.editing.proposers import Proposers
from bot.wording import editing as say
from knowledge.article import Article
from knowledge.loading import read
from knowledge.loading.reading import Progress
from knowledge.proposals import Draft
from privacy.inbox import Accepted
from privacy.receipt import Request

MOST_FILES = 10
LINES = 15
"""Titles, and problems, that one reply names."""
PATIENCE = 3.0
"""Seconds after which a long load tells how far it is, and then again: Slack takes one change in about a second."""


@dataclass(slots=True)
class _Found:
    """What the files hold: drafts by the id of their article, in the order in which they came, and what is wrong.

    `shown` is the row of the message that tells how far it is, where it takes long, and `next_word` when it may change.
    """

    drafts: dict[str, Draft] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    shown: str = ""
    next_word: float = 0.0

    def add(self, article: Article, origin: str) -> None:
        """Each id once: of two files with one id the first is taken, as in a folder."""
        first = self.drafts.setdefault(article.id.casefold(), Draft(article, origin))
        if first.origin != origin:
            why = say.TWICE.format(id=article.id, file=first.origin.partition(":")[2])
            self.problems.append(say.COULD_NOT_READ.format(file=origin.partition(":")[2], why=why))


class Files:
    """Fetches, reads and proposes; what is wrong with a file costs one line, and the rest goes on."""

    def __init__(self, office: Office, proposers: Proposers, downloads: Downloads, ask: Handler) -> None:
        """`ask` answers the words that came with a file of somebody who is no editor."""
        self._office = office
        self._proposers = proposers
        self._downloads = downloads
        self._ask = ask

    def dropped(self, work: Accepted) -> None:
        """From an editor files are taken; from anybody else they are not even fetched."""
        address = only_for(Address(**work.body["to"]))
        request = self._office.replies.open(address, None)
        if not self._office.editors.admit(request):
            self._not_taken(address, work, request)
            return
        found = self._read(address, work.body["files"], request)
        made = self._proposers.bring_in(list(found.drafts.values()), request, address)
        live = self._office.decide_alone(made, request)
        titles = [each.article.title for each in made]
        text = say.proposed(titles, len(found.drafts) - len(made), live=live)
        blocks = [kit.section(text), *_lines(titles), *_lines(found.problems), *_next(titles)]
        self._office.replies.send(
            replace(request, event=work.key),
            lambda notice: put_in_place(found.shown, told(address, text, blocks, notice)),
        )

    def _not_taken(self, address: Address, work: Accepted, request: Request) -> None:
        words = str(work.body["words"]).strip()
        if not words:
            self._office.tell(address, work, request, say.FILES_FOR_EDITORS)
            return
        self._office.replies.send(request, lambda notice: told(address, say.FILES_FOR_EDITORS, (), notice))
        self._ask(work)

    def _read(self, address: Address, files: Sequence[dict[str, Any]], request: Request) -> _Found:
        found = _Found(next_word=monotonic() + PATIENCE)
        for number, file in enumerate(files[:MOST_FILES], 1):
            name = name_of(file)

            def far(done: int, of: int, name: str = name, number: int = number) -> None:
                text = say.reading(name, number, len(files), done, of)
                self._progress(address, request, text, found)

            self._read_one(file, found, far)
        if len(files) > MOST_FILES:
            found.problems.append(say.TOO_MANY_FILES.format(most=MOST_FILES))
        return found

    def _read_one(self, file: dict[str, Any], found: _Found, far: Progress) -> None:
        name = name_of(file)
        try:
            with self._downloads.fetched(file) as path:
                self._load(path, found, far)
        except Unfetched as problem:
            found.problems.append(say.COULD_NOT_READ.format(file=name, why=problem))

    def _load(self, path: Path, found: _Found, far: Progress) -> None:
        """What lies in an archive comes from its own place in it. The folder on this machine is nobody's business."""
        loaded, here = read([path], self._office.rooms.directory.roles(), far), f"{path.parent}/"
        for article in loaded.articles:
            found.add(article, f"slack:{loaded.origins[article.id].replace(here, '')}")
        for problem in loaded.problems:
            file, why = (text.replace(here, "") for text in (problem.file, problem.reason))
            found.problems.append(say.COULD_NOT_READ.format(file=file, why=why))

    def _progress(self, address: Address, request: Request, text: str, found: _Found) -> None:
        """How far it is, in one message that changes now and then, and that the result takes the place of."""
        if monotonic() < found.next_word:
            return
        found.next_word = monotonic() + PATIENCE
        rows = self._office.replies.send(
            request, lambda notice: put_in_place(found.shown, told(address, text, (), notice))
        )
        found.shown = found.shown or f"{request.id}:{rows[0]}"


def _lines(texts: Sequence[str]) -> Iterator[Block]:
    if texts:
        rest = [say.more(len(texts) - LINES)] if len(texts) > LINES else []
        yield kit.section("\n".join([*(say.line(kit.cut(text, 150)) for text in texts[:LINES]), *rest]))


def _next(titles: Sequence[str]) -> Iterator[Block]:
    if titles:
        yield kit.actions([kit.button(say.WHAT_WAITS, "editing:waiting", {})], "editing")
