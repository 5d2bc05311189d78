"""An article beside all that is live: what says the same, and what says otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from retrieval.previewing.audience import seen
from retrieval.previewing.clashes import clashes
from retrieval.previewing.near import Neighbours
from retrieval.previewing.preview import Clash, Company, Place, Sameness, Twin
from retrieval.previewing.said import Said
from retrieval.previewing.twins import close, same

MOST = 10
"""Articles that are told to say the same, those first that have most in common: nobody reads more."""
WHOLE = 0.8
"""The share of an article that another one says from which on it is the article that is the same, not a passage."""


@dataclass
class _Beside:
    """What another article has in common with ours: pairs of passages, ours and theirs, that say the same; and those
    that would but for a figure, which count for the whole where others do say the same."""

    pairs: list[tuple[Said, Said]] = field(default_factory=list)
    but: list[tuple[Said, Said]] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """How much of ours it says."""
        return sum(ours.weight for ours, _ in self.pairs)

    def add(self, ours: Said, theirs: Said) -> None:
        """Takes two passages that are close."""
        (self.pairs if same(ours, theirs) else self.but).append((ours, theirs))

    def shares(self, ours: Sequence[Said], theirs: Sequence[Said]) -> tuple[float, float]:
        """The share of each that the other says."""
        every = [*self.pairs, *self.but] if self.pairs else []
        return _share([one for one, _ in every], ours), _share([other for _, other in every], theirs)


def _share(held: Iterable[Said], whole: Sequence[Said]) -> float:
    weights = {each.chunk.position: each.weight for each in held}
    return sum(weights.values()) / max(sum(each.weight for each in whole), 1)


def compared(article_id: str, neighbours: Neighbours, company: Company) -> tuple[tuple[Twin, ...], tuple[Clash, ...]]:
    """The twins of an article, those of the whole first, and its clashes, in the order of the article."""
    alike: dict[str, _Beside] = defaultdict(_Beside)
    against: dict[tuple[str, str], Clash] = {}
    for ours, theirs in neighbours.pairs(article_id):
        if close(ours, theirs):
            alike[theirs.article.id].add(ours, theirs)
        for clash in clashes(ours, theirs):
            against.setdefault((clash.ours, clash.where.article_id), clash)
    own = neighbours.of(article_id)
    most = sorted(alike.items(), key=lambda each: -each[1].weight)[:MOST]
    twins = [twin for other, found in most for twin in _twins(found, own, neighbours.of(other), company)]
    return tuple(sorted(twins, key=lambda twin: (bool(twin.heading), -twin.share))), tuple(against.values())


def _twins(found: _Beside, own: Sequence[Said], theirs: Sequence[Said], company: Company) -> Iterable[Twin]:
    mine, others = found.shares(own, theirs)
    other = theirs[0].article
    audience = seen(other.audience, company)
    version = other.audience != own[0].article.audience
    if max(mine, others) >= WHOLE:
        yield Twin(
            "version" if version else _how(mine, others), "", Place(other.id, other.title), _rounded(mine), audience
        )
        return
    for ours, its in found.pairs:
        how: Sameness = "version" if version else "same"
        yield Twin(how, ours.chunk.heading, its.place, _rounded(_share([ours], own)), audience)


def _how(mine: float, others: float) -> Sameness:
    if min(mine, others) >= WHOLE:
        return "same"
    return "in theirs" if mine >= WHOLE else "in ours"


def _rounded(share: float) -> float:
    return round(min(share, 1.0), 2)
