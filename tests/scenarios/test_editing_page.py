"""What editors do, in a real browser: a file is dropped, a card is decided, an article is written."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.wording import ENGLISH
from bot.wording import editing as say
from tests.browser.chat import Chat, Size
from tests.scenarios.company import Company
from tests.scenarios.test_editing import STEPS, company
from tests.scenarios.test_story import opened_page

__all__ = ["company"]


def page_of(browser: Browser, company: Company, size: Size, user: str) -> Chat:
    """The page of an editor, once the bot has told them what it is."""
    chat = opened_page(browser, company, size, user)
    chat.answered(ENGLISH.told_what)
    return chat


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_file_becomes_an_answer(browser: Browser, company: Company, size: Size, tmp_path: Path) -> None:
    """An editor drops a file on the bot and reads what was proposed; another one decides on its card in the channel;
    both see all of it, on a phone and on a desktop."""
    file = tmp_path / "ice-machine.md"
    file.write_bytes(STEPS)
    leo = page_of(browser, company, size, "U0LEO")
    leo.page.locator("#composer input[type=file]").set_input_files(file)
    expect(leo.page.locator("#composer .attached")).to_have_text("ice-machine.md")
    leo.page.locator("#composer").get_by_role("button", name="Send message").click()
    leo.answered("1 article proposed. Another editor has to approve.")
    leo.pictured("editing-1-dropped")

    nia = page_of(browser, company, size, "U0NIA")
    nia.opens("learning")
    card = nia.messages.filter(has_text="Cleaning the ice machine")
    expect(card).to_contain_text(say.SEEN_BY_EVERYONE)
    nia.pictured("editing-2-card")
    card.get_by_role("button", name=say.SHOW_ALL).click()
    expect(nia.modal).to_contain_text("Wipe the bin with blue sanitiser.")
    nia.modal.get_by_role("button", name="Close").last.click()
    card.get_by_role("button", name=say.APPROVE).click()
    expect(card.get_by_role("button", name=say.APPROVE)).to_have_count(0)
    nia.pictured("editing-3-approved")
    leo.answered("What you brought in: “Cleaning the ice machine”. Approved.")
    assert leo.complaints == nia.complaints == []


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_an_article_is_written(browser: Browser, company: Company, size: Size) -> None:
    """The form takes a title, a text, for whom it is, and who looks after it."""
    leo = page_of(browser, company, size, "U0LEO")
    leo.says("articles")
    leo.answered(say.NOTHING_WAITS).get_by_role("button", name=say.NEW_ARTICLE).click()
    leo.modal.get_by_label(say.TITLE, exact=True).fill("Ice scoop")
    leo.modal.get_by_label(say.TEXT, exact=True).fill("Keep the ice scoop in its holder, never in the ice.")
    leo.modal.get_by_label("barista").check()
    leo.pictured("editing-4-form")
    leo.modal.get_by_role("button", name=say.PROPOSE).click()
    leo.answered("1 article proposed.")
    assert leo.complaints == []
