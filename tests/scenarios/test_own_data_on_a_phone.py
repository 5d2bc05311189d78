"""One's own data on the narrowest phone, in a real browser, in each language."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.wording import ENGLISH, VOICES
from privacy.uses import Language, notice_for
from tests.browser.chat import Chat
from tests.scenarios.company import Company

NARROW = 320
ASKED: dict[Language, str] = {
    "en": "my data", "es": "mis datos", "fr": "mes données", "pl": "moje dane", "pt": "meus dados",
}  # fmt: skip


@pytest.fixture
def cook(browser: Browser, company: Company) -> Iterator[Chat]:
    """The page of Cai, a cook, on a narrow phone."""
    size = {"width": NARROW, "height": 844}
    context = browser.new_context(viewport={**size}, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    chat = Chat(context.new_page(), "phone", company.workspace.url)
    chat.watch()
    chat.page.goto(f"{company.workspace.url}/?as=U0CAI")
    yield chat
    context.close()
    assert chat.complaints == []


@pytest.mark.parametrize("language", ASKED)
def test_the_page_fits_a_narrow_phone(cook: Chat, language: Language) -> None:
    """The page and what its buttons open stand in the worker's language, within the width of the screen."""
    voice = VOICES[language]
    cook.answered(ENGLISH.told_what)
    cook.says(ASKED[language])
    page = cook.answered(notice_for(frozenset({"everything"}), language))
    for label in (voice.get_a_copy, voice.what_i_keep, voice.hide_page, voice.erase):
        box = page.get_by_role("button", name=label, exact=True).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= NARROW
    page.get_by_role("button", name=voice.what_i_keep, exact=True).click()
    expect(cook.modal).to_contain_text(voice.told_managers)
    cook.pictured(f"own-data-{language}-what-i-keep")
    cook.modal.get_by_role("button", name=voice.close).last.click()
    page.get_by_role("button", name=voice.get_a_copy, exact=True).click()
    copy = cook.answered(voice.copy_sent)
    expect(copy.locator(".files .file")).to_have_count(2)
    cook.pictured(f"own-data-{language}-copy")
    assert cook.page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_a_page_is_hidden_and_an_answer_forgotten(cook: Chat) -> None:
    """What was taken out of the conversation is not on the screen any more, for the next one who holds the phone."""
    cook.answered(ENGLISH.told_what)
    cook.says("my data")
    page = cook.answered(ENGLISH.my_data)
    page.get_by_role("button", name=ENGLISH.hide_page).click()
    expect(cook.messages.filter(has_text=ENGLISH.my_data)).to_have_count(0)
    cook.says("wat temp chiken")
    answer = cook.answered("75 °C")
    answer.get_by_role("button", name=ENGLISH.why_this).click()
    cook.modal.get_by_role("button", name=ENGLISH.forget_answer).click()
    expect(cook.modal).to_contain_text(ENGLISH.answer_forgotten)
    cook.pictured("own-data-forgotten")
    cook.modal.get_by_role("button", name=ENGLISH.close).last.click()
    expect(cook.messages.filter(has_text="75 °C")).to_have_count(0)
