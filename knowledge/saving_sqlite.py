"""How articles, their chunks and what is staged are written: each function is a part of one transaction."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from knowledge.article import Article
from knowledge.library import Entry, ModelMismatchError, VectorModel, fingerprint
from knowledge.sentences import packed
from knowledge.whole import checksum, mark


class NotWhole(Exception):
    """A live article has no staged vectors."""


def save_entries(db: Database, held: VectorModel | None, entries: Sequence[Entry], model: VectorModel) -> None:
    """Makes the entries live, in a library whose vectors are of the model `held`."""
    if held not in (None, model):
        _replace_all(db, held, {entry.article.id for entry in entries}, model)
    _note(db, model)
    for entry in entries:
        version = _make_live(db, entry.article)
        db.execute("delete from chunk where article_id = ?", [entry.article.id])
        db.conn.executemany(
            """insert into chunk (article_id, version, position, heading, text, vector, sentences, checksum)
               values (?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                (entry.article.id, version, *row, checksum(*row) + mark(entry.article.id, version))
                for row in _rows(entry)
            ),
        )


def _replace_all(db: Database, held: VectorModel | None, saved: set[str], model: VectorModel) -> None:
    kept = {row[0] for row in db.execute("select article_id from version where live").fetchall()} - saved
    if kept:
        raise ModelMismatchError(
            f"{len(kept)} live articles have vectors of {held}, and these are of {model}; "
            "save all live articles with the new model at once"
        )
    db.execute("delete from chunk")


def stage_entries(db: Database, entries: Sequence[Entry], model: VectorModel) -> None:
    """Puts the entries by; what was put by for the same words and model is replaced."""
    for entry in entries:
        key = (fingerprint(entry.article), model.name)
        db.execute("insert into staged values (?, ?) on conflict do nothing", key)
        db.execute("delete from staged_chunk where fingerprint = ? and model = ?", key)
        db.conn.executemany(
            """insert into staged_chunk (fingerprint, model, position, heading, text, vector, sentences, checksum)
               values (?, ?, ?, ?, ?, ?, ?, ?)""",
            ((*key, *row, checksum(*row)) for row in _rows(entry)),
        )


def switch_to_staged(db: Database, articles: Sequence[Article], model: VectorModel) -> None:
    """Makes the articles live and what is staged for the model the chunks of all that is live, and empties the stage.

    Raises `NotWhole` where a live article has nothing staged.
    """
    for article in articles:
        _make_live(db, article)
    if db.execute(
        """select 1 from version where live
           and fingerprint not in (select fingerprint from staged where model = ?) limit 1""",
        [model.name],
    ).fetchone():
        raise NotWhole
    _note(db, model)
    db.execute("delete from chunk")
    db.execute(
        """insert into chunk (article_id, version, position, heading, text, vector, sentences, checksum)
           select article_id, version, position, heading, text, vector, sentences,
             checksum + mark(article_id, version)
           from version join staged_chunk using (fingerprint) where live = 1 and model = ?
           order by article_id, position""",
        [model.name],
    )
    db.execute("delete from staged_chunk")
    db.execute("delete from staged")


def _note(db: Database, model: VectorModel) -> None:
    db.execute("update state set model = ?, dimension = ?, setting = ?", [model.name, model.dimension, model.setting])


def _make_live(db: Database, article: Article) -> int:
    """The version that is live afterwards: the one that was where it says the same, else the next."""
    mark = fingerprint(article)
    live = db.execute("select version, fingerprint from version where live and article_id = ?", [article.id]).fetchone()
    if live and live[1] == mark:
        return int(live[0])
    newest = db.execute("select max(version) from version where article_id = ?", [article.id]).fetchone()[0]
    db.execute("update version set live = 0 where live and article_id = ?", [article.id])
    version = int(newest or 0) + 1
    came = db.execute(_CAME, [article.id, mark]).fetchone() or ("", "", "", None)
    kept = dict(zip(("origin", "proposed_by", "approved_by", "approved_at"), came, strict=True))
    written = {"version": version, "live": 1, "fingerprint": mark, "saved_at": datetime.now(UTC).isoformat()}
    db.table("version").insert(row_of(article) | written | kept)
    return version


_CAME = """select origin, proposed_by, decided_by, decided_at from proposal
           where state = 'approved' and article_id = ? and fingerprint = ? order by id desc"""


def _rows(entry: Entry) -> Iterator[tuple[int, str, str, bytes, bytes]]:
    if not len(entry.chunks) == len(entry.vectors) == len(entry.sentences):
        raise ValueError(
            f"{len(entry.chunks)} chunks of {entry.article.id} have {len(entry.vectors)} vectors "
            f"and the sentences of {len(entry.sentences)}"
        )
    for chunk, vector, inside in zip(entry.chunks, entry.vectors, entry.sentences, strict=True):
        yield chunk.position, chunk.heading, chunk.text, _blob(vector), packed(inside)


def _blob(vector: NDArray[np.float32]) -> bytes:
    return np.ascontiguousarray(vector, dtype=np.float32).tobytes()


def row_of(article: Article) -> dict[str, Any]:
    """What a row of the table of versions holds of an article."""
    owner = article.owner
    return {
        "article_id": article.id, "version": article.version, "title": article.title,
        "body": article.body, "roles": json.dumps(sorted(article.audience.roles)),
        "sites": json.dumps(sorted(article.audience.sites)), "owner": owner.name if owner else None,
        "owner_slack_id": owner.slack_user_id if owner else None, "reviewed": _iso(article.reviewed),
        "review_by": _iso(article.review_by), "language": article.language, "critical": int(article.critical),
        "source": article.source, "licence": article.licence,
        "written_for": json.dumps(sorted(article.written_for)), "topics": json.dumps(sorted(article.topics)),
        "hours": str(article.hours or ""), "live_from": _iso(article.live_from),
        "live_until": _iso(article.live_until),
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
