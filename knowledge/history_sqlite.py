"""Versions and where they came from, in `knowledge.db`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlite_utils import Database

from knowledge.file_sqlite import KnowledgeFile
from knowledge.history import Provenance, Version, Withdrawn
from knowledge.library import fingerprint
from knowledge.saving_sqlite import row_of
from knowledge.shelf_sqlite import article_of

_FROM = "(origin = :s or origin like :under escape '!' or source = :s or proposed_by = :s)"
_PROPOSED_FROM = "(origin = :s or origin like :under escape '!' or proposed_by = :s or article ->> '$.source' = :s)"
_REVIEW = "a review"


class SqliteHistory:
    """The `History` in the file of the library."""

    def __init__(self, file: KnowledgeFile) -> None:
        self._file = file

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """See `History.versions`."""
        with self._file.open() as db:
            rows = db.table("version").rows_where("article_id = ?", [article_id], order_by="version desc")
            return tuple(map(_version, rows))

    def provenance(self, article_id: str, version: int) -> Provenance | None:
        """See `History.provenance`."""
        with self._file.open() as db:
            rows = db.table("version").rows_where("article_id = ? and version = ?", [article_id, version])
            return next(map(_provenance, rows), None)

    def origins(self) -> Mapping[str, int]:
        """See `History.origins`."""
        with self._file.open() as db:
            return dict(db.execute("select origin, count(*) from version where live group by origin order by origin"))

    def under(self, origin: str) -> Mapping[str, str]:
        """See `History.under`."""
        with self._file.open() as db:
            where = "live and (origin = :s or origin like :under escape '!')"
            rows = db.execute(f"select article_id, origin from version where {where}", _named(origin))  # noqa: S608
            return dict(rows.fetchall())

    def withdraw(self, source: str) -> Withdrawn:
        """See `History.withdraw`."""
        with self._file.write() as db:
            gone = list(db.query(f"select * from version where not withdrawn and {_FROM}", _named(source)))  # noqa: S608
            live = tuple(sorted(row["article_id"] for row in gone if row["live"]))
            _take_out(db, live, [row["fingerprint"] for row in gone])
            db.execute(
                f"""update version set live = 0, withdrawn = 1, title = '', body = ''
                    where not withdrawn and {_FROM}""",  # noqa: S608
                _named(source),
            )
            proposals = _withdraw_proposals(db, source)
            return Withdrawn(live, len(gone), proposals, {id: each for id in live if (each := _earlier(db, id))})

    def left_of(self, source: str) -> int:
        """See `History.left_of`."""
        with self._file.read() as db:
            live = f"select count(*) from chunk join version using (article_id, version) where {_FROM}"  # noqa: S608
            staged = f"""select count(*) from staged_chunk
                         where fingerprint in (select fingerprint from version where {_FROM})"""  # noqa: S608
            return sum(int(db.execute(each, _named(source)).fetchone()[0]) for each in (live, staged))

    def renew(self, article_id: str, version: int, reviewed: date, review_by: date | None, by: str) -> bool:
        """See `History.renew`."""
        with self._file.write() as db:
            where = "live and article_id = ? and version = ?"
            row = next(db.table("version").rows_where(where, [article_id, version]), None)
            if row is None:
                return False
            _add_checked(db, row, reviewed, review_by, by)
            return True

    def outlived(self, today: date) -> tuple[str, ...]:
        """See `History.outlived`."""
        with self._file.open() as db:
            rows = db.execute(
                "select article_id from version where live and live_until < ? order by article_id", [today.isoformat()]
            )
            return tuple(row[0] for row in rows)


def _named(source: str) -> dict[str, str]:
    under = source.replace("!", "!!").replace("%", "!%").replace("_", "!_").rstrip("/")
    return {"s": source, "under": f"{under}/%"}


def _take_out(db: Database, live: Sequence[str], fingerprints: Sequence[str]) -> None:
    db.execute("delete from chunk where article_id in (select value from json_each(?))", [json.dumps(list(live))])
    for table in ("staged_chunk", "staged"):
        db.execute(
            f"delete from {table} where fingerprint in (select value from json_each(?))",  # noqa: S608
            [json.dumps(list(fingerprints))],
        )


def _withdraw_proposals(db: Database, source: str) -> int:
    """Those that were carried out too: their words go as well."""
    return int(
        db.execute(
            f"""update proposal set state = 'withdrawn', article = json_set(article, '$.title', '', '$.body', '')
                where state != 'withdrawn' and {_PROPOSED_FROM}""",  # noqa: S608
            _named(source),
        ).rowcount
    )


def _earlier(db: Database, article_id: str) -> int | None:
    where = "select max(version) from version where article_id = ? and not withdrawn"
    found: int | None = db.execute(where, [article_id]).fetchone()[0]
    return found


def _add_checked(db: Database, row: dict[str, Any], reviewed: date, review_by: date | None, by: str) -> None:
    """The chunks move to the new version under new numbers: a number names one chunk for good."""
    article = replace(article_of(row), reviewed=reviewed, review_by=review_by, version=_next(db, row["article_id"]))
    now = datetime.now(UTC).isoformat()
    db.execute("update version set live = 0 where live and article_id = ?", [article.id])
    kept = {"live": 1, "fingerprint": fingerprint(article), "saved_at": now, "origin": row["origin"] or _REVIEW}
    hands = {"proposed_by": row["proposed_by"], "approved_by": by, "approved_at": now}
    db.table("version").insert(row_of(article) | kept | hands)
    db.execute(
        """insert into chunk (article_id, version, position, heading, text, vector, sentences, checksum)
           select article_id, ?1, position, heading, text, vector, sentences,
             checksum - mark(article_id, version) + mark(article_id, ?1) from chunk
           where article_id = ?2 and version = ?3 order by position""",
        [article.version, article.id, row["version"]],
    )
    db.execute("delete from chunk where article_id = ? and version = ?", [article.id, row["version"]])


def _next(db: Database, article_id: str) -> int:
    return int(db.execute("select max(version) from version where article_id = ?", [article_id]).fetchone()[0]) + 1


def _version(row: dict[str, Any]) -> Version:
    saved = datetime.fromisoformat(row["saved_at"])
    return Version(row["version"], row["title"], saved, bool(row["live"]), bool(row["withdrawn"]), _provenance(row))


def _provenance(row: dict[str, Any]) -> Provenance:
    approved = datetime.fromisoformat(row["approved_at"]) if row["approved_at"] else None
    return Provenance(row["origin"], row["proposed_by"], row["approved_by"], approved)
