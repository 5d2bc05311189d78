"""All rooms of this package around one store. Whoever holds `Rooms` cannot reach the store itself."""

from dataclasses import dataclass
from typing import Protocol

from privacy.chain import Chain
from privacy.conversation import Conversations
from privacy.counting import Counting
from privacy.directory import Directory
from privacy.effects import Effects
from privacy.escalation import Escalations
from privacy.gaps import Gaps
from privacy.gate import Clock, Gate, utc_now
from privacy.groups import SMALLEST
from privacy.hearing import Hearing
from privacy.inbox import Inbox
from privacy.ledger import Ledger
from privacy.measures import Measures
from privacy.nudges import Nudges
from privacy.opinion import Opinions
from privacy.outbox import Outbox
from privacy.questions import Questions
from privacy.retention import Retention
from privacy.rights import Rights
from privacy.seal import Keys, Seals
from privacy.shifts import Shifts
from privacy.store import PersonalStore, PostStore
from privacy.suggestion import Suggestions


class Vault(Keys, Ledger, Protocol):
    """What lies apart from the data: keys, the head of the chain, what must stay gone."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the rest of Onhand may use of what is held about people."""

    gate: Gate
    inbox: Inbox
    outbox: Outbox
    directory: Directory
    rights: Rights
    escalations: Escalations
    suggestions: Suggestions
    hearing: Hearing
    conversations: Conversations
    opinions: Opinions
    questions: Questions
    counting: Counting
    nudges: Nudges
    effects: Effects
    shifts: Shifts
    gaps: Gaps
    measures: Measures
    retention: Retention
    chain: Chain


def around(people: PersonalStore, post: PostStore, keys: Vault, clock: Clock = utc_now, k: int = SMALLEST) -> Rooms:
    """Wraps the stores at once, so that no other object ever holds them. `k` is the smallest group that is told of."""
    seals = Seals(keys)
    chain = Chain(people, keys)
    chain.begin()
    gate = Gate(people, post, seals, chain, clock)
    rights = Rights(people, post, seals, gate, chain)
    directory = Directory(people, seals, gate)
    measures = Measures(people, gate, keys, k)
    return Rooms(
        gate=gate,
        inbox=Inbox(post, seals, clock),
        outbox=Outbox(post, seals, clock),
        directory=directory,
        rights=rights,
        escalations=Escalations(post, gate, measures),
        suggestions=Suggestions(post, gate),
        hearing=Hearing(gate, post),
        conversations=Conversations(post, seals, clock),
        opinions=Opinions(people, gate, measures),
        questions=Questions(gate, directory.names),
        counting=Counting(people, gate, keys, k),
        nudges=Nudges(people.nudges, seals, gate, k),
        effects=Effects(people, clock, k),
        shifts=Shifts(people, seals, gate),
        gaps=Gaps(people, gate, keys, directory.names, k),
        measures=measures,
        retention=Retention(people, rights, chain, measures, clock),
        chain=chain,
    )
