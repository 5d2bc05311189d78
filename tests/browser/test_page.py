"""What a person sees and does on the chat page, on a phone and on a desktop."""

import re
import time

import pytest
from playwright.sync_api import Route, expect

from bot.workspace.driving import Person
from bot.workspace.server import LocalWorkspace
from tests.browser.app import ANSWER, QUOTE, TOO_SHORT
from tests.browser.chat import OpenPage, Size

SIZES = pytest.mark.parametrize("size", ["phone", "desktop"])


@SIZES
def test_a_newcomer_chooses_who_to_be(open_page: OpenPage, size: Size) -> None:
    """The first screen offers every person with name and job; choosing one opens the app's messages as that person."""
    chat = open_page(None, size)
    expect(chat.page.locator(".person")).to_have_count(6)
    chat.pictured("choose")
    chat.page.get_by_role("link", name="Cai Morgan Cook, Harbour Street").click()
    expect(chat.page).to_have_url(re.compile(r"\?as=U0CAI"))
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("Onhand")
    expect(chat.page.locator(".self")).to_contain_text("Cai Morgan")


@SIZES
def test_a_question_gets_its_answer_and_a_notification(open_page: OpenPage, size: Size) -> None:
    """The answer's blocks stand in the conversation, and the preview shows the top-level text, letter by letter."""
    chat = open_page("U0CAI", size)
    chat.says("wat temp chiken")
    answer = chat.answered(ANSWER)
    expect(answer.locator("blockquote")).to_have_text(QUOTE)
    expect(chat.messages.first).to_contain_text("wat temp chiken")
    expect(chat.banner).to_contain_text("Phone notification preview")
    expect(chat.banner.locator(".banner-app b")).to_have_text("Onhand")
    assert chat.banner.locator(".banner-text").text_content() == ANSWER
    expect(chat.page.get_by_text("Onhand is typing…")).to_be_hidden()
    expect(chat.page.locator("#announcer")).to_have_text(f"Onhand: {ANSWER}")
    chat.pictured("answer")


@SIZES
def test_a_reload_keeps_person_and_messages(open_page: OpenPage, size: Size) -> None:
    """After a reload one is still the same person in the same conversation, and what was said is still there."""
    chat = open_page("U0CAI", size)
    chat.opens("general")
    chat.says("Anyone at the counter?")
    expect(chat.last).to_contain_text("Anyone at the counter?")
    chat.page.reload()
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("#general")
    expect(chat.last).to_contain_text("Anyone at the counter?")
    expect(chat.page.locator(".self")).to_contain_text("Cai Morgan")


@SIZES
def test_a_mention_is_answered_in_its_thread(open_page: OpenPage, size: Size) -> None:
    """A mention, completed from its first letters, gets its answer in a thread that opens from the “reply” link."""
    chat = open_page("U0CAI", size)
    chat.opens("harbour-street")
    box = chat.page.locator("#composer textarea")
    box.press_sequentially("@onh")
    box.press("Tab")
    expect(box).to_have_value("@Onhand ")
    box.press_sequentially("is the delivery too warm?")
    box.press("Enter")
    expect(chat.last.locator(".mention")).to_have_text("@Onhand")
    chat.last.get_by_role("button", name="1 reply").click()
    expect(chat.thread).to_have_count(2)
    expect(chat.thread.last).to_contain_text(ANSWER)
    chat.says("Thanks", thread=True)
    expect(chat.thread.last).to_contain_text("Thanks")
    chat.pictured("thread")
    chat.page.get_by_role("button", name="Close thread").click()
    expect(chat.messages).to_have_count(1)
    expect(chat.last.get_by_role("button", name="2 replies")).to_be_visible()


@SIZES
def test_a_button_changes_its_message(open_page: OpenPage, size: Size) -> None:
    """Pressing a button shows that it was taken, and the message that the app changes is changed in its place."""
    chat = open_page("U0CAI", size)
    chat.says("wat temp chiken")
    button = chat.answered(ANSWER).get_by_role("button", name="Helpful", exact=True)
    button.click()
    expect(chat.last).to_contain_text("Thank you. I will remember")
    expect(chat.last.locator("strong")).to_have_text("Thank you.")
    expect(chat.last).to_contain_text("(edited)")
    expect(chat.messages).to_have_count(2)


@SIZES
def test_a_button_asks_before_it_acts(open_page: OpenPage, size: Size) -> None:
    """A button with a question asks it first, and the way out leaves all as it is."""
    chat = open_page("U0CAI", size)
    chat.says("wat temp chiken")
    chat.answered(ANSWER).get_by_role("button", name="Stop using this").click()
    question = chat.page.get_by_role("dialog", name="Stop using your role?")
    expect(question).to_contain_text("Answers keep coming")
    question.get_by_role("button", name="Leave it").click()
    expect(question).to_be_hidden()


@SIZES
def test_a_form_shows_its_errors_and_then_goes_through(open_page: OpenPage, size: Size) -> None:
    """An empty field and the app's own complaint stand at their field; a right form closes and does its work."""
    chat = open_page("U0CAI", size)
    chat.says("wat temp chiken")
    chat.answered(ANSWER).get_by_role("button", name="Ask a person").click()
    expect(chat.modal.get_by_role("heading", name="Ask a person")).to_be_visible()
    send = chat.modal.get_by_role("button", name="Send question")
    words = chat.modal.get_by_label("Your question")
    words.fill("duck?")
    send.click()
    expect(chat.modal.get_by_text("Please fill this in.")).to_have_count(1)
    chat.modal.get_by_label("Who should answer?").select_option("manager")
    chat.modal.get_by_label("Now").check()
    send.click()
    expect(chat.modal.get_by_text(TOO_SHORT)).to_be_visible()
    expect(words).to_be_focused()
    expect(words).to_have_value("duck?")
    chat.pictured("form-error")
    words.fill("And what about duck legs?")
    send.click()
    expect(chat.modal).to_have_count(0)
    chat.answered("Sent to manager, now: And what about duck legs?")


@SIZES
def test_a_form_can_be_left(open_page: OpenPage, size: Size) -> None:
    """Escape and Cancel close a form, and it can be opened again."""
    chat = open_page("U0CAI", size)
    chat.says("wat temp chiken")
    open_form = chat.answered(ANSWER).get_by_role("button", name="Ask a person")
    open_form.click()
    expect(chat.modal).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.modal).to_have_count(0)
    open_form.click()
    chat.modal.get_by_role("button", name="Cancel").click()
    expect(chat.modal).to_have_count(0)


@SIZES
def test_a_slash_command_is_offered_and_answered_alone(open_page: OpenPage, size: Size) -> None:
    """“/” offers the command; its answer is marked as visible to oneself only, and others do not see it."""
    chat, other = open_page("U0CAI", size), open_page("U0ANA", size)
    for one in (chat, other):
        one.opens("general")
    box = chat.page.locator("#composer textarea")
    box.press_sequentially("/as")
    expect(chat.page.get_by_role("option", name="/ask")).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("/ask ")
    box.press_sequentially("how long to wash hands")
    box.press("Enter")
    answer = chat.answered("You asked: how long to wash hands")
    expect(answer).to_contain_text("Only visible to you")
    chat.pictured("only-you")
    chat.says("Good morning")
    expect(other.last).to_contain_text("Good morning")
    expect(other.messages).to_have_count(1)


@SIZES
def test_an_unknown_command_is_refused_in_plain_words(open_page: OpenPage, size: Size) -> None:
    """A command that does not exist is not sent as a message: the page says so and keeps what was typed."""
    chat = open_page("U0CAI", size)
    chat.says("/dance now")
    expect(chat.page.get_by_role("alert")).to_contain_text("“/dance” is no command here.")
    expect(chat.page.locator("#composer textarea")).to_have_value("/dance now")
    expect(chat.messages).to_have_count(0)


@SIZES
def test_a_message_has_its_menu(open_page: OpenPage, size: Size) -> None:
    """A message's menu replies in its thread, and carries the app's shortcut, which gets the message."""
    chat = open_page("U0CAI", size)
    chat.opens("general")
    chat.says("The fridge shows nine degrees")
    expect(chat.last).to_contain_text("nine degrees")
    chat.menu(chat.last).get_by_role("menuitem", name="Reply in thread").click()
    chat.says("since this morning", thread=True)
    expect(chat.thread).to_have_count(2)
    chat.page.get_by_role("button", name="Close thread").click()
    menu = chat.menu(chat.last)
    chat.pictured("menu")
    menu.get_by_role("menuitem", name="Ask Onhand about this").click()
    expect(chat.modal.get_by_label("Your question")).to_have_value("The fridge shows nine degrees")


@SIZES
def test_home_is_shown_as_soon_as_it_is_published(open_page: OpenPage, size: Size) -> None:
    """The Home tab shows what the app publishes when it is opened, and a reload stays there."""
    chat = open_page("U0CAI", size)
    chat.page.get_by_role("tab", name="Home").click()
    expect(chat.page.locator("#home-pane h3")).to_have_text("Your data")
    chat.page.reload()
    expect(chat.page.locator("#home-pane h3")).to_have_text("Your data")
    chat.pictured("home")
    chat.page.get_by_role("tab", name="Messages").click()
    expect(chat.page.locator("#composer textarea")).to_be_visible()


@SIZES
def test_what_is_said_while_the_page_opens_is_counted(
    open_page: OpenPage, workspace: LocalWorkspace, size: Size
) -> None:
    """A message that comes before the list of conversations does is drawn with it."""
    chat = open_page("U0CAI", size)
    expect(chat.page.locator("#messages .lead")).to_contain_text("your messages with Onhand")
    with Person(workspace.url, "U0ANA") as ana:

        def meanwhile(waiting: Route) -> None:
            ana.says("Is the fryer off?", channel=workspace.channel_id("general"))
            time.sleep(1)
            waiting.continue_()

        chat.page.route(re.compile("/page/state"), meanwhile, times=1)
        chat.page.reload()
        expect(chat.page.locator(".sidebar .unread")).to_have_text("1")


@SIZES
def test_two_people_write_to_each_other(open_page: OpenPage, size: Size) -> None:
    """Two pages are two people: a direct message arrives with a count in the other's list, and is answered."""
    cai, ana = open_page("U0CAI", size), open_page("U0ANA", size)
    expect(ana.page.locator("#messages .lead")).to_contain_text("your messages with Onhand")
    cai.opens("Ana Ruiz")
    cai.says("Can you swap Friday?")
    expect(ana.banner.locator(".banner-text")).to_have_text("Can you swap Friday?")
    expect(ana.page.locator(".sidebar .unread")).to_have_text("1")
    ana.opens("Cai Morgan")
    expect(ana.last).to_contain_text("Can you swap Friday?")
    expect(ana.page.locator(".sidebar .unread")).to_have_count(0)
    ana.says("Yes")
    expect(cai.last).to_contain_text("Yes")
