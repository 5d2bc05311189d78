"""Reads articles from files, folders and archives. A bad file costs one clear line; the good ones load."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from knowledge.article import Article
from knowledge.converting.formats import FORMATS, refuse_by_name
from knowledge.converting.piece import Piece, RefusedError
from knowledge.loading import archives
from knowledge.loading.apart import WORKERS, Children
from knowledge.loading.defaults import Defaults, SkippedError
from knowledge.loading.folders import SUFFIXES, TEXTS, Found, Problem, walk, without_surroundings
from knowledge.loading.frontmatter import article_of, parse, plain, slug

MAX_BYTES = 1_000_000
"""Of the text of one article."""
_AHEAD = 2 * WORKERS
_LONGEST_TITLE = 200

Progress = Callable[[int, int], None]
Known = dict[str, tuple[tuple[int, int], list[Piece]]]
"""What documents were converted to, by their names, and the time and size that they had then."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An article, and the file that it came from."""

    article: Article
    origin: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be read, and one line for each file that could not. `origins` are the files by the articles' ids."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    origins: Mapping[str, str]


def silent(_done: int, _of: int) -> None:
    return None


def read(paths: Sequence[Path], roles: frozenset[str] = frozenset(), progress: Progress = silent) -> Loaded:
    """Reads files, folders of them at any depth, and archives: all that `stream` gives, at once."""
    every = list(stream(paths, roles, progress))
    taken = [each for each in every if isinstance(each, Taken)]
    return Loaded(
        tuple(each.article for each in taken),
        tuple(each for each in every if isinstance(each, Problem)),
        {each.article.id: each.origin for each in taken},
    )


def stream(
    paths: Sequence[Path],
    roles: frozenset[str] = frozenset(),
    progress: Progress = silent,
    known: Known | None = None,
) -> Iterator[Taken | Problem]:
    """Article by article, in the order of the files' names, so that no more than a few files are held at a time.

    `roles` are the roles that an audience may name; empty means that any may. `progress` is called with the files that
    are done and their number. `known` is a memory that whoever comes again brings along: a document that is as it was
    when it was read last is not converted again. Raises nothing for what it reads: whatever is wrong with a file
    becomes a `Problem`.
    """
    found = without_surroundings([inside for each in walk(paths) for inside in _with_members(each)])
    reader = _Reader(roles)
    with Children() as children:
        for done, (each, outcome) in enumerate(_ahead(found, children, {} if known is None else known), 1):
            yield from reader.articles(each, outcome)
            progress(done, len(found))


def _with_members(each: Found | Problem) -> Iterator[Found | Problem]:
    if isinstance(each, Found) and each.suffix == ".zip":
        yield from archives.members(each)
    else:
        yield each


Outcome = Callable[[], list[Piece]]
"""Gives the pieces of a file, or raises RefusedError or OSError."""


def _ahead(
    found: Sequence[Found | Problem], children: Children, known: Known
) -> Iterator[tuple[Found | Problem, Outcome]]:
    """The files in their order, while the next few documents are converted already."""
    coming: deque[tuple[Found | Problem, Outcome]] = deque()
    for each in found:
        coming.append((each, _begun(each, children, known)))
        if len(coming) > _AHEAD:
            yield coming.popleft()
    yield from coming


def _begun(each: Found | Problem, children: Children, known: Known) -> Outcome:
    if isinstance(each, Problem):
        return list
    if each.suffix not in FORMATS:
        return partial(_text_pieces, each)
    stamp = _stamp(each)
    if each.name in known and known[each.name][0] == stamp:
        return partial(list, known[each.name][1])
    held = ExitStack()
    try:
        future = children.convert(_local(each, held), each.suffix)
    except (RefusedError, OSError) as error:
        held.close()
        return partial(_raise, error)
    return partial(_converted, future, held, lambda pieces: known.update({each.name: (stamp, pieces)}))


def _stamp(found: Found) -> tuple[int, int]:
    try:
        status = found.path.stat()
    except OSError:
        return 0, -1
    return status.st_mtime_ns, status.st_size


def _local(each: Found, held: ExitStack) -> Path:
    path = held.enter_context(archives.unpacked(each)) if each.member else each.path
    size, largest = path.stat().st_size, FORMATS[each.suffix].largest
    if size > largest:
        raise RefusedError(f"has {size:,} bytes; accepted are up to {largest:,}; split it")
    return path.absolute()


def _raise(error: Exception) -> list[Piece]:
    raise error


def _converted(future: "Future[list[Piece]]", held: ExitStack, keep: Callable[[list[Piece]], object]) -> list[Piece]:
    with held:
        pieces = future.result()
    keep(pieces)
    return pieces


def _text_pieces(found: Found) -> list[Piece]:
    if found.suffix not in TEXTS:
        refuse_by_name(found.suffix)
        raise RefusedError(f"not an article: accepted are {', '.join(SUFFIXES)}")
    fields, body = parse(_text(found))
    return [Piece(body, fields)]


def _text(found: Found) -> str:
    raw = archives.read(found, MAX_BYTES + 1) if found.member else _bytes(found.path)
    if len(raw) > MAX_BYTES:
        raise RefusedError(f"larger than {MAX_BYTES:,} bytes; split it into several articles")
    if b"\0" in raw:
        raise RefusedError("holds NUL bytes, so it is not UTF-8 text; accepted is plain text in UTF-8")
    return _decoded(raw)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = raw[error.start : error.start + 1].hex()
        raise RefusedError(f"not UTF-8: byte 0x{wrong} at {error.start}; save it as UTF-8") from None


class _Reader:
    """Makes articles of the pieces of files, and sees that no two have one id."""

    def __init__(self, roles: frozenset[str]) -> None:
        self._roles = roles
        self._defaults = Defaults(roles)
        self._taken: dict[str, str] = {}

    def articles(self, each: Found | Problem, outcome: Outcome) -> Iterator[Taken | Problem]:
        """The articles of one file, and what is wrong with it."""
        if isinstance(each, Problem):
            yield each
            return
        try:
            defaults = self._defaults.of(each)
            pieces = outcome()
        except SkippedError:
            yield from self._defaults.problems()
        except RefusedError as refused:
            yield Problem(each.name, str(refused))
        except OSError as error:
            yield Problem(each.name, f"cannot be read: {error.strerror or error}")
        else:
            yield from (self._article(each, piece, defaults) for piece in pieces)

    def _article(self, found: Found, piece: Piece, defaults: Mapping[str, Any]) -> Taken | Problem:
        place = f"{found.name} {piece.place}".rstrip()
        try:
            article = article_of(*_complete(found, piece, defaults), self._roles)
            self._check_id(article.id, place)
        except RefusedError as refused:
            return Problem(place, str(refused))
        return Taken(article, found.name)

    def _check_id(self, article_id: str, place: str) -> None:
        first = self._taken.setdefault(article_id.casefold(), place)
        if first != place:
            raise RefusedError(
                f'the id "{article_id}" is already taken by {first}; give each article its own id, '
                "or each folder a prefix for its ids in its onhand.yml"
            )


def _complete(found: Found, piece: Piece, defaults: Mapping[str, Any]) -> tuple[dict[str, Any], str, str]:
    """The fields of a piece with those of its folder, its text, and the name that its id is made of."""
    body = plain(piece.body) if found.suffix in FORMATS else piece.body
    if len(body.encode()) > MAX_BYTES:
        raise RefusedError(f"has more than {MAX_BYTES:,} bytes of text; split it into several articles")
    fields = {key: plain(value) if isinstance(value, str) else value for key, value in piece.fields.items()}
    stem = found.stem
    if "question" in fields and piece.place:
        stem = fields["title"] = _question(fields.pop("question"), body)
    elif found.suffix in FORMATS and isinstance(fields.get("title"), str):
        fields["title"] = fields["title"][:_LONGEST_TITLE]
    rest = {key: value for key, value in defaults.items() if key != "prefix"}
    prefix = str(defaults.get("prefix", ""))
    return rest | fields, body, f"{prefix}-{slug(stem)}" if prefix and not fields.get("id") else stem


def _question(words: str, answer: str) -> str:
    question = " ".join(words.split())
    if not question or not answer.strip():
        raise RefusedError(f"has no {'answer' if question else 'question'}; accepted are rows with both")
    if len(question) > _LONGEST_TITLE:
        raise RefusedError(f"has a question of {len(question)} characters; accepted are up to {_LONGEST_TITLE}")
    return question
