"""What is told of an article before it is live."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date

import pytest

from knowledge.article import Article, Audience, Owner
from knowledge.library_sqlite import SqliteLibrary
from retrieval.previewing.preview import Closed, Company, Lack, Preview, Topic
from retrieval.previewing.previewer import Previewer
from retrieval.search import Retriever
from tests.retrieval.conftest import ARTICLES

COMPANY = Company(frozenset({"cook", "barista", "supervisor"}), frozenset({"Mill Lane", "Harbour Street"}))
TODAY = date(2026, 11, 27)
BY_ID = {article.id: article for article in ARTICLES}
KEPT = {"owner": Owner("Kim"), "review_by": date(2027, 1, 1)}

Previewed = Callable[..., Preview]


@pytest.fixture
def previewed(retriever: Retriever) -> Previewed:
    """The preview of one article beside `ARTICLES`."""
    previewer = Previewer(retriever, COMPANY)
    return lambda article, *topics: previewer.preview([article], TODAY, topics)[0]


def new(title: str, body: str, audience: Audience = Audience(), **more: object) -> Article:  # noqa: B008 - frozen
    return Article("new", title, body, audience, **{**KEPT, **more})  # type: ignore[arg-type]


def test_it_is_quoted_as_it_will_be(previewed: Previewed) -> None:
    """The title and each heading are asked; what is quoted is of the article itself, in its own words."""
    shown = previewed(new("The pizza oven", "## How hot\n\nHeat the stone to 320 °C.\n\n## Ash\n\nSweep the ash out."))
    assert [each.question for each in shown.quoted] == [
        "The pizza oven", "The pizza oven: How hot", "The pizza oven: Ash",
    ]  # fmt: skip
    hot = shown.quoted[1]
    assert (hot.outcome, hot.ours, hot.text) == ("answer", True, "Heat the stone to 320 °C.")
    assert hot.where is not None
    assert (hot.where.article_id, hot.where.heading) == ("new", "How hot")


def test_nothing_is_saved(previewed: Previewed, library: SqliteLibrary, retriever: Retriever) -> None:
    """A preview changes neither the library nor what is searched."""
    before = library.generation(), library.fingerprints(), retriever.shelved
    previewed(new("The pizza oven", "Heat the stone to 320 °C."))
    assert (library.generation(), library.fingerprints(), retriever.shelved) == before


def test_it_takes_the_place_of_its_version(previewed: Previewed) -> None:
    """A new version is no twin of the one that it replaces, does not contradict it, and says which it replaces."""
    shown = previewed(replace(BY_ID["chicken"], body=BY_ID["chicken"].body.replace("75", "80")))
    assert shown.replaces == 1
    told = [*(each.where for each in shown.twins), *(each.where for each in shown.clashes)]
    assert "chicken" not in {where.article_id for where in told}
    assert "80 °C" in shown.quoted[0].text or "80 °C" in shown.quoted[1].text


def test_before_anything_is_live(model: object, encoder: object, library: SqliteLibrary, tmp_path: object) -> None:
    """The first article of all can be previewed too."""
    from retrieval.search import open_retriever

    del model
    retriever = open_retriever(library, encoder, tmp_path)  # type: ignore[arg-type]
    shown = Previewer(retriever, COMPANY).preview([BY_ID["hands"]], TODAY)[0]
    assert (shown.replaces, shown.twins, shown.clashes) == (0, (), ())
    assert shown.quoted[0].ours


@pytest.mark.parametrize(
    ("audience", "sees", "others"),
    [
        (Audience(), ((), ()), ((), ())),
        (Audience(frozenset({"cook"})), (("cook",), ()), (("barista", "supervisor"), ())),
        (Audience(sites=frozenset({"Mill Lane"})), ((), ("Mill Lane",)), ((), ("Harbour Street",))),
        (Audience(frozenset({"COOK"})), (("cook",), ()), (("barista", "supervisor"), ())),
        (Audience(frozenset({"pilot"})), ((), ()), (("barista", "cook", "supervisor"), ())),
    ],
)
def test_who_finds_it(previewed: Previewed, audience: Audience, sees: object, others: object) -> None:
    """The company's roles and sites are told apart into those that find it and those that do not."""
    seen = previewed(new("The pizza oven", "Heat the stone to 320 °C.", audience)).seen
    assert seen.everyone == (audience == Audience())
    assert ((seen.roles, seen.sites), (seen.other_roles, seen.other_sites)) == (sees, others)


def test_what_it_answers_now(previewed: Previewed) -> None:
    """Of the questions that nothing answered, those that the article answers are told, by topic, and those left."""
    given = Topic("pizza", ("how hot must the pizza oven be", "what is the wifi password"))
    chicken = Topic("chicken", ("how hot must chicken be",))
    shown = previewed(new("The pizza oven", "## How hot\n\nHeat the pizza oven to 320 °C."), given, chicken)
    assert shown.closes == (Closed("pizza", (given.questions[0],), (given.questions[1],)),)


def test_what_says_the_same(previewed: Previewed) -> None:
    """An article that says in other words what a live one says is told as its twin."""
    words = "Always wash your hands with soap, 20 seconds or more."
    words += "\n\n## Wash them\n\n- before touching food\n- after the toilet"
    (twin,) = previewed(new("Hand washing", words)).twins
    assert (twin.how, twin.heading, twin.where.article_id) == ("same", "", "hands")


def test_a_passage_that_stands_elsewhere(previewed: Previewed) -> None:
    """Where only a part is said elsewhere, that part is named, and the part of the other article."""
    more = (
        "## Smoking\n\nSmoke behind the yellow line.\n\n## Phones\n\nPhones stay in the locker until your break begins."
    )
    shown = previewed(new("House rules", f"{BY_ID['chicken'].body.partition('## How')[0]}\n\n{more}"))
    (twin,) = shown.twins
    assert (twin.how, twin.heading) == ("same", "Core temperature")
    assert (twin.where.article_id, twin.where.heading) == ("chicken", "Core temperature")
    assert twin.share < 0.8


def test_a_version_for_others_is_no_duplicate(previewed: Previewed) -> None:
    """The same text for another audience is told as a version for them."""
    baristas = Audience(frozenset({"barista"}))
    (twin,) = previewed(replace(BY_ID["closing-cook"], id="new", audience=baristas)).twins
    assert (twin.how, twin.where.article_id, twin.audience.roles) == ("version", "closing-cook", ("cook",))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Cook chicken until the thickest part reaches 70 °C.", "temperature"),
        ("You get 25 days of paid holiday a year.", "duration"),
        ("One person must be there when the safe is opened.", None),
        ("Cook chicken until the thickest part reaches 167 °F.", None),
        ("You get four weeks of paid holiday a year.", None),
        ("Cook duck until the thickest part reaches 70 °C.", None),
        ("Serve chicken that is pink in the middle.", "negation"),
    ],
)
def test_what_says_otherwise(previewed: Previewed, body: str, kind: str | None) -> None:
    """Another figure for the same thing, or its opposite, is told with both sentences; a converted one is none."""
    kinds = [each.kind for clash in previewed(new("Rules", body)).clashes for each in clash.differences]
    assert kinds == ([kind] if kind else [])


def test_who_cannot_see_both_is_not_contradicted(previewed: Previewed) -> None:
    """Articles for different roles may differ: nobody reads both."""
    other = replace(
        BY_ID["closing-cook"], id="new", body="Turn off the grill by 22:00, and do not mop the kitchen floor."
    )
    assert previewed(replace(other, audience=Audience(frozenset({"barista"})))).clashes == ()
    assert len(previewed(replace(other, audience=Audience())).clashes) == 1


def test_several_at_once(retriever: Retriever) -> None:
    """Articles that are previewed together are held against each other too."""
    one = new("The pizza oven", "Heat the stone of the pizza oven to 320 °C before the first pizza.")
    other = replace(one, id="newer", title="Pizza", body=one.body.replace("320", "250"))
    shown = Previewer(retriever, COMPANY).preview([one, other], TODAY)
    assert [[clash.where.article_id for clash in each.clashes] for each in shown] == [["newer"], ["new"]]


@pytest.mark.parametrize(
    ("words", "language", "level", "measure"),
    [
        ("Wash your hands. Dry them with a towel. Then put on new gloves.", "en", "easy", "Flesch-Kincaid"),
        (
            "Notwithstanding any preceding operational considerations, supervisory personnel must systematically "
            "verify refrigeration temperatures, documenting irregularities immediately and comprehensively.",
            "en", "hard", "Flesch-Kincaid",
        ),
        ("Lávate las manos. Usa jabón. Seca bien.", "es", "easy", "LIX"),
        ("手をよく洗ってください。", "ja", None, None),
    ],
)  # fmt: skip
def test_how_hard_it_is(
    previewed: Previewed, words: str, language: str, level: str | None, measure: str | None
) -> None:
    """Reading level is told by a measure that fits the language, and not where words have no spaces."""
    reading = previewed(new("Hands", words, language=language)).reading
    assert (reading.level if reading else None, reading.measure if reading else None) == (level, measure)


def test_the_hardest_sentence_is_named(previewed: Previewed) -> None:
    """The sentence that pulls the level up is told as it stands."""
    hard = "Contaminated receptacles necessitate comprehensive sanitisation before subsequent utilisation."
    reading = previewed(new("Boxes", f"Wash the boxes well after each use. {hard} Then dry them with a cloth.")).reading
    assert reading is not None
    assert reading.hardest == hard


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({}, []),
        ({"owner": None}, [Lack("owner")]),
        ({"review_by": None}, [Lack("review date")]),
        ({"review_by": date(2026, 11, 26)}, [Lack("review date past", "2026-11-26")]),
        ({"language": "es"}, [Lack("language", "en")]),
        ({"audience": Audience(frozenset({"pilot"}))}, [Lack("unknown role", "pilot")]),
        ({"audience": Audience(sites=frozenset({"Moon"}))}, [Lack("unknown site", "Moon")]),
        ({"body": "## Notes\n\nHeat the stone before you bake."}, [Lack("vague heading", "Notes")]),
        ({"body": f"## Stone\n\n{'Heat the stone well before you bake. ' * 40}"}, [Lack("long part", "Stone")]),
        ({"body": "Heat the stone. ![](stone.png)"}, [Lack("image without words", "stone.png")]),
        ({"body": "Heat the stone. ![A hot stone](stone.png)"}, []),
    ],
)
def test_what_is_missing(previewed: Previewed, changed: dict[str, object], lacks: list[Lack]) -> None:
    """What an editor would forget is named, with what it is about."""
    article = new("The pizza oven", "Heat the stone to 320 °C before you put the first pizza in the oven.")
    assert list(previewed(replace(article, **changed)).lacks) == lacks  # type: ignore[arg-type]


def test_it_is_plain_data(previewed: Previewed) -> None:
    """A preview is made of nothing but plain data: a card, a page and a table can each show it."""
    import json

    shown = asdict(previewed(new("Rules", "Cook chicken until the thickest part reaches 70 °C.")))
    assert json.loads(json.dumps(shown))["clashes"][0]["where"]["article_id"] == "chicken"
