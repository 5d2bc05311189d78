"""“Why this?”: the reasons, the receipts, and the answer beside the one that everyone gets."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.slack import blocks as kit
from bot.wording import ENGLISH, VOICES, Voice
from bot.workspace.server import LocalWorkspace
from knowledge.article import ANYONE, Article, Viewer
from privacy import uses
from retrieval.answer import Answer, Citation, Reason
from retrieval.preference import NO_PREFERENCE, Preference
from tests.scenarios.company import Company, Talker, actions, buttons, words_in
from tests.scenarios.finders import Shelfless

CHICKEN = "wat temp chiken"
CLOSE = "how do i close"
Open = Callable[[str], Talker]


def why(worker: Talker, answer: Any) -> Any:
    """Presses “Why this?” and returns the page."""
    worker.presses(answer, "why")
    return worker.next_modal()


def carried(answer: Any) -> Mapping[str, Any]:
    """What the button “Why this?” carries."""
    (button,) = (each for each in buttons(answer) if each["action_id"] == "why")
    return kit.unpacked(button["value"])


def columns(page: Any) -> list[str]:
    """The two texts that stand side by side."""
    return [field["text"] for block in page["blocks"] for field in block.get("fields", [])]


def test_a_job_moved_it(person: Open, company: Company) -> None:
    """Where the job chose another article, the answer stands beside the one that everyone gets, each by its title."""
    cook = person("U0CAI")
    answer = cook.hears(CLOSE)
    page = why(cook, answer)
    mine, everyones = columns(page)
    assert mine.startswith(f"{ENGLISH.for_you}\nFrom “")
    assert mine.splitlines()[-1] in answer["text"]
    stranger = company.finder.answer(CLOSE, NO_PREFERENCE, ANYONE)
    assert everyones.startswith(ENGLISH.for_everyone)
    assert ENGLISH.first_line(stranger).splitlines()[0] in everyones or not stranger.found
    assert ENGLISH.same_for_everyone not in words_in(page)


def test_nothing_moved(person: Open) -> None:
    """Where everyone gets the same, one sentence says so, and no reason claims that anything was moved."""
    cook = person("U0CAI")
    page = why(cook, cook.hears(CHICKEN))
    assert ENGLISH.same_for_everyone in words_in(page)
    assert "It came first" not in words_in(page)
    assert columns(page) == []
