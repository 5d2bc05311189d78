"""The line that tells what was used, and that no message leaves without it."""

import re
from itertools import combinations
from typing import Any

import pytest

from privacy import uses
from privacy.gate import NoticeMissing, Outgoing, Render
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.uses import KINDS, NOTHING_USED, SWITCHED_OFF, Kind, notice_for
from tests.privacy.house import ANA, STRANGER, TEAM, House, agree, saying

SIZES = (1, 2, 3, 4, len(KINDS) - 1, len(KINDS))
SUBSETS = [frozenset(subset) for size in SIZES for subset in combinations(KINDS, size)]
"""Few kinds together, and nearly all: with each new kind there are twice as many sets in all."""
COUNTING = (uses.COUNT_IN_JOB,)
FOR_ANSWERS = frozenset({uses.ROLE, uses.SITE, uses.HELPED, uses.THREAD})
"""What one answer can draw on. The other kinds have requests of their own."""

TOLD = "I used your job role and site to choose this."


def line(kinds: frozenset[Kind]) -> str:
    return notice_for(frozenset(kind.name for kind in kinds))


def test_a_notice_names_every_kind_used_and_is_never_vague() -> None:
    """Whatever was used, its word stands in one plain sentence, without “may” or “some”, and nothing else is named."""
    for kinds in SUBSETS:
        notice = line(kinds)
        assert {kind for kind in KINDS if kind.word in notice} == kinds
        assert notice.startswith("I used ")
        assert notice.endswith(".")
        assert not re.search(r"\b(may|some)\b|your (what|this|the|all)", notice)
        if kinds <= FOR_ANSWERS or len(kinds) == 1:
            assert len(notice.split()) <= 12


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ({uses.ROLE}, "I used your job role to choose this."),
        ({uses.SITE}, "I used your site to choose this."),
        ({uses.ROLE, uses.SITE}, TOLD),
        ({uses.HELPED}, "I used what helped you before to choose this."),
        ({uses.THREAD}, "I used what you asked before in this thread."),
        ({uses.HANDED_OVER}, "I used the question you handed over."),
        ({uses.EVERYTHING}, "I used all I hold about you to show this."),
        ({uses.ROLE, uses.HELPED}, "I used your job role and what helped before to choose this."),
        ({uses.HELPED, uses.THREAD}, "I used what helped before and this thread to choose this."),
        ({uses.ROLE, uses.SITE, uses.THREAD}, "I used your job role, site and this thread."),
        (FOR_ANSWERS, "I used your job role, site, what helped before and this thread."),
    ],
)
def test_a_notice_reads_as_a_person_would_say_it(kinds: set[Kind], sentence: str) -> None:
    """The sentences that workers meet, word for word."""
    assert line(frozenset(kinds)) == sentence


@pytest.mark.parametrize("language", uses.LANGUAGES)
def test_a_notice_names_exactly_what_was_used_in_every_language(language: uses.Language) -> None:
    """For every set of kinds the words of those kinds stand in the notice, and the word of no other."""
    for kinds in SUBSETS:
        notice = notice_for(frozenset(kind.name for kind in kinds), language)
        assert {kind for kind in KINDS if kind.names[language].word in notice} == kinds
        assert notice.endswith(".")


def test_no_language_falls_back_silently() -> None:
    """Each kind and each frame exists in every language; no two languages share a sentence."""
    assert all(set(kind.names) == set(uses.LANGUAGES) for kind in KINDS)
    assert set(uses.FRAMES) == set(uses.LANGUAGES)
    told = [notice_for(frozenset({kind.name}), each) for kind in KINDS for each in uses.LANGUAGES]
    plain = [text for frame in uses.FRAMES.values() for text in (frame.nothing, frame.off)]
    assert len({*told, *plain}) == len(told) + len(plain)


@pytest.mark.parametrize("language", uses.LANGUAGES)
def test_a_reply_is_told_of_in_the_language_of_its_request(rooms: Rooms, language: uses.Language) -> None:
    """What was used, that nothing was, and that it is switched off, each in the language of the request."""
    request = rooms.gate.open(ANA, public=False, language=language)
    assert rooms.gate.notice(request).text == uses.FRAMES[language].nothing
    rooms.gate.choose(request.worker, uses.RANK_BY_ROLE, "withdrawn", "Stop")
    assert rooms.gate.notice(request).text == uses.FRAMES[language].off
    rooms.gate.choose(request.worker, uses.RANK_BY_ROLE, "granted", "Use it")
    drawn = rooms.gate.draw(request, uses.RANK_BY_ROLE).receipt
    assert drawn is not None
    rooms.gate.send(request, saying())
    parcel = rooms.outbox.claim()
    assert parcel is not None
    assert parcel.notice == notice_for(frozenset(drawn.kinds), language)


def test_the_kinds_of_one_answer_are_those_its_uses_draw() -> None:
    """No declared use mixes the kinds that stand alone with those of an answer, but the one that counts, for which
    nothing is sent, and the nudge, which is no answer."""
    for use in uses.USES:
        assert set(use.draws) <= FOR_ANSWERS or len(use.draws) == 1 or use in (*COUNTING, uses.NUDGES)


def test_the_notice_comes_from_the_store(rooms: Rooms, request_of_ana: Request) -> None:
    """A reply is told what was used from its receipts, whatever its maker remembers."""
    rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    rooms.gate.send(request_of_ana, saying("Here you are."))
    parcel = rooms.outbox.claim()
    assert parcel is not None
    assert (parcel.notice, parcel.arguments["text"]) == (TOLD, f"Here you are.\n{TOLD}")
    assert parcel.request == request_of_ana.id


def test_a_notice_counts_each_kind_of_all_receipts_once(rooms: Rooms, request_of_ana: Request) -> None:
    """Several draws make one line."""
    rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    notice = rooms.gate.notice(request_of_ana)
    assert (notice.text, sorted(notice.kinds), len(notice.receipts)) == (TOLD, ["role", "site"], 2)


def test_nothing_used_is_said_too(rooms: Rooms) -> None:
    """A reply for which nothing was found says so, and so does one where others read."""
    stranger = rooms.gate.open(STRANGER, public=False)
    rooms.gate.draw(stranger, uses.RANK_BY_ROLE)
    assert rooms.gate.notice(stranger).text == NOTHING_USED
    rooms.gate.choose(rooms.gate.worker(ANA), uses.RANK_BY_ROLE, "withdrawn", "Stop")
    assert rooms.gate.notice(rooms.gate.open(ANA, public=True)).text == NOTHING_USED


def test_switched_off_is_said_instead(rooms: Rooms, request_of_ana: Request) -> None:
    """Who switched their role off is reminded that this was their choice."""
    rooms.gate.choose(request_of_ana.worker, uses.RANK_BY_ROLE, "withdrawn", "Stop")
    rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    assert rooms.gate.notice(request_of_ana).text == SWITCHED_OFF


def section(words: str) -> list[dict[str, Any]]:
    return [{"type": "section", "text": {"type": "mrkdwn", "text": words}}]


BUTTON = {
    "type": "actions",
    "elements": [{"type": "button", "value": TOLD, "text": {"type": "plain_text", "text": "Ok", "emoji": True}}],
}


@pytest.mark.parametrize(
    ("part", "arguments"),
    [
        ("text", {"text": "Hello"}),
        ("text", {"text": "Hello", "blocks": section(TOLD)}),
        ("blocks", {"text": TOLD, "blocks": section("Hello")}),
        ("blocks", {"text": TOLD, "blocks": []}),
        ("blocks", {"text": TOLD, "blocks": [*section("Hello"), BUTTON]}),
        ("view", {"view": {"type": "modal", "private_metadata": TOLD, "blocks": section("Hello")}}),
        ("text, blocks, view", {"attachments": section(TOLD)}),
        ("text, blocks, view", {"channel": "C1"}),
    ],
)
def test_a_message_that_hides_the_notice_does_not_leave(
    rooms: Rooms, house: House, part: str, arguments: dict[str, Any]
) -> None:
    """Each part that a person reads carries the notice, else nothing is sent and the event is not ended."""
    rooms.inbox.accept(ANA, "Ev1", {"words": "hi"})
    request = rooms.gate.open(ANA, public=False, event=(TEAM, "Ev1"))
    rooms.gate.draw(request, uses.RANK_BY_ROLE)
    with pytest.raises(NoticeMissing, match=part):
        rooms.gate.send(request, saying(), lambda _: Outgoing("chat.postMessage", arguments, "C1"))
    assert house.count("outgoing") == 0
    assert house.rows("SELECT state FROM incoming") == [("waiting",)]


@pytest.mark.parametrize(
    "arguments",
    [
        {"text": TOLD},
        {"text": f"Hello\n{TOLD}", "blocks": [*section("Hello"), *section(f"_{TOLD}_")]},
        {"view": {"type": "home", "blocks": section(TOLD)}},
    ],
)
def test_a_message_that_carries_the_notice_leaves(
    rooms: Rooms, request_of_ana: Request, arguments: dict[str, Any]
) -> None:
    """The notice may stand anywhere among the words that a person reads."""
    rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    assert rooms.gate.send(request_of_ana, lambda _: Outgoing("chat.postMessage", arguments, "C1"))


def test_a_message_that_drew_on_nothing_needs_no_notice(rooms: Rooms, request_of_ana: Request) -> None:
    """A greeting does not have to say that it used nothing."""
    hello: Render = lambda _: Outgoing("chat.postMessage", {"text": "Hello"}, "C1")  # noqa: E731
    assert len(rooms.gate.send(request_of_ana, hello)) == 1


def test_a_yes_to_past_use_shows_in_the_next_notice(rooms: Rooms, request_of_ana: Request) -> None:
    """What a worker allowed is told each time it is used."""
    agree(rooms, ANA)
    rooms.gate.keep(request_of_ana, uses.RANK_BY_PAST_USE, "latte", {"article": "latte"})
    rooms.gate.draw(request_of_ana, uses.RANK_BY_PAST_USE)
    assert rooms.gate.notice(request_of_ana).text == "I used what helped you before to choose this."
