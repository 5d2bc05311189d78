"""Random worlds: who there is, what is known of them and chosen by them, and what they do one after another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from bot.audit.articles import BREAKING, ROLES, SITES, THINGS

TEAM = "T0AUDIT"
CHANNEL = "C0FLOOR"
COMPANY_CONTACT = "U0HELP"
SITE_CONTACTS = {"Harbour": "U0HARB", "Station": "U0STAT"}
COLLEAGUES = 11
"""People of one role who do nothing on the day that is played."""
STRANGER = "U0STRANGER"
NEWCOMER = "U0NEW"
"""Asks one half of a pair, and does nothing else."""
SWITCHABLE = ("rank_by_role", "rank_by_past_use", "suggest", "follow_up", "count_in_job")
DAYS = ("2026-05-03", "2026-06-14", "2026-08-01")

State = Literal["granted", "withdrawn"]
Way = Literal[
    "dm", "mention", "thread", "command", "press", "home",
    "hand_over", "answer", "suggest_fix", "take_fix", "decline_fix", "make_article",
]  # fmt: skip
FORMS: tuple[Way, ...] = ("hand_over", "answer", "suggest_fix", "take_fix", "decline_fix", "make_article")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A worker at the start. Without a role they are not on the company's list. `helped`: article id, ISO day. Who
    `hears` said yes to hearing back; a change of another choice is none of this one."""

    user: str
    role: str | None = None
    site: str | None = None
    choices: tuple[tuple[str, State], ...] = ()
    helped: tuple[tuple[str, str], ...] = ()
    hears: bool = False

    @property
    def off(self) -> bool:
        """True where nothing about them may be used."""
        return all((use, "withdrawn") in self.choices for use in SWITCHABLE)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does. `words` are typed; `action` begins the name of the button that is pressed.

    `pair` numbers two questions whose answers must be the same: of somebody who switched all off, and of a stranger.
    """

    user: str
    way: Way
    words: str = ""
    action: str = ""
    pair: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """That so many colleagues of a role marked an article as helpful in the month before, which is counted by now."""

    role: str
    article: str
    people: int

    @property
    def told(self) -> int:
        """What may be told of it: of how many others at least, in steps of five. Reckoned here by itself."""
        return max(0, (self.people - 1) // 5) * 5


@dataclass(frozen=True, slots=True)
class World:
    """`library` is the number of its collection of articles; `refused` are calls that Slack turns away."""

    number: int
    library: int
    people: tuple[Somebody, ...]
    steps: tuple[Step, ...]
    refused: tuple[str, ...] = field(default=())
    marked: tuple[Marked, ...] = field(default=())

    def person(self, user: str) -> Somebody:
        """That person, or one of whom nothing is known."""
        return next((each for each in self.people if each.user == user), Somebody(user))


QUESTIONS = (
    "how hot must the {} be",
    "how hot must the {} be",
    "how many degrees hot must the {} be",
    "which cloth do I clean the {} with",
    "how hot must the {} be and which cloth do I clean the {} with",
    "¿a qué temperatura debe estar el {}?",
    "jak gorący musi być {}, w stopniach?",
    "à quelle température doit être le {}, s'il vous plaît ?",
    "a que temperatura deve estar o {}, por favor?",
)
LEANING = ("and for the {}?", "what about the {}?", "¿y para el {}?", "et pour le {} ?")
STRANGE = (
    "I used your job role to choose this.",
    "how hot must the {} be\nI used nothing about you for this answer.",
    "<!channel> *how hot* must the <https://example.org|{}> be & <@U0BOSS>",
    "{} {}?? \u202e \0 ﷽ 🔥",
    "what is the meaning of life",
    "how hot must the {} be, my job role is cook at my site and this thread helped",
)
LONGEST_STRANGE = 2_500


class Maker:
    """Makes the world of a number and seed: the same two, the same world."""

    def __init__(self, seed: int, libraries: Sequence[Sequence[str]]) -> None:
        """`libraries` are the ids of the articles of each collection."""
        self._seed = seed
        self._libraries = libraries

    def world(self, number: int) -> World:
        """The world of that number."""
        random = Random(f"{self._seed}:{number}")  # noqa: S311
        library = random.randrange(len(self._libraries))
        people = (*self._people(random, self._libraries[library]), Somebody(STRANGER), Somebody(NEWCOMER))
        refused = random.choice(((), (), (), ("chat.postEphemeral",), ("views.open",)))
        steps, marked = _steps(random, people), _marked(random, people, self._libraries[library])
        return World(number, library, people, steps, refused, marked)

    def _people(self, random: Random, articles: Sequence[str]) -> list[Somebody]:
        return [self._somebody(random, f"U0P{number}", articles) for number in range(random.randint(3, 4))]

    def _somebody(self, random: Random, user: str, articles: Sequence[str]) -> Somebody:
        choices = _choices(random)
        past = ("rank_by_past_use", "granted") in choices
        liked = random.sample(list(articles), random.randint(1, 8)) if past else []
        helped = tuple((article, random.choice(DAYS)) for article in liked)
        made = Somebody(user, random.choice(ROLES), random.choice(SITES), choices, helped)
        return replace(made, hears=bool(choices) and not made.off)


def _marked(random: Random, people: Sequence[Somebody], articles: Sequence[str]) -> tuple[Marked, ...]:
    """Mostly of articles that have a twin, where so little decides; by about as many as it takes to be told."""
    role = random.choice([each.role for each in people if each.role])
    twins = [article for article in articles if article.endswith("-1")]
    found = {*random.sample(twins, min(len(twins), 6)), *random.sample(list(articles), 3)}
    return tuple(Marked(role, article, random.choice((1, 2, 5, 6, 6, 7, COLLEAGUES))) for article in sorted(found))


def _choices(random: Random) -> tuple[tuple[str, State], ...]:
    if random.random() < 0.15:
        return tuple((use, "withdrawn") for use in SWITCHABLE)
    made: list[tuple[str, State]] = []
    for use, yes, no in (
        ("rank_by_role", 0.1, 0.1),
        ("rank_by_past_use", 0.6, 0.1),
        ("suggest", 0.0, 0.1),
        ("follow_up", 0.0, 0.1),
        ("count_in_job", 0.0, 0.1),
    ):
        drawn = random.random()
        if drawn < yes + no:
            made.append((use, "granted" if drawn < yes else "withdrawn"))
    return tuple(made)


Episode = list[Step]


def _steps(random: Random, people: Sequence[Somebody]) -> tuple[Step, ...]:
    """A few episodes, shuffled into one another."""
    busy = [each.user for each in people if each.user != NEWCOMER]
    episodes = [random.choice(EPISODES)(random, random.choice(busy)) for _ in range(random.randint(3, 4))]
    off = [each.user for each in people if each.off]
    if off:
        episodes.append(_pair(random, random.choice(off)))
    mixed: list[Step] = []
    while left := [episode for episode in episodes if episode]:
        mixed.append(random.choice(left).pop(0))
    return tuple(mixed)


def question(random: Random, forms: Sequence[str] = QUESTIONS) -> str:
    """A question about one of the things that the articles are about."""
    thing = random.choice(THINGS)
    return random.choice(forms).replace("{}", thing)


def _any_question(random: Random) -> str:
    if random.random() < 0.9:
        return question(random)
    strange = question(random, STRANGE)
    return strange if random.random() < 0.9 else f"{strange} {'x' * LONGEST_STRANGE}"


def _asking(random: Random, user: str) -> Episode:
    words = _any_question(random)
    return [Step(user, "dm", words), Step(user, "dm", question(random, LEANING)), Step(user, "press", action="why")]


def _reading_on(random: Random, user: str) -> Episode:
    read = [Step(user, "press", action=action) for action in ("pick", "read", "why")]
    return [Step(user, random.choice(("dm", "dm", "mention")), question(random)), *read]


def _liking(random: Random, user: str) -> Episode:
    words, then = question(random), random.choice(("remember", "remember", "forget", "stop:count_in_job"))
    pressed = [Step(user, "press", action="helpful"), Step(user, "press", action=then)]
    return [Step(user, "dm", words), *pressed, Step(user, "dm", words)]


def _stopping(random: Random, user: str) -> Episode:
    words, use = question(random), random.choice(("rank_by_role", "rank_by_role", "rank_by_past_use"))
    asked = Step(user, "dm", words)
    back = [Step(user, "press", action=f"on:{use}"), asked] if random.random() < 0.3 else []
    return [asked, Step(user, "press", action=f"stop:{use}"), asked, *back]


def _in_public(random: Random, user: str) -> Episode:
    words = question(random)
    follow = Step(user, "thread", question(random, LEANING))
    return [Step(user, "dm", words), Step(user, "mention", words), follow, Step(user, "press", action="why")]


def _handing_over(random: Random, user: str) -> Episode:
    asked, pressed = Step(user, "dm", _any_question(random)), Step(user, "press", action="ask_a_person")
    back = [Step("", "press", action="answer"), Step("", "answer", words="It is the blue one.")]
    made = [Step("", "press", action="make_article"), Step("", "make_article", words="Which is the blue one")]
    return [asked, pressed, Step(user, "hand_over", words="Which one is it?"), *back, *made]


def _suggesting_a_fix(random: Random, user: str) -> Episode:
    sent = Step(user, "suggest_fix", words="It is the green cloth by now.")
    taken = [Step("", "press", action="take"), Step("", "take_fix", words="Use the green cloth.")]
    left = [Step("", "press", action="decline"), Step("", "decline_fix", words="It is still the blue one.")]
    asked = [Step(user, "dm", question(random)), Step(user, "press", action="fix"), sent]
    return [*asked, *random.choice((taken, left))]


def _hearing_back(random: Random, user: str) -> Episode:
    pressed = [Step(user, "press", action=random.choice(("hear", "hear", "hear_none")))]
    return [Step(user, "dm", "who orders the salt for the pretzels"), *pressed, Step(user, "dm", "my data")]


def _looking(random: Random, user: str) -> Episode:
    seen = random.choice((Step(user, "dm", "my data"), Step(user, "dm", "mis datos"), Step(user, "mention", "my data")))
    return [Step(user, "dm", question(random)), seen, Step(user, "home"), Step(user, "press", action="off:follow_up")]


def _commanding(random: Random, user: str) -> Episode:
    reason = [Step(user, "press", action="not_helpful"), Step(user, "press", action="reason")]
    return [Step(user, "command", _any_question(random)), *reason]


def _chatting(random: Random, user: str) -> Episode:
    said = random.choice(("hello", "thanks", "help", "hola", "merci", "???", " "))
    return [Step(user, "dm", question(random)), Step(user, "dm", said), Step(user, "home")]


def _tapping(random: Random, user: str) -> Episode:
    opened, use = Step(user, "home"), random.choice(("suggest", "rank_by_past_use"))
    stopped = [Step(user, "press", action=f"stop:{use}"), Step(user, "dm", "hello")]
    return [opened, Step(user, "press", action="suggested"), opened, *stopped]


def _breaking(random: Random, user: str) -> Episode:
    return [Step(user, "dm", f"{question(random)} {BREAKING}"), Step(user, "dm", question(random))]


def _erasing(random: Random, user: str) -> Episode:
    asked = Step(user, "dm", question(random))
    return [asked, Step(user, "dm", "my data"), Step(user, "press", action="erase"), asked]


def _pair(random: Random, off: str) -> Episode:
    words, number = random.choice((question(random), question(random), "hello")), random.randint(1, 1_000_000)
    return [Step(off, "dm", words, pair=number), Step(NEWCOMER, "dm", words, pair=number)]


EPISODES: tuple[Callable[[Random, str], Episode], ...] = (
    _asking, _asking, _reading_on, _reading_on, _liking, _liking, _stopping, _stopping, _in_public, _in_public,
    _handing_over, _suggesting_a_fix, _hearing_back, _looking, _commanding, _chatting, _tapping, _tapping, _breaking,
    _erasing,
)  # fmt: skip
