"""The receipts as a chain: each link holds a digest of one receipt and the link before it.

Whoever changes, cuts, forks or adds a receipt behind the gate's back changes every link after it, or leaves the head
that is kept elsewhere without its chain. A link says nothing about a person: what it digests holds a random salt, which
goes with the receipt. So links stay when a receipt is erased or outlives its time, and another link says that it went,
and why.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from privacy.keeping import RECEIPT_DAYS
from privacy.ledger import Gone, Head, Ledger
from privacy.worker import WorkerId

What = Literal["drawn", "erased", "outlived"]
START = bytes(32)
HEAD = re.compile(r"(\d+):([0-9a-f]{64})")
MOST = 20
"""Problems that are told one by one; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Link:
    """What happened to one receipt, on which day, with the digest of the receipt where it was drawn."""

    id: int
    receipt: int
    what: What
    day: str
    digest: bytes
    hash: bytes

    @property
    def head(self) -> Head:
        return Head(self.id, self.hash)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A receipt as it stands in its table, its time as text."""

    number: int
    request: str
    worker: str
    use: str
    at: str
    kinds: tuple[str, ...]
    salt: bytes | None

    @property
    def digest(self) -> bytes:
        told = json.dumps([self.number, self.request, self.worker, self.use, self.at, sorted(self.kinds)])
        return hashlib.sha256((self.salt or b"") + told.encode()).digest()


def link_after(before: Link | None, receipt: int, what: What, day: str, digest: bytes = b"") -> Link:
    """The next link of a chain whose last one is `before`. Days only go forward, whatever a clock says."""
    id, hash, day = (before.id + 1, before.hash, max(day, before.day)) if before else (1, START, day)
    told = json.dumps([id, receipt, what, day, digest.hex()]).encode()
    return Link(id, receipt, what, day, digest, hashlib.sha256(hash + told).digest())


class ChainStore(Protocol):
    """Where receipts and links are."""

    def last_link(self) -> Link | None: ...
    def links(self) -> Iterable[Link]: ...
    def recorded(self) -> Iterable[Recorded]: ...


class Chain:
    """Saves the head of the chain elsewhere, and checks the chain against it."""

    def __init__(self, store: ChainStore, ledger: Ledger) -> None:
        self._store = store
        self._ledger = ledger

    def begin(self) -> None:
        """Saves a first head, as after an upgrade."""
        if self._ledger.head() is None:
            self.save()

    def save(self) -> None:
        """Saves the head of now. Where the process dies before it, the saved head is an earlier link of the chain."""
        link = self._store.last_link()
        if link is not None:
            self._ledger.save_head(link.head)

    def note(self, gone: Gone) -> None:
        """Notes apart from the data what must stay gone."""
        self._ledger.note(gone)

    def gone(self) -> Iterable[Gone]:
        return self._ledger.gone()

    def forget_gone(self, before: datetime) -> int:
        return self._ledger.forget_gone(before)

    def forget_keys(self, but_of: Collection[WorkerId]) -> int:
        return self._ledger.forget_keys(but_of)

    def head(self) -> str:
        """The last link, as text that somebody else can keep: its number and its hash. Empty before the first."""
        link = self._store.last_link()
        return f"{link.id}:{link.hash.hex()}" if link else ""

    def check(self, head: str | None = None) -> tuple[str, ...]:
        """What is wrong with the receipts, a sentence each; nothing where they are whole.

        `head` is one that somebody kept; the one that Onhand saved in its second file is checked as well. Raises
        ValueError for a head that is none.
        """
        heads = [each for each in (self._ledger.head(), _parsed(head)) if each is not None]
        links = list(self._store.links())
        problems = [*_broken(links), *_missing_heads(links, heads), *self._strange(links)]
        more = [f"… and {len(problems) - MOST} more."] if len(problems) > MOST else []
        return (*problems[:MOST], *more)

    def _strange(self, links: list[Link]) -> Iterator[str]:
        """Receipts that are not what the links say of them."""
        drawn = {link.receipt: link for link in links if link.what == "drawn"}
        gone = {link.receipt: link for link in links if link.what != "drawn"}
        seen = set()
        for receipt in self._store.recorded():
            seen.add(receipt.number)
            yield from _unlike(receipt, drawn.get(receipt.number), gone.get(receipt.number))
        yield from (f"Receipt {number} is missing." for number in drawn if number not in seen and number not in gone)
        yield from (problem for link in gone.values() for problem in self._unlawful(link, drawn.get(link.receipt)))

    def _unlawful(self, gone: Link, drawn: Link | None) -> Iterator[str]:
        """An end of a receipt that nothing explains."""
        if drawn is None:
            yield f"Receipt {gone.receipt} ended, but was never drawn."
        elif gone.what == "outlived" and not _outlived(drawn.day, gone.day):
            yield f"Receipt {gone.receipt} ended on {gone.day}, before its keep time was over."
        elif gone.what == "erased" and not self._ledger.erased(gone.id):
            yield f"Receipt {gone.receipt} ended as if its person was erased, but nobody was."


def _parsed(head: str | None) -> Head | None:
    if head is None:
        return None
    match = HEAD.fullmatch(head.strip())
    if match is None:
        raise ValueError(f"{head!r} is no head of a chain; accepted is what “onhand privacy head” prints, as 12:9f3a….")
    return Head(int(match[1]), bytes.fromhex(match[2]))


def _broken(links: list[Link]) -> Iterator[str]:
    """Links that do not follow from the one before."""
    before: Link | None = None
    for link in links:
        if link_after(before, link.receipt, link.what, link.day, link.digest) != link:
            yield f"Link {link.id} does not follow from the one before it."
        before = link


def _missing_heads(links: list[Link], heads: Iterable[Head]) -> Iterator[str]:
    hashes = {link.id: link.hash for link in links}
    for head in heads:
        if head.link not in hashes:
            yield f"The chain ends at link {len(links)}, before link {head.link} of the saved head."
        elif hashes[head.link] != head.hash:
            yield f"Link {head.link} is not the one of the saved head."


def _unlike(receipt: Recorded, drawn: Link | None, gone: Link | None) -> Iterator[str]:
    if drawn is None:
        yield f"Receipt {receipt.number} was put in: the chain does not know it."
    elif drawn.digest != receipt.digest:
        yield f"Receipt {receipt.number} was changed."
    if gone is not None:
        yield f"Receipt {receipt.number} is there again, though it had ended."


def _outlived(drawn: str, gone: str) -> bool:
    return datetime.fromisoformat(gone) - datetime.fromisoformat(drawn) >= timedelta(days=RECEIPT_DAYS - 1)
