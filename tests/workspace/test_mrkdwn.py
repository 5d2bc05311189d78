"""What people type, as Slack keeps it and as a phone shows it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.workspace import mrkdwn

IDS = {"Ana Ruiz": "U0ANA", "Ana": "U0ANN", "Onhand": "U0ONHAND"}
NAMES = {user: name for name, user in IDS.items()}


@settings(deadline=None)
@given(st.text())
def test_any_text_comes_back_as_it_was_typed(text: str) -> None:
    """Whatever a person types is shown as they typed it, but for the case of names that are mentioned."""
    assert mrkdwn.shown(mrkdwn.typed(text, IDS), NAMES).casefold() == text.casefold()


@settings(deadline=None)
@given(st.text(alphabet="<>&;|!#@ampltgUhttps:/.Onhad0123", min_size=1))
def test_no_typed_text_becomes_an_entity_of_its_own(text: str) -> None:
    """Text made of Slack's own marks still comes back unchanged: nobody can type a mention they did not make."""
    stored = mrkdwn.typed(text, {})
    assert mrkdwn.shown(stored, {}) == text
    assert not mrkdwn.mentioned(stored, "U0ONHAND")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("@Ana Ruiz, look", "<@U0ANA>, look"),
        ("@Ana look", "<@U0ANN> look"),
        ("hi @ONHAND", "hi <@U0ONHAND>"),
        ("mail@Ana", "mail@Ana"),
        ("@Anabel", "@Anabel"),
        ("see https://a.example/x?a=1&b=2.", "see <https://a.example/x?a=1&amp;b=2>."),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
    ],
)
def test_names_and_addresses_become_entities(typed: str, stored: str) -> None:
    """Names and web addresses become entities, the longest name first; all else is escaped."""
    assert mrkdwn.typed(typed, IDS) == stored


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("<@U0ANA|old> and <@U0NEW>", "@old and @U0NEW"),
        ("<#C1|kitchen> <!here> <!date^1^x|today>", "#kitchen @here today"),
        ("<https://a.example|the page> *bold*", "the page *bold*"),
        ("", "This content can't be displayed."),
    ],
)
def test_phone_shows_entities_as_words(stored: str, shown: str) -> None:
    """A notification shows names, labels and fallbacks; a message with blocks but no text shows nothing of use."""
    assert mrkdwn.notice(stored, NAMES) == shown
