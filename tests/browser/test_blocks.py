"""How the page draws text and blocks, and that nothing anybody typed is anything but text."""

import pytest
from playwright.sync_api import expect

from tests.browser.app import HOSTILE
from tests.browser.chat import OpenPage, Size

SIZES = pytest.mark.parametrize("size", ["phone", "desktop"])
MARKUP = "#messages :is(img:not(.avatar, .lead-sign), script, [onerror])"


@SIZES
def test_every_block_is_drawn(open_page: OpenPage, size: Size) -> None:
    """Each block of an answer is drawn as what it is, and a picture of another host is told by its alt text.

    A long answer is shown from its first line.
    """
    chat = open_page("U0CAI", size)
    chat.says("every block")
    last = chat.answered("A probe in a chicken thigh")
    expect(last.locator(".block-header")).to_have_text("Every block ☕️")
    expect(last.locator(".block-header")).to_be_in_viewport()
    expect(last.locator("strong").first).to_have_text("bold")
    expect(last.locator("em")).to_have_text("leaning")
    expect(last.locator("s")).to_have_text("gone")
    expect(last.locator("code").first).to_have_text("code")
    expect(last.locator("blockquote")).to_have_text("said before")
    expect(last).to_contain_text("snake_case_word 2*3*4 :nothing: <b>")
    expect(last.locator(".field")).to_have_count(2)
    expect(last.locator("ol li")).to_have_text("Count the till")
    expect(last.locator("ul li strong")).to_have_text("one")
    expect(last.locator("pre")).to_have_text("probe: 75")
    expect(last.get_by_role("columnheader")).to_have_text(["Food", "°C"])
    expect(last.get_by_role("cell")).to_have_text(["Chicken", "75", "Rice", "63"])
    chat.page.locator("#messages").evaluate("(node) => node.scrollTo(0, 0)")
    chat.pictured("blocks")


def test_a_choice_in_a_message_is_sent(open_page: OpenPage) -> None:
    """A select beside a text sends what was chosen, as soon as it was chosen."""
    chat = open_page("U0CAI", "desktop")
    chat.says("every block")
    chat.answered("Every block").get_by_role("combobox").select_option("mill")
    chat.answered("You picked mill.")


@SIZES
def test_hostile_words_of_the_app_stay_words(open_page: OpenPage, size: Size) -> None:
    """Markup in texts, quotes and markdown, and script addresses in links, are shown as text and never run."""
    chat = open_page("U0CAI", size)
    chat.says("hostile")
    last = chat.answered("onerror")
    for place in (".block-section", "blockquote", ".block-context", ".block-markdown strong"):
        expect(last.locator(place)).to_have_text(HOSTILE)
    expect(last.locator("a")).to_have_count(0)
    expect(last).to_contain_text("press me")
    expect(chat.page.locator(MARKUP)).to_have_count(0)
    expect(chat.page).to_have_title("Onhand · Local workspace")


@SIZES
def test_hostile_words_of_a_person_stay_words(open_page: OpenPage, size: Size) -> None:
    """What one types comes back to oneself and through the app exactly as typed, in messages and in the preview."""
    chat = open_page("U0CAI", size)
    chat.says(f"mirror {HOSTILE}")
    expect(chat.messages).to_have_count(2)
    expect(chat.messages.first.locator(".content")).to_have_text(f"mirror {HOSTILE}")
    expect(chat.last.locator(".content")).to_have_text(HOSTILE)
    assert chat.banner.locator(".banner-text").text_content() == HOSTILE
    expect(chat.page.locator(MARKUP)).to_have_count(0)
    expect(chat.page).to_have_title("Onhand · Local workspace")


def test_links_are_links_and_leave_no_trace(open_page: OpenPage) -> None:
    """A web address that was typed becomes a link that tells the other site nothing about where it was pressed."""
    chat = open_page("U0CAI", "desktop")
    chat.says("mirror see https://example.com/a?b=1&c=2.")
    expect(chat.messages).to_have_count(2)
    link = chat.last.get_by_role("link")
    expect(link).to_have_attribute("href", "https://example.com/a?b=1&c=2")
    expect(link).to_have_text("https://example.com/a?b=1&c=2")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
