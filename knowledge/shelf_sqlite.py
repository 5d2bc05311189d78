"""Reads what is live out of the database, a row at a time: no article lies in memory twice."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from sqlite_utils import Database

from knowledge.article import Article, Audience, Hours, Owner
from knowledge.library import Published, Standing, fingerprint
from knowledge.shelf import Filling, Shelf, VectorModel, page, shelf_of
from knowledge.splitting import Chunk
from knowledge.whole import Checked, damaged

_ARTICLES = "select * from version where live {} order by article_id"
_CHUNKS = """select article_id, version, id, position, heading, text, vector, sentences, checksum
             from chunk where true {}
             order by article_id, version, position"""
_SIZES = "select id, length(sentences) from chunk where true {} order by id"
_ONLY = "and article_id in (select value from json_each(?))"


def read_changed(db: Database, since: int) -> frozenset[str]:
    """The ids of the articles that were written after a generation."""
    return frozenset(row[0] for row in db.execute("select article_id from change where generation > ?", [since]))


def read_standings(db: Database, since: int) -> Mapping[str, Standing | None]:
    """See `Library.standings`."""
    rows = db.query(
        """select change.article_id, version, roles, sites from change left join version
           on version.article_id = change.article_id and live where generation > ?""",
        [since],
    )
    return {row["article_id"]: Standing(row["version"], audience_of(row)) if row["version"] else None for row in rows}


def read_published(db: Database) -> Mapping[str, Published]:
    """See `Library.published`."""
    rows = db.execute(
        """with other as (
             select live.article_id, max(old.version) as version from version as live join version as old
             on old.article_id = live.article_id and (old.title, old.body) != (live.title, live.body)
             where live.live group by live.article_id)
           select said.article_id, min(said.saved_at), other.version is not null
           from version as live join version as said on said.article_id = live.article_id
           left join other on other.article_id = live.article_id
           where live.live and said.version > coalesce(other.version, 0) group by said.article_id"""
    )
    return {row[0]: Published(datetime.fromisoformat(row[1]), bool(row[2])) for row in rows}


def read_shelf(db: Database, generation: int, model: VectorModel | None, only: frozenset[str] | None = None) -> Shelf:
    """All that is live, or what is live of some articles. Raises `Damaged` where it is not what was written."""
    dimension = model.dimension if model else 0
    within, values = ("", []) if only is None else (_ONLY, [json.dumps(sorted(only))])
    articles = db.query(_ARTICLES.format(within), values)
    chunks = Checked(db.conn.execute(_CHUNKS.format(within), values), FILE)
    passing = iter(chunks)
    sizes = db.execute(_SIZES.format(within), values).fetchall()
    try:
        shelf = shelf_of(generation, model, sizes, _pages(articles, passing, dimension))
        for _ in passing:
            pass
    except (ValueError, TypeError, LookupError) as problem:
        raise damaged(FILE, type(problem).__name__) from problem
    if only is None:
        _must_be_all(db, len(shelf.pages), chunks.total)
    return shelf


FILE = "knowledge.db"


def _must_be_all(db: Database, articles: int, checksums: int) -> None:
    """A page of the database that is lost may take rows with it and leave the others whole."""
    written = db.execute("select live, checksums from state").fetchone()
    if written != (articles, checksums):
        raise damaged(FILE, f"{articles} articles are live, {written[0]} were; or passages are missing")


def _pages(articles: Iterator[dict[str, Any]], chunks: Iterator[tuple[Any, ...]], dimension: int) -> Iterator[Filling]:
    """Both come in the order of the articles' ids."""
    groups = groupby(chunks, key=itemgetter(0, 1))
    held: tuple[Any, list[tuple[Any, ...]]] = (("",), [])
    for row in articles:
        article = sound(row)
        while held[0][0] < article.id and (following := next(groups, None)):
            held = following[0], list(following[1])
        yield _page(article, held[1] if held[0] == (article.id, article.version) else [], dimension)


def _page(article: Article, rows: list[tuple[Any, ...]], dimension: int) -> Filling:
    chunks = [Chunk(row[0], row[1], *row[3:6]) for row in rows]
    vectors = np.frombuffer(b"".join(row[6] for row in rows), dtype=np.float32).reshape(len(rows), dimension)
    return Filling(page(article, chunks), [row[2] for row in rows], vectors, [row[7] for row in rows])


def sound(row: Mapping[str, Any]) -> Article:
    """The article of a row of the table of versions. Raises `Damaged` where it does not say what was written."""
    try:
        article = article_of(row)
    except (ValueError, TypeError) as problem:
        raise damaged(FILE, f"a version of {row['article_id']!r} cannot be read") from problem
    if fingerprint(article) != row["fingerprint"] and not row["withdrawn"]:
        raise damaged(FILE, f"a version of {row['article_id']!r} is not what was written")
    return article


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row of the table of versions."""
    return Article(
        id=row["article_id"], title=row["title"], body=row["body"], audience=audience_of(row),
        owner=Owner(row["owner"], row["owner_slack_id"]) if row["owner"] else None,
        reviewed=_day(row["reviewed"]), review_by=_day(row["review_by"]), language=row["language"],
        critical=bool(row["critical"]), source=row["source"], licence=row["licence"], version=row["version"],
        written_for=frozenset(json.loads(row["written_for"])), topics=frozenset(json.loads(row["topics"])),
        hours=Hours(*map(int, row["hours"].split("-"))) if row["hours"] else None,
        live_from=_day(row["live_from"]), live_until=_day(row["live_until"]),
    )  # fmt: skip


def audience_of(row: Mapping[str, Any]) -> Audience:
    return Audience(frozenset(json.loads(row["roles"])), frozenset(json.loads(row["sites"])))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
