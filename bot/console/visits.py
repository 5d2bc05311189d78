"""Who is at the console, and that they are an editor today."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.console.tickets import Tickets, form_key
from bot.editors import Editors
from privacy.receipt import Request, RequestUnknown
from privacy.rooms import Rooms
from privacy.worker import WorkerId

ONE_LOOK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """An editor at a page. `key` is the one that articles and proposals know them by; `notice` is from the receipt."""

    key: WorkerId
    form_key: str
    notice: str


@dataclass(frozen=True, slots=True)
class _Look:
    """That somebody's job was looked up: for which request, when, and on which edition of the company's list."""

    request: Request
    at: datetime
    edition: frozenset[str]


class Visits:
    """Admits editors by the company's list.

    Each act draws the job anew, with a receipt of its own. For reading, one receipt holds for an hour: a receipt for
    each page would be a log of how somebody works. It ends at once with a new edition of the list, so that a transfer
    is felt with the next page, and with the person's erasure.
    """

    def __init__(self, rooms: Rooms, editors: Editors, tickets: Tickets) -> None:
        self._rooms = rooms
        self._editors = editors
        self._tickets = tickets
        self._looks: dict[WorkerId, _Look] = {}
        self._turn = threading.Lock()

    def reading(self, cookie: str) -> Visit | None:
        """The visit of a session that reads. None, and the session is over, for whoever is no editor any more."""
        worker = self._tickets.who(cookie)
        look = self._looks.get(worker) if worker else None
        if look is None or not self._still_holds(look):
            return self.acting(cookie)
        return self._visit(look.request, cookie)

    def acting(self, cookie: str) -> Visit | None:
        """The same for one that changes something: the job is looked up for it."""
        worker = self._tickets.who(cookie)
        if worker is None:
            return None
        edition = self._rooms.directory.edition()
        request = self._rooms.gate.open_for(worker, public=False)
        if not self._editors.admit(request):
            self._over(cookie, worker)
            return None
        with self._turn:
            self._looks[worker] = _Look(request, self._rooms.gate.clock(), edition)
        return self._visit(request, cookie)

    def _still_holds(self, look: _Look) -> bool:
        young = self._rooms.gate.clock() - look.at < ONE_LOOK
        return young and look.edition == self._rooms.directory.edition()

    def _visit(self, request: Request, cookie: str) -> Visit | None:
        try:
            notice = self._rooms.gate.notice(request)
        except RequestUnknown:  # it went with its person
            self._over(cookie, request.worker)
            return None
        return Visit(request.worker, form_key(cookie), notice.text)

    def _over(self, cookie: str, worker: WorkerId) -> None:
        with self._turn:
            self._looks.pop(worker, None)
        self._tickets.leave(cookie)
