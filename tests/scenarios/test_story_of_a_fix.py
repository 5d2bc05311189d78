"""You asked, we wrote it: the story in a real browser, from a suggested fix to the news that it is live."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from bot.demo import for_demo
from bot.settings import Settings
from bot.wiring import Onhand
from bot.wording import ENGLISH
from tests.browser.chat import Chat, Size
from tests.scenarios.company import Company, opened
from tests.scenarios.photographs import jpeg
from tests.scenarios.test_story import CHICKEN, opened_page

SAID = ENGLISH.shaping
WORDS = "The blue probe is broken. Say that the red one will do."


@pytest.fixture
def company(request: pytest.FixtureRequest) -> Iterator[Company]:
    """The company with articles of its own, which a test may change."""
    home, workspace, leaving = map(request.getfixturevalue, ("home", "workspace", "leaving"))
    own = Onhand(for_demo(Settings(home=home)))
    own.warm()
    with opened(home, own, workspace, leaving) as company:
        company.open()
        yield company


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_fix_is_suggested_taken_and_told(browser: Browser, company: Company, size: Size) -> None:
    """A cook suggests a fix with a photo, the owner takes it, and the cook is told when it is live; all of it fits."""
    with ExitStack() as pages:
        cook = pages.enter_context(Closing(opened_page(browser, company, size, "U0CAI")))
        owner = pages.enter_context(Closing(opened_page(browser, company, size, "U0HANA")))
        suggests(cook)
        takes(owner)
        publishes(company)
        told = cook.answered(SAID.fix_is_live.format(title="Cooking chicken safely"))
        expect(told).to_contain_text("I used what you wanted to hear back on.")
        cook.pictured("fix-4-told")
        assert (cook.complaints, owner.complaints) == ([], [])


class Closing:
    """A page that is closed at the end."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def __enter__(self) -> Chat:
        return self._chat

    def __exit__(self, *_told: object) -> None:
        self._chat.page.context.close()


def suggests(cook: Chat) -> None:
    cook.answered(ENGLISH.told_what)
    cook.says("wat temp chiken")
    answer = cook.answered(CHICKEN)
    cook.pictured("fix-0-answer")
    cook.opens_form(answer.get_by_role("button", name=SAID.suggest_a_fix))
    expect(cook.modal).to_contain_text(SAID.who_sees.format(name="Hana Sato"))
    cook.modal.get_by_label(SAID.what_is_wrong).fill(WORDS)
    with cook.page.expect_response("**/page/upload?*"):
        photo = {"name": "probe.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
        cook.modal.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    box = cook.modal.get_by_label(SAID.tell_me)
    expect(box).not_to_be_checked()
    box.check()
    cook.pictured("fix-1-form")
    width = cook.page.evaluate("document.documentElement.clientWidth")
    assert cook.page.evaluate("document.documentElement.scrollWidth") <= width
    cook.modal.get_by_role("button", name="Send").click()
    cook.answered(SAID.will_tell)


def takes(owner: Chat) -> None:
    letter = owner.messages.filter(has_text=WORDS).last
    expect(letter).to_contain_text(SAID.no_name)
    expect(owner.messages.last.locator(".files .file")).to_have_count(1)
    owner.pictured("fix-2-letter")
    owner.opens_form(letter.get_by_role("button", name=SAID.take_it))
    field = owner.modal.get_by_label(SAID.the_text)
    field.fill(field.input_value() + "\n\nThe red probe will do.")
    owner.pictured("fix-3-taking")
    owner.modal.get_by_role("button", name="Send").click()
    owner.answered("waits for an editor")


def publishes(company: Company) -> None:
    onhand = company.finder
    assert isinstance(onhand, Onhand)
    (proposal,) = onhand.proposals.list("waiting")
    onhand.proposals.approve(proposal.id, "another editor")
    onhand.publisher.publish_due(date(2026, 11, 27))


@pytest.mark.parametrize("size", ["phone"])
def test_asked_in_vain_and_told_later(browser: Browser, company: Company, size: Size) -> None:
    """A worker asks in vain, wants to hear, and reads the answer when somebody made an article of theirs."""
    with ExitStack() as pages:
        cook = pages.enter_context(Closing(opened_page(browser, company, size, "U0CAI")))
        expert = pages.enter_context(Closing(opened_page(browser, company, size, "U0HANA")))
        cook.answered(ENGLISH.told_what)
        cook.says("whats the wifi password")
        unknown = cook.answered(ENGLISH.may_i_keep)
        unknown.get_by_role("button", name=ENGLISH.yes_keep).click()
        asked = cook.answered(SAID.shall_i_tell)
        cook.pictured("hear-0-asked")
        asked.get_by_role("button", name=SAID.yes_tell).click()
        cook.answered(SAID.will_tell_answer)
        unknown = cook.messages.filter(has_text=ENGLISH.may_i_keep).last
        cook.opens_form(unknown.get_by_role("button", name=ENGLISH.ask_a_person))
        cook.modal.get_by_role("button", name="Send").click()
        writes(expert)
        publishes(company)
        expect(cook.answered("We wrote it:")).to_contain_text("It is on the back of the rota.")
        cook.pictured("hear-3-told")
        assert (cook.complaints, expert.complaints) == ([], [])


def writes(expert: Chat) -> None:
    expert.opens_form(expert.answered("whats the wifi password").get_by_role("button", name="Answer"))
    expert.modal.get_by_role("textbox").fill("The wifi password? It is on the back of the rota.")
    expert.modal.get_by_role("button", name="Send").click()
    offer = expert.messages.filter(has_text=SAID.would_help).last
    expert.opens_form(offer.get_by_role("button", name=SAID.make_article))
    expect(expert.modal).to_contain_text(SAID.you_own_it.format(name="Hana Sato"))
    expert.pictured("hear-2-article")
    expert.modal.get_by_role("button", name="Send").click()
    expert.answered("waits for an editor")
