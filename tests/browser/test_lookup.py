"""A select whose options the app looks up, on a phone and on a desktop."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat import OpenPage, Size
from tests.browser.test_page import SIZES


@SIZES
def test_options_are_looked_up_while_one_types(open_page: OpenPage, size: Size) -> None:
    """The app is asked for what was typed; an option is chosen by touch or by keys, and what was typed elsewhere stays
    when the form changes by it."""
    chat = open_page("U0CAI", size)
    chat.says("hello")
    chat.answered("Chicken")
    chat.last.get_by_role("button", name="Ask a person").click()
    chat.modal.get_by_label("Your question").fill("Where is the probe?")
    field = chat.modal.get_by_label("Which article?")
    field.click()
    expect(chat.modal.locator(".lookup").get_by_role("option")).to_have_count(3)
    field.fill("coo")
    expect(chat.modal.locator(".lookup").get_by_role("option")).to_have_text(["Cooking chicken safely", "Cooling food"])
    if size == "phone":
        chat.modal.locator(".lookup").get_by_role("option", name="Cooling food").tap()
    else:
        field.press("ArrowUp")
        field.press("Enter")
    expect(chat.modal).to_contain_text("About Cooling food")
    expect(field).to_have_value("Cooling food")
    expect(chat.modal.get_by_role("listbox")).to_be_hidden()
    expect(chat.modal.get_by_label("Your question")).to_have_value("Where is the probe?")


@pytest.mark.parametrize("size", ["desktop"])
def test_what_is_typed_and_not_chosen_goes(open_page: OpenPage, size: Size) -> None:
    """The field holds an option or nothing, and says so where nothing is found."""
    chat = open_page("U0CAI", size)
    chat.says("hello")
    chat.answered("Chicken")
    chat.last.get_by_role("button", name="Ask a person").click()
    field = chat.modal.get_by_label("Which article?")
    field.fill("zebra")
    expect(chat.modal.get_by_text("Nothing found.")).to_be_visible()
    field.press("Tab")
    expect(field).to_have_value("")
