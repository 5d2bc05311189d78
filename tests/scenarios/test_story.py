"""The story of the README, in a real browser: the chat page, the local workspace and the whole of Onhand."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.wording import ENGLISH, VOICES
from privacy.uses import Language, notice_for
from tests.browser.chat import VIEWPORTS, Chat, Size
from tests.scenarios.company import Company

CHICKEN = "Cook chicken until the thickest part reaches 75 °C"
USED = "I used your job role and site to choose this."
OFF = "You turned this off. This answer is the same for everyone."


@pytest.fixture(params=["phone", "desktop"])
def cook(request: pytest.FixtureRequest, browser: Browser, company: Company) -> Iterator[Chat]:
    """The page of Cai, a cook, who has not asked anything yet."""
    size: Size = request.param
    chat = opened_page(browser, company, size, "U0CAI")
    chat.answered(ENGLISH.told_what)
    yield chat
    assert chat.complaints == []


def opened_page(browser: Browser, company: Company, size: Size, user: str) -> Chat:
    """The page of somebody of the company, in a browser of its own."""
    width, height = VIEWPORTS[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=size == "phone", has_touch=size == "phone"
    )
    context.set_default_timeout(15_000)
    url = company.workspace.url
    chat = Chat(context.new_page(), size, url)
    chat.watch()
    chat.page.goto(f"{url}/?as={user}")
    return chat


def test_a_cook_asks_stops_and_reaches_a_person(cook: Chat, browser: Browser, company: Company) -> None:
    """The right quotation with its notice; after Stop nothing about the cook is used; the unknown reaches a person."""
    cook.says("wat temp chiken")
    answer = cook.answered(CHICKEN)
    expect(answer).to_contain_text("From “Cooking chicken safely”")
    expect(answer).to_contain_text(USED)
    expect(cook.banner).to_contain_text(CHICKEN)
    cook.pictured("story-1-answer")

    cook.opens_form(answer.get_by_role("button", name="Why this?"))
    expect(cook.modal).to_contain_text("your job role, your site")
    cook.pictured("story-2-why")
    cook.modal.get_by_role("button", name="Close").last.click()

    answer.get_by_role("button", name="Stop using this").click()
    cook.answered("From the next answer on I don't use your job role and site")
    cook.says("wat temp chiken")
    expect(cook.answered(CHICKEN)).to_contain_text(OFF)
    cook.pictured("story-3-stopped")

    cook.says("whats the wifi password")
    unknown = cook.answered("I don't have this in the articles.")
    cook.opens_form(unknown.get_by_role("button", name="Ask a person"))
    expect(cook.modal).to_contain_text("Leo Fisher will see this question and your Slack name. Nothing else.")
    cook.pictured("story-4-ask-a-person")
    cook.modal.get_by_role("button", name="Send").click()
    cook.answered("I passed your question to Leo Fisher")

    editor = opened_page(browser, company, cook.size, "U0LEO")
    editor.opens_form(editor.answered("whats the wifi password").get_by_role("button", name="Answer"))
    editor.modal.get_by_role("textbox").fill("Ask your supervisor for the card with the code.")
    editor.modal.get_by_role("button", name="Send").click()
    expect(cook.answered("Ask your supervisor for the card")).to_contain_text("I used the question you handed over.")
    cook.pictured("story-5-answered")


def test_a_worker_sees_all_that_is_held_and_erases_it(cook: Chat) -> None:
    """“my data” shows what is held with its switches; two taps erase it all, and the next answer is the stranger's."""
    cook.says("my data")
    page = cook.answered("This is all I hold about you")
    for held in ("Your job role: cook", "Your site: Harbour Street", "Your name: Cai Morgan"):
        expect(page).to_contain_text(held)
    cook.pictured("story-6-my-data")
    page.get_by_role("button", name="Erase all").click()
    cook.page.get_by_role("dialog").get_by_role("button", name="Erase all").click()
    cook.answered("All I held about you is deleted")
    cook.says("wat temp chiken")
    expect(cook.answered(CHICKEN)).to_contain_text(OFF)


NARROW = {"width": 320, "height": 844}
ASKED: dict[Language, str] = {
    "es": "¿a qué temperatura tiene que estar el pollo?",
    "fr": "quel est le mot de passe du wifi",
    "pl": "jakie jest hasło do wifi",
    "pt": "qual é a senha do wifi",
}


@pytest.mark.parametrize("language", ASKED)
def test_a_narrow_phone_shows_each_language(browser: Browser, company: Company, language: Language) -> None:
    """On the narrowest phone the answer, its notice and its buttons stand in the worker's language, uncut."""
    chat, voice = opened_page(browser, company, "phone", "U0CAI"), VOICES[language]
    chat.answered(ENGLISH.told_what)
    chat.page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    chat.says(ASKED[language])
    answer = chat.answered(notice_for(frozenset({"role", "site"}), language))
    button = answer.get_by_role("button", name=voice.why_this, exact=True)
    box = button.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= NARROW["width"]
    chat.pictured(f"language-{language}-answer")
    button.click()
    expect(chat.modal).to_contain_text(voice.uses["rank_by_role"].purpose)
    chat.pictured(f"language-{language}-why")
    assert chat.complaints == []
    chat.page.context.close()
