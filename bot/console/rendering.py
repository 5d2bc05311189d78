"""How a page is written: the templates, with everything in them escaped, and the words for what articles are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from knowledge.article import Audience

TEMPLATES = Path(__file__).parent / "templates"
NOTHING_TOLD = "Nothing to tell yet: nobody did this, or too few people did to tell of it, or its time is not over."
"""The same for too few and for none: which of the two it is would tell of people."""


@cache
def environment() -> Environment:
    """Escapes whatever is put into a page. A name that a template does not get is an error, not a blank."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"markdown": markdown, "seen_by": seen_by, "day": day, "minute": minute}
    made.globals["nothing_told"] = NOTHING_TOLD
    return made


def rendered(template: str, values: Mapping[str, Any]) -> str:
    return environment().get_template(template).render(**values)


def seen_by(audience: Audience) -> str:
    """Who sees an article, in words."""
    roles, sites = ", ".join(sorted(audience.roles)), ", ".join(sorted(audience.sites))
    return (f"{roles or 'everyone'} at {sites}" if sites else roles) or "everyone"


def day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""


def minute(value: datetime) -> str:
    return f"{day(value)}, {value:%H:%M} UTC"


def markdown(text: str) -> Markup:
    """An article as its readers know it. HTML in it is shown as it is written, and no picture and no link leads away:
    an address stands beside its words."""
    made: str = _reader().render(text)
    return Markup(made)  # noqa: S704 - the reader escapes all text, and makes no HTML but its own


class _Renderer(RendererHTML):
    """Links and pictures as words; headings two levels below those of the page."""

    def link_open(self, _tokens: Sequence[Token], _at: int, _options: Any, _env: Any) -> str:
        return ""

    def link_close(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        opening = next(each for each in reversed(tokens[:at]) if each.type == "link_open")
        return Markup(" ({})").format(opening.attrs.get("href", ""))

    def image(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        return Markup("Picture: {}").format(tokens[at].content)

    def heading_open(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        return f"<{_lower(tokens[at].tag)}>"

    def heading_close(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        return f"</{_lower(tokens[at].tag)}>\n"


def _lower(tag: str) -> str:
    return f"h{min(int(tag[1:]) + 2, 6)}"


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


def pages(total: int, of: int) -> int:
    """How many pages so many lines make."""
    return max(1, -(-total // of))


def around(page: int, last: int) -> Iterator[int]:
    """The numbers of the pages to offer: the first, the last, and those near."""
    yield from (each for each in range(1, last + 1) if each in (1, last) or abs(each - page) <= 1)
