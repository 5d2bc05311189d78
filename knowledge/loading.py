"""Reads articles from files and folders. A bad file costs one clear line; the good ones load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.article import Article
from knowledge.folders import SUFFIXES, Found, Problem, walk
from knowledge.frontmatter import RefusedError, article_of, parse

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be read, and one line for each file that could not. `origins` are the files by the articles' ids."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    origins: Mapping[str, str]


def read(paths: Sequence[Path], roles: frozenset[str] = frozenset()) -> Loaded:
    """Reads Markdown files, and folders of them at any depth.

    `roles` are the roles that an audience may name; empty means that any may. Raises nothing for what it reads:
    whatever is wrong with a file becomes a `Problem`.
    """
    articles: dict[str, tuple[str, Article]] = {}
    problems: list[Problem] = []
    for found in walk(paths):
        outcome = found if isinstance(found, Problem) else _new(found, roles, articles)
        if isinstance(outcome, Problem):
            problems.append(outcome)
    origins = {article.id: name for name, article in articles.values()}
    return Loaded(tuple(article for _, article in articles.values()), tuple(problems), origins)


def _new(found: Found, roles: frozenset[str], articles: dict[str, tuple[str, Article]]) -> Article | Problem:
    article = _article(found, roles)
    if isinstance(article, Problem):
        return article
    first, _ = articles.setdefault(article.id.casefold(), (found.name, article))
    if first != found.name:
        return Problem(found.name, f'the id "{article.id}" is already taken by {first}; give each article its own id')
    return article


def _article(found: Found, roles: frozenset[str]) -> Article | Problem:
    try:
        return _parsed(found, roles)
    except RefusedError as refused:
        return Problem(found.name, str(refused))
    except OSError as error:
        return Problem(found.name, f"cannot be read: {error.strerror or error}")


def _parsed(found: Found, roles: frozenset[str]) -> Article:
    if found.path.suffix.lower() not in SUFFIXES:
        raise RefusedError(f"not an article: accepted are {', '.join(SUFFIXES)}")
    fields, body = parse(_text(found.path))
    return article_of(fields, body, found.path.stem, roles)


def _text(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise RefusedError(f"larger than {MAX_BYTES:,} bytes; split it into several articles")
    if b"\0" in raw:
        raise RefusedError("holds NUL bytes, so it is not UTF-8 text; accepted is plain text in UTF-8")
    return _decoded(raw)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = raw[error.start : error.start + 1].hex()
        raise RefusedError(f"not UTF-8: byte 0x{wrong} at {error.start}; save it as UTF-8") from None
