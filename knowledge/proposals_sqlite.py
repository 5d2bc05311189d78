"""The proposals in `knowledge.db`."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlite_utils import Database

from knowledge.article import Article
from knowledge.file_sqlite import KnowledgeFile
from knowledge.library import fingerprint
from knowledge.proposals import Draft, NotWaitingError, OwnProposalError, Proposal, State
from knowledge.saving_sqlite import row_of
from knowledge.shelf_sqlite import sound

_SAME = """select 1 from proposal where article_id = ? and action = ? and fingerprint = ?
           and state in ('waiting', 'approved')"""
_LIVE = "select fingerprint from version where live and article_id = ?"


class SqliteProposals:
    """The `Proposals` in the file of the library."""

    def __init__(self, file: KnowledgeFile) -> None:
        self._file = file

    def propose(self, drafts: Sequence[Draft], by: str) -> tuple[Proposal, ...]:
        """See `Proposals.propose`."""
        with self._file.write_aside() as db:
            ids = [_add(db, draft, by) for draft in drafts if _is_new(db, draft)]
            return tuple(_found(db, ids))

    def list(self, state: State = "waiting") -> tuple[Proposal, ...]:
        """See `Proposals.list`."""
        with self._file.open() as db:
            return tuple(map(_proposal, db.table("proposal").rows_where("state = ?", [state], order_by="id")))

    def ended(self, by: str, since: datetime) -> tuple[Proposal, ...]:
        """See `Proposals.ended`."""
        which = "proposed_by = ? and state != 'waiting' and proposed_at >= ?"
        with self._file.open() as db:
            return tuple(map(_proposal, db.table("proposal").rows_where(which, [by, since.isoformat()], order_by="id")))

    def get(self, id: int) -> Proposal | None:
        """See `Proposals.get`."""
        with self._file.open() as db:
            return next(_found(db, [id]), None)

    def heir(self, id: int) -> Proposal | None:
        """See `Proposals.heir`."""
        newer = "article_id = (select article_id from proposal where id = :id) and id >= :id and state != 'replaced'"
        with self._file.open() as db:
            found = db.table("proposal").rows_where(newer, {"id": id}, order_by="id", limit=1)
            return next(map(_proposal, found), None)

    def has_edited(self, by: str) -> bool:
        """See `Proposals.has_edited`."""
        with self._file.open() as db:
            found = db.execute(
                "select exists (select 1 from proposal where proposed_by = :by or decided_by = :by)", {"by": by}
            )
            return bool(found.fetchone()[0])

    def approve(self, id: int, by: str, *, alone: bool = False) -> Proposal:
        """See `Proposals.approve`."""
        with self._file.write_aside() as db:
            if not alone and _waiting(db, id).proposed_by == by:
                raise OwnProposalError(f"proposal {id} is by the same editor; accepted is a second one")
            return _decided(db, id, "approved", by)

    def refuse(self, id: int, by: str, note: str = "") -> Proposal:
        """See `Proposals.refuse`."""
        with self._file.write_aside() as db:
            return _decided(db, id, "refused", by, note)

    def due(self, today: date) -> tuple[Proposal, ...]:
        """See `Proposals.due`."""
        with self._file.open() as db:
            rows = db.table("proposal").rows_where("state = 'approved'", order_by="decided_at, id")
            return tuple(each for each in map(_proposal, rows) if _may_be_live(each, today))

    def settle(self, ids: Sequence[int]) -> None:
        """See `Proposals.settle`."""
        with self._file.write_aside() as db:
            db.execute(
                """update proposal set state = 'live' where state = 'approved'
                   and id in (select value from json_each(?))""",
                [json.dumps(list(ids))],
            )


def _may_be_live(proposal: Proposal, today: date) -> bool:
    begin = proposal.article.live_from
    return proposal.action == "retire" or begin is None or begin <= today


def _is_new(db: Database, draft: Draft) -> bool:
    mark, id = fingerprint(draft.article), draft.article.id
    live = db.execute(_LIVE, [id]).fetchone()
    if draft.action == "retire" and live is None:
        return False
    if draft.action == "publish" and live is not None and live[0] == mark:
        return False
    return db.execute(_SAME, [id, draft.action, mark]).fetchone() is None


def _add(db: Database, draft: Draft, by: str) -> int:
    db.execute("update proposal set state = 'replaced' where state = 'waiting' and article_id = ?", [draft.article.id])
    added = db.execute(
        """insert into proposal (article_id, action, fingerprint, article, origin, proposed_by, proposed_at, state)
           values (?, ?, ?, ?, ?, ?, ?, 'waiting')""",
        [
            draft.article.id, draft.action, fingerprint(draft.article), json.dumps(row_of(draft.article)),
            draft.origin, by, _now(),
        ],
    )  # fmt: skip
    return int(added.lastrowid or 0)


def _found(db: Database, ids: Sequence[int]) -> Iterator[Proposal]:
    where = "id in (select value from json_each(?))"
    yield from map(_proposal, db.table("proposal").rows_where(where, [json.dumps(list(ids))], order_by="id"))


def _waiting(db: Database, id: int) -> Proposal:
    found = next(_found(db, [id]), None)
    if found is None or found.state != "waiting":
        state = "there is none" if found is None else f"it is {found.state}"
        raise NotWaitingError(f"proposal {id} does not wait for a decision: {state}")
    return found


def _decided(db: Database, id: int, state: State, by: str, note: str = "") -> Proposal:
    _waiting(db, id)
    db.execute(
        "update proposal set state = ?, decided_by = ?, decided_at = ?, note = ? where id = ?",
        [state, by, _now(), note, id],
    )
    return next(_found(db, [id]))


def _proposal(row: dict[str, Any]) -> Proposal:
    decided = datetime.fromisoformat(row["decided_at"]) if row["decided_at"] else None
    return Proposal(
        row["id"], _written(row), row["action"], row["origin"], row["proposed_by"],
        datetime.fromisoformat(row["proposed_at"]), row["state"], row["decided_by"], decided, row["note"],
    )  # fmt: skip


def _written(row: dict[str, Any]) -> Article:
    """What was proposed. Damaged words must not be approved."""
    withdrawn = row["state"] == "withdrawn"
    return sound(json.loads(row["article"]) | {"fingerprint": row["fingerprint"], "withdrawn": withdrawn})


def _now() -> str:
    return datetime.now(UTC).isoformat()
