"""Reads the front matter of an article. Strict where a slip would change who may see it."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from knowledge.article import Article, Audience, Hours, Owner
from knowledge.converting.piece import RefusedError

KEYS = (
    "id", "title", "audience", "owner", "reviewed", "review_by", "language", "critical", "source", "licence",
    "written_for",
    "topics", "hours", "live_from", "live_until",
)  # fmt: skip
_AUDIENCE_KEYS = ("roles", "sites")
_MAX_DEPTH = 5
_MAX_FRONT_MATTER = 20_000
_ID = re.compile(r"\w[\w.-]{0,99}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_OWNER = re.compile(r"(?P<name>.*?)\s*(?:\((?P<slack>[UWS][A-Z0-9]{2,20})\))?")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
# C0 and C1 controls except tab and newline, the byte order mark, and the marks that reorder or isolate text.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_HOURS = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})")
_YES = ("true", "yes")
_NO = ("false", "no", "")


class _Plain(yaml.BaseLoader):
    """Every scalar stays text, so that no date or "no" is guessed. Refuses anchors, depth and repeated keys."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RefusedError("front matter uses YAML anchors (& or *); write the value out")
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise RefusedError(f"front matter is nested more than {_MAX_DEPTH} deep; accepted is a flat list of keys")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = [getattr(key, "value", None) for key, _ in node.value]
        twice = {str(name) for name in names if names.count(name) > 1}
        if twice:
            raise RefusedError(f'front matter has the key "{min(twice)}" more than once')
        return dict(super().construct_mapping(node, deep))


class _Handler(YAMLHandler):
    def load(self, fm: str, **_: object) -> Any:
        return _fields(fm)


def _fields(text: str) -> dict[str, Any] | None:
    if len(text) > _MAX_FRONT_MATTER:
        raise RefusedError(f"front matter is longer than {_MAX_FRONT_MATTER:,} characters")
    fields = yaml.load(text, Loader=_Plain)  # noqa: S506 - a BaseLoader makes text, lists and mappings only
    if fields is not None and not isinstance(fields, dict):
        raise RefusedError("front matter is not a list of keys and values, like: title: Washing hands")
    return fields


def parse(text: str) -> tuple[dict[str, Any], str]:
    """The front matter's fields and the body. Raises `RefusedError` for front matter that is broken or not closed."""
    text = plain(text).strip()
    handler = _Handler()
    if re.match(r"\+{3,}\s*$", text, re.MULTILINE):
        raise RefusedError("front matter between +++ lines (TOML); accepted is YAML between --- lines")
    if not handler.detect(text):
        return {}, text
    if len(handler.FM_BOUNDARY.split(text, 2)) < 3:
        raise RefusedError("front matter starts with --- and is not closed by a second --- line")
    return _loaded(text, handler)


def _loaded(text: str, handler: _Handler) -> tuple[dict[str, Any], str]:
    with _told_of_yaml():
        return frontmatter.parse(text, handler=handler)


def fields_of(text: str) -> dict[str, Any]:
    """The fields of a text that is a front matter alone, without lines around it. Raises `RefusedError`."""
    with _told_of_yaml():
        return _fields(text) or {}


@contextmanager
def _told_of_yaml() -> Iterator[None]:
    try:
        yield
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RefusedError(f"front matter is not YAML: {error.problem} (line {line} of it)") from None
    except yaml.YAMLError as error:
        raise RefusedError(f"front matter is not YAML: {' '.join(str(error).split())}") from None


def plain(text: str) -> str:
    """The text without characters that nobody sees and that could reorder or hide words; newlines are `\\n`."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


def article_of(fields: Mapping[str, Any], body: str, stem: str, roles: frozenset[str]) -> Article:
    """The article that the fields and the body make. `stem` is the file's name, for what the fields leave out."""
    _known(fields)
    if not body.strip():
        raise RefusedError("has no text; accepted is Markdown with at least one sentence")
    reviewed, review_by = _dates(fields, "reviewed", "review_by")
    live_from, live_until = _dates(fields, "live_from", "live_until")
    return Article(
        id=_id(fields, stem), title=_title(fields, body, stem), body=body, audience=_audience(fields, roles),
        owner=_owner(fields), reviewed=reviewed, review_by=review_by, language=_language(fields),
        critical=_flag(fields, "critical"), source=_words(fields, "source"), licence=_words(fields, "licence"),
        written_for=_written_for(fields, roles), topics=frozenset(_names(fields, "topics")),
        hours=_hours(fields), live_from=live_from, live_until=live_until,
    )  # fmt: skip


def _known(fields: Mapping[str, Any]) -> None:
    # Other tools' keys may stay; a key that is nearly one of ours is a slip, and could hide an audience.
    for key in fields:
        near = [] if key in KEYS else difflib.get_close_matches(key.lower(), KEYS, 1, 0.75)
        if near:
            raise RefusedError(f'front matter key "{key}" is not known; did you mean "{near[0]}"?')
        if key.lower() in ("role", "site", *_AUDIENCE_KEYS):
            raise RefusedError(f'front matter key "{key}" stands alone; write it under audience, as roles or sites')


def _words(fields: Mapping[str, Any], key: str, limit: int = 300) -> str:
    value = fields.get(key, "")
    if not isinstance(value, str):
        raise RefusedError(f"{key} is a {_kind(value)}; accepted is text")
    value = " ".join(value.split())
    if len(value) > limit:
        raise RefusedError(f"{key} has {len(value):,} characters; accepted are up to {limit}")
    return value


def _kind(value: Any) -> str:
    return "list" if isinstance(value, list) else "group of keys"


def _id(fields: Mapping[str, Any], stem: str) -> str:
    given = _words(fields, "id") or slug(stem)
    if not _ID.fullmatch(given):
        raise RefusedError(f'id "{given}" is not accepted; use letters, digits, "-", "_" and ".", up to 100')
    return given


def slug(name: str) -> str:
    """A name as an id: lower case, words joined by hyphens."""
    return re.sub(r"[^\w.]+", "-", name.lower()).strip("-_.")[:100]


def _title(fields: Mapping[str, Any], body: str, stem: str) -> str:
    given = _words(fields, "title", 200)
    heading = _HEADING.search(body)
    found = re.sub(r"[*_`]", "", heading.group(1)).strip() if heading else ""
    return given or found[:200] or re.sub(r"[\W_]+", " ", stem).strip().capitalize()


def _dates(fields: Mapping[str, Any], first: str, last: str) -> tuple[date | None, date | None]:
    begin, end = _date(fields, first), _date(fields, last)
    if begin and end and end < begin:
        raise RefusedError(f"{last} {end} is before {first} {begin}")
    return begin, end


def _date(fields: Mapping[str, Any], key: str) -> date | None:
    value = _words(fields, key)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise RefusedError(f'{key} "{value}" is not a date; accepted is a day like 2026-03-31') from None


def _language(fields: Mapping[str, Any]) -> str:
    value = _words(fields, "language") or "en"
    if not _LANGUAGE.fullmatch(value):
        raise RefusedError(f'language "{value}" is not a language code; accepted are codes like en, es or pt-BR')
    return value


def _flag(fields: Mapping[str, Any], key: str) -> bool:
    value = _words(fields, key).lower()
    if value not in _YES + _NO:
        raise RefusedError(f'{key} "{value}" is not accepted; use true or false')
    return value in _YES


def _owner(fields: Mapping[str, Any]) -> Owner | None:
    value = _words(fields, "owner")
    parts = _OWNER.fullmatch(value)
    if not value or parts is None:
        return None
    if not parts["name"]:
        raise RefusedError(f'owner "{value}" has no name; accepted is one like: Kim Diaz (U012AB3CD)')
    return Owner(parts["name"], parts["slack"])


def _audience(fields: Mapping[str, Any], roles: frozenset[str]) -> Audience:
    value = fields.get("audience", "everyone")
    if isinstance(value, str) and value.strip().lower() == "everyone":
        return Audience()
    if not isinstance(value, dict) or not value:
        raise RefusedError(f'audience "{value}" is not accepted; use everyone, or roles and sites under it')
    for key in value:
        if key not in _AUDIENCE_KEYS:
            raise RefusedError(f'audience key "{key}" is not known; accepted are {" and ".join(_AUDIENCE_KEYS)}')
    return Audience(
        _roles(_names(value, "roles", "audience "), roles, "audience role"),
        frozenset(_names(value, "sites", "audience ")),
    )


def _written_for(fields: Mapping[str, Any], roles: frozenset[str]) -> frozenset[str]:
    return _roles(_names(fields, "written_for"), roles, "written_for")


def _hours(fields: Mapping[str, Any]) -> Hours | None:
    value = _words(fields, "hours")
    parts = _HOURS.fullmatch(value)
    if value and parts is None:
        raise RefusedError(f'hours "{value}" are not accepted; use two of a 24 hour clock, such as 5-11 or 22-6')
    try:
        return Hours(int(parts[1]), int(parts[2])) if parts else None
    except ValueError as problem:
        raise RefusedError(str(problem)) from None


def _names(fields: Mapping[str, Any], key: str, where: str = "") -> list[str]:
    value = fields.get(key, [])
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise RefusedError(f"{where}{key} {value!r} is not accepted; use a list of names, or leave it out for everyone")
    return [" ".join(name.split()) for name in names]


def _roles(named: list[str], roles: frozenset[str], where: str) -> frozenset[str]:
    known = {role.casefold(): role for role in roles}
    for name in named:
        if known and name.casefold() not in known:
            raise RefusedError(f'{where} "{name}" is not a role here; accepted are {", ".join(sorted(roles))}')
    return frozenset(known.get(name.casefold(), name) for name in named)
