"""What a hostile file or article says stays words: in a card it pings nobody, links nowhere, and reaches no folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.slack.editing.downloading import Downloads, Unfetched, name_of
from bot.wording import editing as say
from tests.scenarios.company import Company, Talker, words_in
from tests.scenarios.test_editing import company, posted

__all__ = ["company"]

Open = Callable[[str], Talker]
PINGS = "<!channel> <@U0ANA> <https://evil.example|pay> @here https://evil.example/?q=1 *bold* :tada:"
ATTACK = f"""---
title: "{PINGS}"
owner: "{PINGS} (U0IVO)"
source: "{PINGS}"
---
{PINGS}

# {PINGS}

- {PINGS}
"""
NAMES = (
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", ".bashrc", "a\x00b.md", "<!channel>.md", "x" * 400 + ".md",
    "\u202egnp.md", "", "...", "con/../con", "a\nb.md",
)  # fmt: skip


def test_a_card_pings_nobody(person: Open, company: Company) -> None:
    """A title, an owner and words full of mentions and links stand in cards, changes and lists as plain words. The
    check of all that left runs at the end of each dialogue."""
    leo, nia = person("U0LEO"), person("U0NIA")
    leo.drops({"<!channel> <@U0ANA>.md": ATTACK.encode()})
    card = posted(nia, company.settings.editors_channel, "evil.example")
    assert "<!channel>" in words_in(card["blocks"])
    nia.presses(card, "editing:show")
    nia.next_modal()
    nia.presses(card, "editing:approve")
    nia.next_message(channel=company.settings.editors_channel, ephemeral=True)
    leo.drops({"<!channel> <@U0ANA>.md": ATTACK.replace("bold", "<!here>").encode()})
    posted(nia, company.settings.editors_channel, "changed")
    assert not [each for each in nia.notifications if each["channel"] == company.settings.editors_channel]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_leads_out_of_no_folder(name: str, tmp_path: Path) -> None:
    """Whatever a file is called, it lies in the folder that was made for it, under a name that can be read."""
    kept = name_of({"name": name})
    assert (tmp_path / kept).resolve().parent == tmp_path
    assert kept.isprintable()
    assert 0 < len(kept) <= 140


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/a.md", "https://files.slack.com.evil.example/a.md", "http://files.slack.com/a.md",
        "https://files.slack.com@evil.example/a.md", "file:///etc/passwd", "https://files.slack.com:8443/a.md",
        "https://slack.com/a.md", "http://127.0.0.1/a.md", "ftp://files.slack.com/a.md",
    ],
)  # fmt: skip
def test_the_token_goes_to_slack_alone(address: str) -> None:
    """A file is fetched from the host that Slack keeps files on, and from no other."""
    downloads = Downloads("xoxb-secret", "https://slack.com/api/")
    with pytest.raises(Unfetched, match=say.ANOTHER_PLACE), downloads.fetched({"name": "a.md", "url": address}):
        pass


def test_what_is_too_large_is_not_fetched() -> None:
    """A file over the limit is refused by its announced size, before anything is read; one without an address too."""
    downloads = Downloads("xoxb-secret", "https://slack.com/api/")
    large = {"name": "a.zip", "url": "https://files.slack.com/a.zip", "size": 10**9}
    with pytest.raises(Unfetched, match="larger than 20,000,000 bytes"), downloads.fetched(large):
        pass
    with pytest.raises(Unfetched, match=say.NOT_HERE), downloads.fetched({"name": "a.md"}):
        pass
