"""All rooms of this package around one store. Whoever holds `Rooms` cannot reach the store itself."""

from dataclasses import dataclass

from privacy.conversation import Conversations
from privacy.directory import Directory
from privacy.escalation import Escalations
from privacy.gate import Clock, Gate, utc_now
from privacy.inbox import Inbox
from privacy.opinion import Opinions
from privacy.outbox import Outbox
from privacy.retention import Retention
from privacy.rights import Rights
from privacy.seal import Keys, Seals
from privacy.store import PersonalStore, PostStore


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the rest of Onhand may use of what is held about people."""

    gate: Gate
    inbox: Inbox
    outbox: Outbox
    directory: Directory
    rights: Rights
    escalations: Escalations
    conversations: Conversations
    opinions: Opinions
    retention: Retention


def around(people: PersonalStore, post: PostStore, keys: Keys, clock: Clock = utc_now) -> Rooms:
    """Wraps the stores at once, so that no other object ever holds them."""
    seals = Seals(keys)
    gate = Gate(people, post, seals, clock)
    return Rooms(
        gate=gate,
        inbox=Inbox(post, seals, clock),
        outbox=Outbox(post, seals, clock),
        directory=Directory(people, seals, gate),
        rights=Rights(people, seals, gate),
        escalations=Escalations(post, gate),
        conversations=Conversations(post, seals, clock),
        opinions=Opinions(people, gate),
        retention=Retention(people, clock),
    )
