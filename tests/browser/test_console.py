"""The editors' pages in a real browser: on a desktop and on a narrow phone, on a light and on a dark ground."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.console.app import STATIC
from bot.console.serving import serving
from knowledge.article import Article, Audience, Owner
from tests.browser.chat import PICTURES
from tests.console.house import House

Scheme = Literal["light", "dark"]
STYLES = STATIC / "console.css"
SIZES = {"desktop": (1280, 860), "phone": (360, 740)}
EVERY = pytest.mark.parametrize(("size", "scheme"), [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
PLACES = {
    "articles": "/articles", "article": "/articles/latte", "changes": "/articles/latte/changes?from=1&to=2",
    "waiting": "/waiting", "proposal": "/waiting/1", "ask": "/ask", "gaps": "/gaps", "charts": "/charts", "new": "/new",
}  # fmt: skip
"""Every page of the console but the way in."""
Open = Callable[[str, str], Page]
MILK = "# Milk\n\nHeat it to 60 °C.\n\n> **Warning:** Hot steam.\n\n| Cup | Milk |\n|---|---|\n| S | 1 |"
REFUSED = "status of 422"
"""What the browser notes of a form that is shown again with what is wrong in it."""
NAMELESS = """() => [...document.querySelectorAll(
    "a, button, input:not([type=hidden]), select, textarea, img, summary")]
  .filter(each => each.tagName === "IMG" ? !each.hasAttribute("alt")
    : !(each.innerText || each.getAttribute("aria-label") || each.labels?.[0]?.innerText || "").trim())
  .map(each => each.outerHTML)"""
UNREACHABLE = """() => [...document.querySelectorAll(
    "a, button, input:not([type=hidden]):not([type=checkbox]), select, summary")]
  .filter(each => !each.closest("p, small, figcaption, .skip, .crumbs, .versions, th, td, dd, li:not(.tiles li)"))
  .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 24 || box.width < 24)).map(([html]) => html)"""
CLIPPED = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A company with articles of each standing, one of which waits in a new version."""
    house = House(tmp_path / "home")
    today = house.onhand.today()
    latte = Article(
        "latte", "Making a latte", MILK,
        Audience(frozenset({"barista"})), Owner("Bea Santos", "U0BEA"), today, today + timedelta(days=90),
        critical=True, topics=frozenset({"drinks"}),
    )  # fmt: skip
    newer = replace(latte, body=latte.body.replace("60", "65"))
    house.save(latte)
    house.save(newer)
    late = today - timedelta(days=300)
    house.save(
        replace(latte, id="tea", title="Making tea for a very long queue of very thirsty people", reviewed=late,
                review_by=today - timedelta(days=9), critical=False, topics=frozenset({"drinks", "queues"})),
        Article("till", "Cashing up a till", "Count twice.", Audience(sites=frozenset({"Mill Lane"}))),
    )  # fmt: skip
    house.propose(replace(newer, body=newer.body.replace("65", "63")), origin="console:drinks.md")
    return house


@pytest.fixture
def at(house: House) -> Iterator[str]:
    """The console's address."""
    with serving(house.onhand, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def enter(browser: Browser, house: House, at: str) -> Iterator[Open]:
    """Comes in as Leo, by a link and its button. Fails at the end where a page had an error or asked another host."""
    pages: list[Page] = []
    complaints: list[str] = []

    def entered(size: str, scheme: str) -> Page:
        width, height = SIZES[size]
        phone = size == "phone"
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, is_mobile=phone, has_touch=phone,  # type: ignore[arg-type]
        )  # fmt: skip
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("console", lambda said: None if REFUSED in said.text else complaints.append(said.text))
        page.on("request", lambda sent: None if sent.url.startswith(at) else complaints.append(sent.url))
        page.goto(f"{at}/in/{house.tickets.link(house.key('U0LEO'))}")
        page.get_by_role("button", name="Come in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Articles")
        pages.append(page)
        return page

    yield entered
    for page in pages:
        page.context.close()
    assert complaints == []


@EVERY
def test_every_page_fits_and_can_be_used(enter: Open, at: str, size: str, scheme: str) -> None:
    """No page is wider than the screen, has a control without a name or one that no thumb hits; a heading leads."""
    page = enter(size, scheme)
    for name, place in PLACES.items():
        page.goto(at + place)
        assert page.evaluate(CLIPPED) <= 0, name
        assert page.evaluate(NAMELESS) == [], name
        assert page.evaluate(UNREACHABLE) == [], name
        assert page.get_by_role("heading", level=1).count() == 1
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.get_by_role("main").count() == 1
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"console-{name}-{size}-{scheme}.png", full_page=True)


@EVERY
def test_charts_are_drawn_for_the_ground(enter: Open, at: str, size: str, scheme: str) -> None:
    """Each chart comes in the colours and the width of the page that it is on, with its figures in a table below."""
    page = enter(size, scheme)
    page.goto(f"{at}/charts")
    for chart in page.locator("img.chart").all():
        expect(chart).to_have_js_property("complete", True)
        address = str(chart.evaluate("each => each.currentSrc"))
        assert ("scheme=dark" in address) == (scheme == "dark")
        assert ("size=small" in address) == (size == "phone")
        assert chart.evaluate("each => each.naturalWidth") > 100
        assert "table below" in str(chart.get_attribute("alt"))
    page.get_by_text("The figures").first.click()
    expect(page.get_by_role("table").first).to_contain_text("drinks")


def test_it_works_by_keyboard_alone(enter: Open, house: House, at: str) -> None:
    """From the first Tab to an approval: the way past the header, visible focus, and the button that decides."""
    page = enter("desktop", "light")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto(f"{at}/waiting")
    page.get_by_role("link", name="Making a latte").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change: Making a latte")
    for _ in range(30):
        page.keyboard.press("Tab")
        shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown != "none"
        if page.evaluate("document.activeElement.textContent") == "Approve":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Approved. It is live in a moment.")
    assert house.onhand.proposals.list() == ()


def test_a_form_says_what_is_wrong_and_keeps_the_rest(enter: Open, at: str) -> None:
    """What the browser cannot know is told at the top, and all that was typed stays."""
    page = enter("phone", "light")
    page.goto(f"{at}/new")
    page.get_by_label("Title").fill("A new thing")
    page.get_by_label("Text").fill("Words of it.")
    page.get_by_label("Language").fill("English")
    page.get_by_label("barista").check()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("alert")).to_contain_text("is not a language code")
    expect(page.get_by_label("Text")).to_have_value("Words of it.")
    expect(page.get_by_label("barista")).to_be_checked()
    page.get_by_label("Language").fill("en")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("status")).to_have_text("Brought in. Another editor has to approve it.")


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """As WCAG computes it, from 1 to 21."""
    brighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


READ = [
    ("text", "ground"), ("text", "surface"), ("muted", "ground"), ("muted", "surface"), ("accent", "ground"),
    ("accent", "surface"), ("on-accent", "accent"), ("good", "good-ground"), ("fair", "fair-ground"),
    ("bad", "bad-ground"), ("bad", "surface"), ("text", "new-ground"), ("text", "gone-ground"), ("text", "fair-ground"),
]  # fmt: skip
SEEN = [("edge", "surface"), ("edge", "ground"), ("accent", "surface"), ("good", "surface"), ("fair", "surface")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_can_be_read(scheme: Scheme) -> None:
    """Text stands out from its ground at 4.5 to 1 or more, borders of controls at 3 to 1, on either ground."""
    from bot.console.charts import PALETTES

    light, dark = STYLES.read_text("utf-8").split("@media (prefers-color-scheme: dark)", 1)
    colours = _colours(light) if scheme == "light" else _colours(light) | _colours(dark)
    assert {
        pair: contrast(*(colours[each] for each in pair))
        for pair in READ
        if contrast(*(colours[each] for each in pair)) < 4.5
    } == {}
    assert [pair for pair in SEEN if contrast(*(colours[each] for each in pair)) < 3] == []
    palette = PALETTES[scheme]
    assert contrast(palette.text, palette.ground) >= 4.5
    assert [
        mark for mark in (palette.good, palette.fair, palette.bad, palette.other) if contrast(mark, palette.ground) < 3
    ] == []
