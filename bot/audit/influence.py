"""No receipt, no influence: changes one thing about one person, plays again from the same start, and compares."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from random import Random
from typing import Any

from bot.audit.articles import ROLES, SITES
from bot.audit.playing import Input, Played, Scene
from bot.audit.wire import Sent, without_notice
from bot.audit.worlds import DAYS, LEANING, NEWCOMER, SWITCHABLE, Somebody, Step, World, question
from bot.wording import VOICES
from privacy.uses import BY_NAME, EVERYTHING

Inputs = tuple[Input | None, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """The same world but for one thing about `user`. A reply of theirs that changes must name one of `kinds`.

    Where a `choice` was changed, what speaks of choices may change too. `from_step`: what they did there is not the
    same, so their own reply to it is not compared. `also` are others whose replies may change, if they name it.
    """

    what: str
    user: str
    kinds: frozenset[str]
    world: World
    inputs: Inputs
    choice: bool = False
    from_step: int = -1
    also: frozenset[str] = frozenset()


def variants(world: World, inputs: Inputs, random: Random, articles: Sequence[str], limit: int) -> list[Variant]:
    """A few changes, each of another sort where there are as many; a role first, as most is drawn of that, and in half
    of the worlds then a press, as few worlds have one that tells."""
    acting = sorted({step.user for step in world.steps if step.user and world.person(step.user).role})
    found: list[Variant] = []
    others = random.sample(CHANGES, len(CHANGES))
    if random.random() < 0.5:
        others.sort(key=lambda change: change is not _click)
    for change in (_role, *others):
        if len(found) == limit or not acting:
            break
        user = random.choice(acting)
        found += list(change(Base(world, inputs, articles), user, random))[:1]
    return found


@dataclass(frozen=True, slots=True)
class Base:
    """What a change starts from."""

    world: World
    inputs: Inputs
    articles: Sequence[str]

    def instead(self, person: Somebody) -> World:
        """The world with that person as they are here."""
        people = tuple(person if each.user == person.user else each for each in self.world.people)
        return replace(self.world, people=people)

    def at(self, number: int, given: Input | None) -> Inputs:
        """The inputs with another one in that place."""
        return (*self.inputs[:number], given, *self.inputs[number + 1 :])


def _role(base: Base, user: str, random: Random) -> Iterator[Variant]:
    person = base.world.person(user)
    other = random.choice([role for role in ROLES if role != person.role])
    yield Variant(f"the role {person.role!r} became {other!r}", user, frozenset({"role"}),
                  base.instead(replace(person, role=other)), base.inputs)  # fmt: skip


def _site(base: Base, user: str, random: Random) -> Iterator[Variant]:
    person = base.world.person(user)
    other = random.choice([site for site in SITES if site != person.site])
    yield Variant(f"the site {person.site!r} became {other!r}", user, frozenset({"site"}),
                  base.instead(replace(person, site=other)), base.inputs)  # fmt: skip


def _past(base: Base, user: str, random: Random) -> Iterator[Variant]:
    person = base.world.person(user)
    if ("rank_by_past_use", "granted") in person.choices:
        helped = tuple((each, random.choice(DAYS)) for each in random.sample(list(base.articles), 6))
        yield Variant("other articles helped before", user, frozenset({"helped"}),
                      base.instead(replace(person, helped=helped)), base.inputs)  # fmt: skip


def _choice(base: Base, user: str, random: Random) -> Iterator[Variant]:
    person, use = base.world.person(user), random.choice(SWITCHABLE)
    off = (use, "withdrawn") in person.choices
    kept = tuple(each for each in person.choices if each[0] != use)
    choices = kept if off else (*kept, (use, "withdrawn"))
    helped = () if use == "rank_by_past_use" else person.helped
    kinds = frozenset(kind.name for kind in BY_NAME[use].draws)
    if ("rank_by_past_use", "granted") in person.choices:
        # Other answers were shown before, so something else did not help when it was asked again.
        kinds |= {"helped"}
    changed = replace(person, choices=choices, helped=helped)
    yield Variant(f"{use} was {'on' if off else 'off'} from the start", user, kinds,
                  base.instead(changed), base.inputs, choice=True)  # fmt: skip


def _earlier(base: Base, user: str, random: Random) -> Iterator[Variant]:
    """Best where somebody else's follow-up comes next: it must not lean on what another person asked."""
    del user
    steps = base.world.steps
    asked = [number for number, step in enumerate(steps) if _can_be_another(step, base.inputs[number])]
    telling = [number for number in asked if _leans_by_another(steps, number)]
    if not asked:
        return
    number = random.choice(telling or asked)
    given, words = base.inputs[number], steps[number].words
    if given is not None:
        body = json.loads(given.body)
        body["event"]["text"] = body["event"]["text"].replace(words, question(random))
        other = Input(given.listener, json.dumps(body, ensure_ascii=False), given.who)
        yield Variant(f"step {number} asked something else", given.who, frozenset({"thread", "helped"}),
                      base.world, base.at(number, other), from_step=number)  # fmt: skip


def _can_be_another(step: Step, given: Input | None) -> bool:
    return given is not None and step.way in ("dm", "mention") and not _leans(step) and not step.pair


def _leans_by_another(steps: Sequence[Step], number: int) -> bool:
    after = steps[number + 1] if number + 1 < len(steps) else steps[number]
    return after.user != steps[number].user and _leans(after)


def _leans(step: Step) -> bool:
    return step.words.startswith(tuple(form.partition("{}")[0] for form in LEANING))


def _click(base: Base, user: str, random: Random) -> Iterator[Variant]:
    del random, user
    for number, step in enumerate(base.world.steps):
        given = base.inputs[number]
        if given and step.action in ("helpful", "not_helpful", "remember", "reason"):
            yield Variant(f"{step.action} was not pressed at step {number}", given.who, frozenset({"helped"}),
                          base.world, base.at(number, None), choice=True, from_step=number)  # fmt: skip


def _mark(base: Base, user: str, random: Random) -> Iterator[Variant]:
    """One colleague fewer marked each of some articles. Where what is told stays the same, nothing may change for
    anybody; where it does not, only for people of that role, who are told of their role."""
    del user
    told = random.random() < 0.5
    fewer = {each: replace(each, people=each.people - 1) for each in base.world.marked}
    marked = tuple(less if (less.told != each.told) is told else each for each, less in fewer.items())
    roles = {each.role for each in base.world.marked if told}
    whom = frozenset(each.user for each in base.world.people if each.role in roles)
    yield Variant(f"a colleague marked less, and the totals {'differ' if told else 'stay'}", "", frozenset({"role"}),
                  replace(base.world, marked=marked), base.inputs, also=whom)  # fmt: skip


CHANGES: tuple[Callable[[Base, str, Random], Iterator[Variant]], ...] = (
    _site, _past, _choice, _earlier, _click, _mark, _mark,
)  # fmt: skip


@dataclass(slots=True)
class Compared:
    """What a change changed: findings in words, and how many changed replies named what was changed."""

    unexplained: list[str]
    explained: int = 0


Pair = tuple[Sent | None, Sent | None]


def compare(variant: Variant, base: Played, other: Played) -> Compared:
    """Every message and every line of the log, one by one."""
    found = Compared([])
    for number, (before, after) in enumerate(zip(base.scenes, other.scenes, strict=True)):
        if number == variant.from_step and before.heard is not None and before.heard.who == variant.user:
            continue
        where = f"step {number} ({before.step.way} {before.step.action or before.step.words[:40]!r})"
        if before.logs != after.logs:
            found.unexplained.append(f"{variant.what} for {variant.user}: the log of {where} changed")
        for pair in _pairs(before, after):
            problem = _problem(variant, (base, other), before, pair)
            found.explained += not problem
            found.unexplained += [f"{variant.what} for {variant.user}: {where}: {problem}"] if problem else []
    return found


def _pairs(before: Scene, after: Scene) -> Iterator[Pair]:
    for one, two in zip_longest(before.sent, after.sent):
        if one is None or two is None or seen(one) != seen(two):
            yield one, two


def _problem(variant: Variant, plays: tuple[Played, Played], scene: Scene, pair: Pair) -> str:
    """Why a change of a message is not in order, or nothing."""
    sent = pair[0] or pair[1]
    whose = plays[0].workers.get(sent.worker, "somebody unknown") if sent else ""
    if whose != variant.user and whose not in variant.also:
        return f"what {whose} got changed"
    if _explained(variant, plays, scene, pair):
        return ""
    return f"the reply changed, and names none of {', '.join(sorted(variant.kinds))}"


def _explained(variant: Variant, plays: tuple[Played, Played], scene: Scene, pair: Pair) -> bool:
    named = frozenset(kind for each in pair if each for kind in each.kinds)
    if named & (variant.kinds | {EVERYTHING.name}):
        return True
    if scene.step.action == "why" and scene.heard is not None:
        # What “Why?” tells is the receipts of the answer it stood under: it changes only with them.
        asked = json.loads(json.loads(scene.heard.body)["actions"][0]["value"])["r"]
        return plays[0].read.get(asked) != plays[1].read.get(asked)
    if not variant.choice:
        return False
    # Presses and the home tab speak of the choice itself; of an answer nothing but the notice may tell it.
    one, two = pair
    asks = scene.step.way in ("dm", "mention", "thread", "command")
    return not asks or (one is not None and two is not None and bare(one) == bare(two))


NUMBERS = re.compile(
    "|".join(re.escape(voice.patterns.receipt.partition("{number}")[0]) + r"\d+" for voice in VOICES.values())
)
"""A receipt's number counts those of everyone: it tells how many there were, and nothing of whom."""
OLDER = re.compile(r'(?<={\\"b\\":)\d+')
"""The number of the last receipt on a page, as the button to the older ones carries it."""
TIMES = re.compile(r"\d\d:\d\d(?= UTC)")


def seen(sent: Sent) -> tuple[str, str]:
    """A message as it is compared."""
    text = json.dumps(sent.arguments, ensure_ascii=False, sort_keys=True)
    told = {re.sub(r"\D", "", each) for each in NUMBERS.findall(text)}
    text = OLDER.sub(lambda number: "receipt" if number[0] in told else number[0], text)
    return sent.method, TIMES.sub("hh:mm", NUMBERS.sub("receipt", text))


def bare(sent: Sent) -> str:
    """A message without its notices, ids and switches: what two people must be told alike."""
    stripped = _without_notices(
        {name: sent.arguments[name] for name in ("text", "blocks", "view") if name in sent.arguments}, sent
    )
    return re.sub(r"id-\d+-\d+", "id", json.dumps(stripped, ensure_ascii=False, sort_keys=True))


def _without_notices(part: Any, sent: Sent) -> Any:
    if isinstance(part, str):
        return without_notice(part, sent.language)
    if isinstance(part, Mapping):
        return {name: _without_notices(value, sent) for name, value in part.items()}
    if isinstance(part, list):
        return [_without_notices(value, sent) for value in part]
    return part


def differing_pairs(world: World, played: Played) -> tuple[int, list[str]]:
    """How many questions were asked by somebody with all off and by a stranger, and which got different answers."""
    pairs: dict[int, list[Scene]] = {}
    for scene in played.scenes:
        if scene.step.pair and not _on_again(world, played, scene):
            pairs.setdefault(scene.step.pair, []).append(scene)
    problems = []
    whole = [(each[0], each[1]) for each in pairs.values() if len(each) == 2]
    for one, two in whole:
        receipts = any(each.kinds for scene in (one, two) for each in scene.sent)
        if receipts or [bare(each) for each in one.sent] != [bare(each) for each in two.sent]:
            problems.append(
                f"{one.step.user} switched all off, and a stranger got another answer to {one.step.words!r}"
            )
    return len(whole), problems


def _on_again(world: World, played: Played, asked: Scene) -> bool:
    """True where the asker did not switch all off in this world, or undid it before they asked.

    Whoever erases all is told again, once, what everybody is told: then their next answer has more in it.
    """
    if not world.person(asked.step.user).off:
        return asked.step.user != NEWCOMER
    before = played.scenes[: played.scenes.index(asked)]
    undoing = ("on", "remember", "erase")
    mine = (each.step.action for each in before if each.heard and each.heard.who == asked.step.user)
    return any(action.startswith(undoing) for action in mine)
