"""Web pages as Markdown: what a reader of the page sees of its text, and nothing around it."""

import re
from collections.abc import Iterable
from typing import Any, BinaryIO

from bs4 import BeautifulSoup, Comment, Tag
from bs4.dammit import UnicodeDammit
from markdownify import MarkdownConverter

from knowledge.converting import markup
from knowledge.converting.piece import Piece, RefusedError, Tick

DEEPEST = 150
MOST_TAGS = 15_000
LONGEST_TAG = 50_000
"""In characters, without pictures that are written into the page."""
_LONGEST_CALL_OUT = 1_500
_UNSEEN = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "button",
    "input", "select", "textarea", "nav", "footer", "dialog", "[hidden]", "[aria-hidden=true]", "[role=navigation]",
    "[role=banner]", "[role=contentinfo]", "[role=search]", "#breadcrumb-section", "#breadcrumbs", ".page-metadata",
    ".breadcrumb", ".breadcrumbs", ".navbar", ".sidebar", ".toc-macro", "#footer", ".skip-link", "#attachments",
)  # fmt: skip
_CONTENT = (
    "#main-content", "#DeltaPlaceHolderMain", ".CanvasZone", "main", "[role=main]", "article", "#content", "body",
)  # fmt: skip
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.?\d)|opacity\s*:\s*0(?!\.?\d)", re.I
)
_HIDING_RULE = re.compile(r"(?:^|[},])\s*([.#][\w-]+)\s*\{([^}]{0,500})\}")
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
# Those that hold nothing, and those that HTML closes by itself.
_NOT_COUNTED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr".split()
    + b"p li td th tr dd dt option thead tbody tfoot colgroup html head body".split()
)
_INLINE = re.compile(rb"data:[\w/+.-]{0,80};base64,[A-Za-z0-9+/=\s]+")
_LISTS_A_SPACE = ("Space Details:", "Available Pages:")
_SHAREPOINT = re.compile(r"<mso:CanvasContent1[^>]*>(.*?)</mso:CanvasContent1>", re.DOTALL)


class _Markdown(MarkdownConverter):
    def escape(self, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        return markup.escaped(text) if text else ""

    def convert_td(self, el: Any, text: str, parent_tags: Any) -> str:
        return str(super().convert_td(el, _in_a_cell(text), parent_tags))  # type: ignore[misc]

    def convert_th(self, el: Any, text: str, parent_tags: Any) -> str:
        return str(super().convert_th(el, _in_a_cell(text), parent_tags))  # type: ignore[misc]


def _in_a_cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))


def convert(file: BinaryIO, tick: Tick) -> list[Piece]:
    """One article of a page. Its title is that of the page, its source where it stood in the space."""
    data = _INLINE.sub(b"", file.read())
    check_shape(data)
    tick()
    html = _decoded(data)
    # The first page of an exported Confluence space lists the others and says nothing itself.
    return [] if all(words in html for words in _LISTS_A_SPACE) else [page(html, tick)]


def check_shape(data: bytes) -> None:
    """Raises `RefusedError` for a page of too many tags, or nested too deep for those who parse it."""
    longest = max((len(tag) - tag.rfind(b"<") for tag in data.split(b">") if b"<" in tag), default=0)
    if longest > LONGEST_TAG:
        raise RefusedError(f"has a tag of {longest:,} characters; accepted are up to {LONGEST_TAG:,}")
    depth = 0
    for tags, match in enumerate(_TAG.finditer(data), 1):
        if tags > MOST_TAGS * 2:
            raise RefusedError(f"has more than {MOST_TAGS:,} elements; split it into several pages")
        if match[2].lower() not in _NOT_COUNTED:
            depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > DEEPEST:
            raise RefusedError(f"is nested more than {DEEPEST} deep")


def _decoded(data: bytes) -> str:
    made = UnicodeDammit(data, ["utf-8"], is_html=True)
    if made.unicode_markup is None or made.contains_replacement_characters:
        raise RefusedError("is in no encoding that could be told; save it as UTF-8")
    return made.unicode_markup


def page(html: str, tick: Tick) -> Piece:
    """The piece that a page is."""
    inside = _SHAREPOINT.search(html)
    soup = BeautifulSoup(html, "lxml")
    tick()
    fields = {"title": _title(soup), "source": _source(soup)}
    if inside:
        from html import unescape

        check_shape(unescape(inside[1]).encode())
        soup = BeautifulSoup(unescape(inside[1]), "lxml")
    body = markdown_of(soup)
    tick()
    return Piece(body, {key: value for key, value in fields.items() if value})


def markdown_of(soup: BeautifulSoup) -> str:
    """The content of a page as Markdown. Takes the page apart."""
    _drop_unseen(soup)
    content = next(
        (found for each in _CONTENT if (found := soup.select_one(each)) and found.get_text(strip=True)), None
    )
    if content is None:
        return ""
    for image in content.find_all("img"):
        image.replace_with(markup.picture(str(image.get("alt") or "")))
    _call_out(soup, content)
    made = _Markdown(heading_style="ATX", bullets="-", strip=["a"], table_infer_header=True).convert_soup(content)
    return markup.tidy(str(made))


def _drop_unseen(soup: BeautifulSoup) -> None:
    rules = " ".join(style.get_text() for style in soup.find_all("style"))
    hiding = [selector for selector, rule in _HIDING_RULE.findall(rules) if _HIDES.search(rule)]
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    _drop(soup.select(", ".join([*_UNSEEN, *hiding[:200]])))
    _drop(tag for tag in soup.find_all(style=True) if not tag.decomposed and _HIDES.search(str(tag["style"])))


def _drop(tags: Iterable[Tag]) -> None:
    for tag in list(tags):
        if not tag.decomposed and tag.name != "body":
            tag.decompose()


def _call_out(soup: BeautifulSoup, content: Tag) -> None:
    done: set[int] = set()
    for tag in content.find_all(["div", "section", "aside", "blockquote", "p"]):
        found = None if any(id(above) in done for above in tag.parents) else _label(tag)
        if found:
            done.add(id(tag))
            _quote(soup, tag, found)


def _label(tag: Tag) -> str:
    words = tag.get_text(" ", strip=True)
    if not words or len(words) > _LONGEST_CALL_OUT:
        return ""
    names = [*(tag.get_attribute_list("class")), str(tag.get("data-type") or "")]
    named = "alert" if tag.get("role") == "alert" else ""
    by_name = markup.label_of(str(name) for name in [*names, named] if name)
    said = markup.labelled(words) if by_name or tag.name in ("p", "blockquote") else None
    return said[0] if said else by_name


def _quote(soup: BeautifulSoup, tag: Tag, label: str) -> None:
    _drop_label(tag, label)
    strong = soup.new_tag("strong")
    strong.string = f"{label}:"
    first = next((each for each in tag.find_all("p") if each.get_text(strip=True)), tag)
    first.insert(0, strong, " ")
    tag.name = "blockquote"
    if first is tag:
        tag.smooth()


def _drop_label(tag: Tag, label: str) -> None:
    """Takes away the label that the page itself has written there."""
    first = next((text for text in tag.find_all(string=True) if text.strip()), None)
    if first is None:
        return
    left = re.sub(rf"^[\s⚠️❗‼]*{re.escape(label)}\s*[:!]?\s*", "", str(first), flags=re.IGNORECASE)
    left = left if left != str(first) else re.sub(r"^[\s⚠️❗‼]+", "", str(first))
    rest = "".join(tag.find_all(string=True)).strip() != str(first).strip()
    if left.strip() or rest:
        first.replace_with(left)


def _title(soup: BeautifulSoup) -> str:
    shown = soup.select_one("#title-text") or soup.select_one("title")
    words = " ".join(shown.get_text(" ").split()) if shown else ""
    # Confluence writes the space's name before the page's.
    return words.rpartition(" : ")[2] if soup.select_one("#title-text, #breadcrumbs") else words


def _source(soup: BeautifulSoup) -> str:
    crumbs = [" ".join(item.get_text(" ").split()) for item in soup.select("#breadcrumbs li, .breadcrumb li")]
    return " › ".join(crumb for crumb in crumbs if crumb)[:300]
