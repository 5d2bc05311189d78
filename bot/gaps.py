"""What the articles miss, ready to be shown: gaps with what is near them, and the digest of a week. No Slack."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.wording import gaps as wording
from knowledge.article import ANYONE, Article, Viewer
from privacy.gaps import WEEKS, Asked, Grouping, Placed
from privacy.measures import Week
from privacy.rooms import Rooms
from privacy.totals import Gap
from retrieval.answer import Answer
from retrieval.preference import NO_PREFERENCE, Preference

if TYPE_CHECKING:
    from retrieval.embedding import Encoder

NEAR = 3
"""Articles that are named beside a gap."""
Search = Callable[[str, Preference, Viewer], Answer]
Find = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class Near:
    """A live article beside a gap. `shown` tells that those who asked were shown it, and it did not help them."""

    id: str
    title: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Open:
    """A gap with what is known to fill it: a representative question made of its words alone, live articles near it,
    and the headings of a draft, of which none says anything that stands nowhere yet."""

    gap: Gap
    question: str
    near: tuple[Near, ...]
    outline: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What a week tells those who edit articles. `gaps` are those of the newest period; `new` that they were counted
    since the digest before. `week` is the newest that is measured."""

    gaps: tuple[Open, ...]
    new: bool
    week: Week
    k: int


def grouping(encoder: "Callable[[], Encoder]") -> Grouping:
    """Groups questions by what they mean. The encoder is opened when there are some."""

    def group(asked: Sequence[Asked]) -> list[Placed]:
        from retrieval.topics import telling_words, topics

        words, languages = [each.words for each in asked], [each.language for each in asked]
        numbers = topics(words, languages, encoder())
        return [
            Placed(number, telling_words(each.words, each.language))
            for number, each in zip(numbers, asked, strict=True)
        ]

    return group


class GapReport:
    """Puts beside each gap what the articles say by now."""

    def __init__(self, rooms: Rooms, search: Search, find: Find, k: int) -> None:
        self._rooms = rooms
        self._search = search
        self._find = find
        self._k = k

    def gaps(self, weeks: int = WEEKS) -> tuple[Open, ...]:
        """The gaps of the periods that ended in the last so many weeks, the newest first."""
        today = self._rooms.gate.clock().date()
        return tuple(self._open(gap) for gap in self._rooms.gaps.told(today - timedelta(weeks=weeks)))

    def near(self, gap: Gap, viewers: Sequence[Viewer]) -> tuple[Near, ...]:
        """Live articles beside a gap that all of those viewers may see."""
        shown = [(id, True) for id in gap.articles]
        found = [(id, False) for id in self._nearest(gap, viewers)]
        seen = [(article, was) for id, was in (*shown, *found) if (article := self.live(id, viewers)) is not None]
        return tuple(Near(article.id, article.title, was) for article, was in seen[:NEAR])

    def live(self, id: str, viewers: Sequence[Viewer]) -> Article | None:
        """The live article, where all of them may see it."""
        article = self._find(id)
        seen = article is not None and all(article.audience.admits(each) for each in viewers)
        return article if seen else None

    def digest(self) -> Digest:
        """That of the week that ended last."""
        today, found = self._rooms.gate.clock().date(), self.gaps()
        newest = max((each.gap.period.until for each in found), default=today - timedelta(weeks=WEEKS))
        shown = tuple(each for each in found if each.gap.period.until == newest)
        new = bool(shown) and newest > today - timedelta(weeks=1)
        return Digest(shown, new, self._rooms.measures.weeks(1)[0], self._k)

    def _open(self, gap: Gap) -> Open:
        shown = [article for id in gap.articles if (article := self._find(id)) is not None]
        found = [article for id in self._nearest(gap, _concerned(gap)) if (article := self._find(id)) is not None]
        near = [Near(each.id, each.title, shown=True) for each in shown]
        near += [Near(each.id, each.title, shown=False) for each in found]
        closest = next(iter([*shown, *found]), None)
        return Open(gap, wording.title(gap.words), tuple(near[:NEAR]), _outline(gap, closest))

    def _nearest(self, gap: Gap, viewers: Sequence[Viewer]) -> list[str]:
        """Further articles that any of them is shown for the gap's words."""
        answers = [self._search(" ".join(gap.words), NO_PREFERENCE, viewer) for viewer in viewers]
        quoted = [each for answer in answers for each in (*answer.citations, answer.nearest) if each is not None]
        best = sorted(quoted, key=lambda each: -(each.score or 0.0))
        return [id for id in dict.fromkeys(each.article_id for each in best) if id not in gap.articles]


def _concerned(gap: Gap) -> list[Viewer]:
    """Everyone, and somebody of each job that is told."""
    return [ANYONE, *(Viewer(role) for role in gap.roles)]


def _outline(gap: Gap, closest: Article | None) -> tuple[str, ...]:
    """A title, what was asked, and the headings of the closest article, to be kept or struck out."""
    lines = (closest.body if closest else "").splitlines()
    headings = [line.strip() for line in lines if line.startswith("## ")]
    return (f"# {wording.title(gap.words)}", f"## {wording.about(gap.words)}", *headings)


def topics_helped(rooms: Rooms, articles: Iterable[Article], k: int) -> dict[str, dict[str, int]]:
    """Topic → “helpful” and “not helpful”, in whole steps of k, of the months that are over and in which at least k
    people judged answers. A topic of which neither is told is left out."""
    said = rooms.opinions.of_groups(k)
    told: dict[str, dict[str, int]] = {}
    for article in articles:
        for topic in article.topics:
            of = told.setdefault(topic, {"helpful": 0, "not helpful": 0})
            for opinion in of:
                of[opinion] += said.get((article.id, opinion), 0)
    steps = {topic: {what: times // k * k for what, times in of.items()} for topic, of in sorted(told.items())}
    return {topic: of for topic, of in steps.items() if any(of.values())}
