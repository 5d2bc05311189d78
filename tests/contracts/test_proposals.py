"""What every `Proposals` and `History` must hold to, over the library that they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from knowledge.article import Article, Audience, Hours, Owner
from knowledge.file_sqlite import KnowledgeFile
from knowledge.history import History, Provenance
from knowledge.history_sqlite import SqliteHistory
from knowledge.library import Entry, Library, VectorModel
from knowledge.library_sqlite import SqliteLibrary
from knowledge.proposals import Draft, NotWaitingError, OwnProposalError, Proposals
from knowledge.proposals_sqlite import SqliteProposals
from knowledge.reminding_sqlite import SqliteReminding
from knowledge.splitting import split

MODEL = VectorModel("small", 2)
TODAY = date(2026, 11, 27)
LEO, ANA = "key of one", "key of another"
CHICKEN = Article("chicken", "Chicken", "Cook to 74 °C.\n\n## Rest\n\nThree minutes.", source="a book")
MOPS = Article("mops", "Mops", "Hang them up.")
FULL = Article(
    "full", "Full", "All.", Audience(frozenset({"cook"}), frozenset({"North"})), Owner("Kim", "U012AB3CD"),
    date(2026, 1, 2), date(2027, 1, 2), "pl", True, "a book", "CC0", 1, frozenset({"driver"}), frozenset({"heat"}),
    Hours(22, 6), date(2026, 12, 1), date(2027, 12, 1),
)  # fmt: skip


def entry(article: Article) -> Entry:
    chunks = split(article)
    vectors = np.ones((len(chunks), 2), dtype=np.float32)
    return Entry(article, chunks, vectors, tuple(vectors[:1] for _ in chunks))


@dataclass(frozen=True)
class Shelves:
    """One library with what waits for it and where its articles came from."""

    library: Library
    proposals: Proposals
    history: History

    def publish(self, article: Article, origin: str = "kitchen/a.md") -> None:
        """Brings an article in, has it approved, and makes it live."""
        for each in self.proposals.propose([Draft(article, origin)], LEO):
            self.proposals.approve(each.id, ANA)
        self.library.save([entry(article)], MODEL)
        self.proposals.settle([each.id for each in self.proposals.due(TODAY)])


@pytest.fixture(params=["sqlite"])
def shelves(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelves]:
    assert request.param == "sqlite"
    file = KnowledgeFile(tmp_path / "knowledge.db")
    yield Shelves(SqliteLibrary(file), SqliteProposals(file), SqliteHistory(file))
    file.close()


def test_what_is_proposed_waits_and_is_not_live(shelves: Shelves) -> None:
    """A draft comes back with all its fields, its origin and its proposer, and no search sees it."""
    (proposed,) = shelves.proposals.propose([Draft(FULL, "handbook.zip/full.docx")], LEO)
    assert shelves.proposals.list() == (proposed,)
    assert (proposed.article, proposed.origin, proposed.proposed_by) == (FULL, "handbook.zip/full.docx", LEO)
    assert (shelves.library.live_count(), shelves.library.generation()) == (0, 0)


def test_nobody_approves_their_own(shelves: Shelves) -> None:
    """The proposer does not approve; a second editor does, once; where one is enough, the proposer does."""
    first, second = shelves.proposals.propose([Draft(CHICKEN, "a"), Draft(MOPS, "b")], LEO)
    with pytest.raises(OwnProposalError, match=f"proposal {first.id} is by the same editor"):
        shelves.proposals.approve(first.id, LEO)
    assert shelves.proposals.approve(first.id, ANA).decided_by == ANA
    assert shelves.proposals.approve(second.id, LEO, alone=True).state == "approved"
    with pytest.raises(NotWaitingError, match="it is approved"):
        shelves.proposals.approve(first.id, ANA)
    with pytest.raises(NotWaitingError, match="there is none"):
        shelves.proposals.refuse(99, ANA)


def test_the_same_is_not_proposed_twice(shelves: Shelves) -> None:
    """What is live, waits or is approved already is left out; another text of the article replaces what waits."""
    shelves.publish(MOPS)
    (proposed,) = shelves.proposals.propose([Draft(CHICKEN, "a"), Draft(MOPS, "a")], LEO)
    assert shelves.proposals.propose([Draft(CHICKEN, "again")], ANA) == ()
    (newer,) = shelves.proposals.propose([Draft(replace(CHICKEN, title="Hens"), "a")], LEO)
    assert shelves.proposals.list() == (newer,)
    found = shelves.proposals.get(proposed.id)
    assert found is not None
    assert found.state == "replaced"


def test_what_came_of_a_proposal(shelves: Shelves) -> None:
    """It is itself, or the draft that took its place in the end; nothing where there is none of that number."""
    (first,) = shelves.proposals.propose([Draft(CHICKEN, "a")], LEO)
    assert shelves.proposals.heir(first.id) == first
    shelves.proposals.propose([Draft(replace(CHICKEN, title="Hens"), "a")], ANA)
    (last,) = shelves.proposals.propose([Draft(replace(CHICKEN, title="Fowl"), "a")], ANA)
    shelves.proposals.refuse(last.id, LEO)
    shelves.proposals.propose([Draft(replace(CHICKEN, title="Birds"), "a")], ANA)
    found = shelves.proposals.heir(first.id)
    assert found is not None
    assert (found.id, found.state) == (last.id, "refused")
    assert shelves.proposals.heir(99) is None


def test_what_ended_of_somebody(shelves: Shelves) -> None:
    """What an editor brought in lately and waits no more is told, however it ended; nothing older, nobody else's."""
    begun = datetime.now(UTC)
    mops, hens, full = shelves.proposals.propose([Draft(MOPS, "a"), Draft(CHICKEN, "a"), Draft(FULL, "a")], LEO)
    (other,) = shelves.proposals.propose([Draft(replace(FULL, id="other"), "b")], ANA)
    shelves.proposals.approve(mops.id, ANA)
    shelves.proposals.refuse(other.id, LEO)
    shelves.proposals.propose([Draft(replace(CHICKEN, title="Hens"), "a")], ANA)
    ended = shelves.proposals.ended(LEO, begun)
    assert [(each.id, each.state) for each in ended] == [(mops.id, "approved"), (hens.id, "replaced")]
    assert shelves.proposals.ended(LEO, datetime.now(UTC)) == ()
    shelves.proposals.refuse(full.id, ANA, "No.")
    assert shelves.proposals.ended(LEO, begun)[-1].note == "No."


def test_a_day_to_begin(shelves: Shelves) -> None:
    """What is approved is due on its first day; a retirement, and what names no day, at once."""
    shelves.publish(MOPS)
    later = replace(CHICKEN, live_from=date(2026, 12, 1))
    made = shelves.proposals.propose([Draft(later, "a"), Draft(MOPS, "", "retire"), Draft(FULL, "a")], LEO)
    for each in made:
        shelves.proposals.approve(each.id, ANA)
    assert [each.article.id for each in shelves.proposals.due(TODAY)] == ["mops"]
    assert {each.article.id for each in shelves.proposals.due(date(2026, 12, 1))} == {"chicken", "mops", "full"}
    shelves.proposals.settle([each.id for each in made])
    assert shelves.proposals.due(date(2026, 12, 1)) == ()


def test_a_retirement_of_what_is_not_live_is_no_proposal(shelves: Shelves) -> None:
    """Only what is live can be retired."""
    assert shelves.proposals.propose([Draft(CHICKEN, "", "retire")], LEO) == ()


def test_a_refusal_has_its_note(shelves: Shelves) -> None:
    """Who refused and why stays with the proposal; its proposer may take it back."""
    (proposed,) = shelves.proposals.propose([Draft(CHICKEN, "a")], LEO)
    shelves.proposals.refuse(proposed.id, LEO, "wrong kitchen")
    (refused,) = shelves.proposals.list("refused")
    assert (refused.note, refused.decided_by) == ("wrong kitchen", LEO)


def test_each_version_tells_where_it_came_from(shelves: Shelves) -> None:
    """A version has the origin, the proposer and the approver of the proposal that made it; the newest comes first."""
    shelves.publish(CHICKEN, "old.md")
    shelves.publish(replace(CHICKEN, body="Cook to 75 °C."), "new.md")
    newest, first = shelves.history.versions("chicken")
    assert (newest.number, newest.live, newest.provenance.origin) == (2, True, "new.md")
    assert (first.number, first.live, first.provenance.proposed_by, first.provenance.approved_by) == (
        1,
        False,
        LEO,
        ANA,
    )
    assert shelves.history.provenance("chicken", 1) == first.provenance
    assert shelves.history.provenance("chicken", 9) is None
    assert shelves.history.origins() == {"new.md": 1}


def test_what_was_never_proposed_has_no_hands(shelves: Shelves) -> None:
    """An article that was saved past the proposals says nothing of where it came from."""
    shelves.library.save([entry(CHICKEN)], MODEL)
    assert shelves.history.provenance("chicken", 1) == Provenance()


@pytest.mark.parametrize("source", ["kitchen/a.md", "kitchen", "kitchen/", "a book", LEO])
def test_nothing_is_left_of_what_is_withdrawn(shelves: Shelves, source: str) -> None:
    """An origin, a folder of origins, a named source and an editor can each be taken back whole: live, old, waiting."""
    shelves.publish(CHICKEN)
    shelves.publish(replace(CHICKEN, body="Cook to 75 °C."))
    shelves.library.stage([entry(replace(CHICKEN, body="Cook to 75 °C."))], MODEL)
    shelves.library.save([entry(MOPS)], MODEL)
    shelves.proposals.propose([Draft(replace(CHICKEN, body="Cook to 76 °C."), "kitchen/a.md")], LEO)
    assert shelves.history.left_of(source) == 2
    withdrawn = shelves.history.withdraw(source)
    assert (withdrawn.articles, withdrawn.versions, withdrawn.proposals) == (("chicken",), 2, 3)
    assert shelves.history.left_of(source) == 0
    assert [article.id for article in shelves.library.list()] == ["mops"]
    assert shelves.library.get("chicken", version=1) is None
    assert [(each.withdrawn, each.title) for each in shelves.history.versions("chicken")] == [(True, ""), (True, "")]
    assert shelves.proposals.list() == ()
    assert "chicken" not in {chunk.article_id for chunk in shelves.library.shelf().chunks}


def test_what_came_from_elsewhere_stays(shelves: Shelves) -> None:
    """An older version from another source is named; a source that only begins alike is another one."""
    shelves.publish(CHICKEN, "good.md")
    shelves.publish(replace(CHICKEN, body="Eat it raw."), "bad")
    shelves.publish(MOPS, "bad_too/mops.md")
    withdrawn = shelves.history.withdraw("bad")
    assert (withdrawn.articles, dict(withdrawn.earlier)) == (("chicken",), {"chicken": 1})
    assert shelves.library.get("chicken", version=1) is not None
    assert [article.id for article in shelves.library.list()] == ["mops"]
    assert shelves.history.withdraw("nothing of it").versions == 0


def test_what_came_out_of_a_folder(shelves: Shelves) -> None:
    """The live articles of an origin, or of a folder or archive, are told with the origin of each."""
    shelves.publish(CHICKEN, "/srv/a_b/x.zip/chicken.md")
    shelves.publish(MOPS, "/srv/a_b2/mops.md")
    assert shelves.history.under("/srv/a_b") == {"chicken": "/srv/a_b/x.zip/chicken.md"}
    assert shelves.history.under("/srv/a_b2/mops.md") == {"mops": "/srv/a_b2/mops.md"}
    assert shelves.history.under("/srv/a") == shelves.history.under("/srv/aXb") == {}
    shelves.library.retire("chicken")
    assert shelves.history.under("/srv/a_b") == {}


def test_an_old_version_is_withdrawn_alone(shelves: Shelves) -> None:
    """What is live from elsewhere stays live when an older version is taken back."""
    shelves.publish(CHICKEN, "bad.md")
    shelves.publish(replace(CHICKEN, body="Cook to 75 °C."), "good.md")
    assert shelves.history.withdraw("bad.md").articles == ()
    live = shelves.library.get("chicken")
    assert live is not None
    assert live.body == "Cook to 75 °C."
    assert shelves.library.get("chicken", version=1) is None


def test_still_right(shelves: Shelves) -> None:
    """A check is a version with the same words and new days, found by the same passages; it keeps its origin."""
    shelves.publish(CHICKEN)
    before = [chunk.text for chunk in shelves.library.shelf().chunks]
    generation = shelves.library.generation()
    assert shelves.history.renew("chicken", 1, TODAY, date(2027, 5, 27), ANA)
    assert not shelves.history.renew("chicken", 1, TODAY, None, ANA)
    live = shelves.library.get("chicken")
    assert live is not None
    assert (live.version, live.reviewed, live.review_by, live.body) == (2, TODAY, date(2027, 5, 27), CHICKEN.body)
    assert [(chunk.version, chunk.text) for chunk in shelves.library.shelf().chunks] == [(2, each) for each in before]
    assert shelves.library.since(generation).ids == {"chicken"}
    came = shelves.history.versions("chicken")[0].provenance
    assert (came.origin, came.proposed_by, came.approved_by) == ("kitchen/a.md", LEO, ANA)
    assert shelves.proposals.propose([Draft(live, "again")], LEO) == ()


def test_a_last_day(shelves: Shelves) -> None:
    """An article is named the day after its last one, and until then is live."""
    shelves.publish(replace(CHICKEN, live_until=TODAY))
    shelves.publish(MOPS)
    assert shelves.history.outlived(TODAY) == ()
    assert shelves.history.outlived(date(2026, 11, 28)) == ("chicken",)


def test_who_edited_before_is_known_by_their_key(shelves: Shelves) -> None:
    """A key under which something was brought in or decided is known again; no other one is."""
    assert not shelves.proposals.has_edited(LEO)
    (made,) = shelves.proposals.propose([Draft(MOPS, "mops.md")], LEO)
    assert (shelves.proposals.has_edited(LEO), shelves.proposals.has_edited(ANA)) == (True, False)
    shelves.proposals.refuse(made.id, ANA, "no")
    assert shelves.proposals.has_edited(ANA)


def test_an_article_was_brought_up_in_a_week(tmp_path: Path) -> None:
    """The last week in which the owner of an article was asked stays, also in another process; it names nobody."""
    path = tmp_path / "knowledge.db"
    reminding = SqliteReminding(KnowledgeFile(path))
    reminding.note(["mops", "chicken"], "2026-W47")
    reminding.note(["mops"], "2026-W48")
    assert SqliteReminding(KnowledgeFile(path)).weeks() == {"mops": "2026-W48", "chicken": "2026-W47"}
