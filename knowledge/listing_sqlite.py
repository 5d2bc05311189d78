"""Lists out of `knowledge.db`. Every question is answered by an index: rows with long texts are never read for it."""

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, TypeVar

from sqlite_utils import Database

from knowledge.file_sqlite import KnowledgeFile
from knowledge.listing import A_PAGE, STANDINGS, Brief, Briefs, Line, Listed, Square, Standing, Wanted
from knowledge.proposals import State
from knowledge.review import HALF_A_YEAR, SOON
from knowledge.shelf_sqlite import audience_of

Told = TypeVar("Told")

_CHECK_BY = f"coalesce(review_by, date(reviewed, '+{HALF_A_YEAR.days} days'))"
_HEALTH = f"""case when {_CHECK_BY} is null then 'never checked' when {_CHECK_BY} < :today then 'check overdue'
              when {_CHECK_BY} <= date(:today, '+{SOON.days} days') then 'check due' else 'fresh' end"""
_COLUMNS = f"""article_id, title, version, {_HEALTH} as health, {_CHECK_BY} as check_by, owner, language, critical,
               roles, sites, topics, count(*) over () as total"""
_NARROWED = {
    column: f"({column} = '[]' or exists (select 1 from json_each({column}) where value = :{column}))"  # noqa: S608
    for column in ("roles", "sites")
}
_ORDERS = {"title": "title collate nocase, article_id", "check": "check_by is not null, check_by, title collate nocase"}
_MONTHS = """(cast(strftime('%Y', :today) as integer) - cast(strftime('%Y', reviewed) as integer)) * 12
             + cast(strftime('%m', :today) as integer) - cast(strftime('%m', reviewed) as integer)
             - (strftime('%d', :today) < strftime('%d', reviewed))"""
_PROPOSALS = """select id, article_id, article ->> '$.title' as title, action, origin, proposed_by, proposed_at,
                exists (select 1 from version where live and version.article_id = proposal.article_id) as changes
                from proposal where state = ? order by id limit ? offset ?"""


class SqliteListing:
    """The `Listing` in the file of the library."""

    def __init__(self, file: KnowledgeFile) -> None:
        self._file = file
        self._told: dict[tuple[object, ...], Any] = {}
        self._generation = -1

    def _once(self, key: tuple[object, ...], look: Callable[[Database], Told]) -> Told:
        """What was looked up before, as long as nothing was written since."""
        with self._file.read() as db:
            generation = int(db.execute("select generation from state").fetchone()[0])
            if generation != self._generation:
                self._told, self._generation = {}, generation
            told = self._told
            if key not in told:
                told[key] = look(db)
            found: Told = told[key]
            return found

    def find(self, wanted: Wanted, today: date) -> Listed:
        """See `Listing.find`."""
        where, values = _narrowed(wanted)
        most, skip = (-1, 0) if wanted.page is None else (A_PAGE, (max(wanted.page, 1) - 1) * A_PAGE)
        begin = {"today": today.isoformat(), "most": most, "skip": skip}
        statement = f"""select {_COLUMNS} from version indexed by listed_version where live {where}
                        order by {_ORDERS[wanted.order]} limit :most offset :skip"""  # noqa: S608 - made of constants
        with self._file.open() as db:
            db.conn.create_function("called", 3, _called, deterministic=True)
            rows = list(db.query(statement, values | begin))
        return Listed(tuple(map(_line, rows)), rows[0]["total"] if rows else 0)

    def standings(self, today: date) -> Mapping[Standing, int]:
        """See `Listing.standings`."""
        return self._once(("standings", today), lambda db: _standings(db, today))

    def languages(self) -> Sequence[str]:
        """See `Listing.languages`."""
        which = "select distinct language from version indexed by listed_version where live order by 1"
        return self._once(("languages",), lambda db: [row[0] for row in db.execute(which)])

    def proposals(self, state: State, page: int) -> Briefs:
        """See `Listing.proposals`."""
        with self._file.read() as db:
            total = db.execute("select count(*) from proposal where state = ?", [state]).fetchone()[0]
            rows = db.query(_PROPOSALS, [state, A_PAGE, (max(page, 1) - 1) * A_PAGE])
            return Briefs(tuple(map(_brief, rows)), total)

    def squares(self, by: Literal["topics", "roles", "sites"], today: date) -> tuple[Square, ...]:
        """See `Listing.squares`."""
        return self._once((by, today), lambda db: _squares(db, by, today))

    def topics(self, ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """See `Listing.topics`."""
        which = """select article_id, topics from version indexed by listed_version
                   where live and article_id in (select value from json_each(?))"""
        with self._file.open() as db:
            return {id: frozenset(json.loads(topics)) for id, topics in db.execute(which, [json.dumps(list(ids))])}


def _standings(db: Database, today: date) -> Mapping[Standing, int]:
    rows = db.execute(
        f"""select {_HEALTH} as health, owner is null, count(*) from version indexed by listed_version
            where live group by 1, 2""",  # noqa: S608 - made of constants
        {"today": today.isoformat()},
    ).fetchall()
    counted = {standing: sum(many for health, _, many in rows if health == standing) for standing in STANDINGS}
    unowned, all_of_them = sum(many for _, none, many in rows if none), sum(many for *_, many in rows)
    return counted | {"no owner": unowned, "": all_of_them}


def _squares(db: Database, by: str, today: date) -> tuple[Square, ...]:
    named = f"case {by} when '[]' then '[\"\"]' else {by} end"
    rows = db.execute(
        f"""select each.value, max({_MONTHS}, 0), count(*) from version indexed by listed_version,
            json_each({named}) as each where live group by 1, 2 order by 1, 2""",  # noqa: S608 - the same
        {"today": today.isoformat()},
    )
    return tuple(Square(*row) for row in rows)


def folded(text: str) -> str:
    """Small letters without their accents, to compare by."""
    if text.isascii():  # which is much quicker, and most of what there is
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _called(title: str, id: str, topics: str) -> str:
    """All the words that an article is looked for by."""
    named = json.loads(topics) if topics != "[]" else ()
    return folded(" ".join([title, id, *named]))


def _narrowed(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The conditions and their values."""
    values: dict[str, Any] = {f"word{at}": word for at, word in enumerate(folded(wanted.words).split()[:10])}
    conditions = [f"instr(called(title, article_id, topics), :{name})" for name in values]
    if wanted.standing == "no owner":
        conditions.append("owner is null")
    elif wanted.standing:
        conditions.append(f"{_HEALTH} = :standing")
    conditions += [_NARROWED[column] for column, value in (("roles", wanted.role), ("sites", wanted.site)) if value]
    if wanted.language:
        conditions.append("language = :language")
    given = {"standing": wanted.standing, "roles": wanted.role, "sites": wanted.site, "language": wanted.language}
    return "".join(f" and {each}" for each in conditions), values | given


def _line(row: dict[str, Any]) -> Line:
    check_by = date.fromisoformat(row["check_by"]) if row["check_by"] else None
    return Line(
        row["article_id"], row["title"], row["version"], row["health"], check_by, row["owner"] or "",
        row["language"], bool(row["critical"]), audience_of(row), frozenset(json.loads(row["topics"])),
    )  # fmt: skip


def _brief(row: dict[str, Any]) -> Brief:
    at = datetime.fromisoformat(row["proposed_at"])
    ids = row["id"], row["article_id"], row["title"], row["action"], row["origin"], row["proposed_by"]
    return Brief(*ids, at, bool(row["changes"]))
