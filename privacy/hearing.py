"""What a worker wants to hear back on: a question without an answer, a fix they suggested. Told once, then gone."""

from dataclasses import asdict, dataclass, field

from privacy.gate import Gate
from privacy.receipt import Request
from privacy.store import PostStore
from privacy.topics import folded, sensitive, sensitive_title
from privacy.uses import AWAITED, ENGLISH, HEAR_BACK, Language
from privacy.worker import ANONYMOUS, WorkerId


@dataclass(frozen=True, slots=True)
class Awaited:
    """What was asked or suggested, and where and in which language to tell. `fix` is the id of a suggestion."""

    words: str = field(repr=False)
    to: str = field(repr=False)
    language: Language = ENGLISH
    fix: str = ""
    article: str = ""
    title: str = ""

    @property
    def topic(self) -> str:
        """One for each fix, and one for each question however often it is asked."""
        return topic_of_fix(self.fix) if self.fix else f"question {folded(self.words)}"


def topic_of_fix(id: str) -> str:
    """Under which a fix is kept that somebody wants to hear of."""
    return f"fix {id}"


class Hearing:
    """Keeps it with a yes, never of health, faith and the like; nothing is read of it but through a draw."""

    def __init__(self, gate: Gate, post: PostStore) -> None:
        self._gate = gate
        self._post = post

    def could_keep(self, awaited: Awaited) -> bool:
        """True where no word speaks against it."""
        return not sensitive(awaited.words, awaited.language) and not sensitive_title(awaited.title)

    def to_ask(self, request: Request, awaited: Awaited) -> bool:
        """True where the worker can be asked whether to be told: alone, with a name, and never asked before."""
        open_to_all = request.public or request.worker == ANONYMOUS
        return not open_to_all and not self._gate.asked(request.worker, HEAR_BACK) and self.could_keep(awaited)

    def allowed(self, request: Request, awaited: Awaited) -> bool:
        """True where the worker said yes, alone here, and this can be kept."""
        return not request.public and self._gate.allowed(request.worker, HEAR_BACK) and self.could_keep(awaited)

    def keep(self, request: Request, awaited: Awaited) -> bool:
        """False, and nothing kept, without a yes, and for what must never be kept."""
        return self.allowed(request, awaited) and self._gate.keep(request, HEAR_BACK, awaited.topic, asdict(awaited))

    def waiting(self) -> frozenset[WorkerId]:
        """Who wants to hear back on anything."""
        return self._gate.keepers(HEAR_BACK)

    def drawn(self, request: Request, topic: str = "") -> tuple[Awaited, ...]:
        """What the worker of the request waits for, all of it or one thing; a draw with its receipt."""
        values = self._gate.draw(request, HEAR_BACK, topic).values.get(AWAITED.name, [])
        return tuple(Awaited(**value) for _, value in values)

    def end(self, request: Request, awaited: Awaited) -> bool:
        """Forgets it, as it is told. True the first time: within `together`, it is told once."""
        return self._gate.forget(request, HEAR_BACK, awaited.topic)

    def since(self) -> int | None:
        """Up to which generation of the articles it was looked for answers; None before the first time."""
        return self._post.looked_at()

    def looked(self, generation: int) -> None:
        """Notes that it was looked for answers among the articles of that generation."""
        self._post.look_at(generation)
