"""The articles in one SQLite file, `knowledge.db`. Holds nothing about any person."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlite_utils import Database, Migrations

from knowledge.article import Article, Viewer
from knowledge.library import Entry, Published, Standing
from knowledge.saving_sqlite import NotWhole, save_entries, stage_entries, switch_to_staged
from knowledge.shelf import Change, Shelf, VectorModel
from knowledge.shelf_sqlite import article_of, read_changed, read_published, read_shelf, read_standings

MIGRATIONS = Migrations("knowledge")


@MIGRATIONS()
def first_shelves(db: Database) -> None:
    """Versions of articles, the chunks of the live ones with their vectors, and the state of the whole."""
    db.execute(
        """create table version (
             article_id text not null, version integer not null check (version > 0),
             live integer not null check (live in (0, 1)), fingerprint text not null, title text not null,
             body text not null, roles text not null, sites text not null,
             owner text, owner_slack_id text, reviewed text, review_by text, language text not null,
             critical integer not null check (critical in (0, 1)), source text not null, licence text not null,
             saved_at text not null, primary key (article_id, version)) strict"""
    )
    db.execute("create unique index one_live_version on version (article_id) where live = 1")
    db.execute(
        """create table chunk (
             id integer primary key autoincrement, article_id text not null, version integer not null,
             position integer not null, heading text not null, text text not null, vector blob not null,
             unique (article_id, version, position),
             foreign key (article_id, version) references version (article_id, version)) strict"""
    )
    db.execute(
        """create table state (
             one integer primary key check (one = 1), generation integer not null,
             model text, dimension integer) strict"""
    )
    db.execute("insert into state values (1, 0, null, null)")


@MIGRATIONS()
def sentences(db: Database) -> None:
    """The vectors of a chunk's sentences. The chunks of before have none, and are of a model that asks to be loaded."""
    db.execute("alter table chunk add column sentences blob not null default x''")


@MIGRATIONS()
def staging(db: Database) -> None:
    """What is embedded anew until that is whole, and the setting by which the model of what is live is opened again."""
    db.execute("alter table state add column setting text not null default ''")
    db.execute(
        "create table staged (fingerprint text not null, model text not null, primary key (fingerprint, model)) strict"
    )
    db.execute(
        """create table staged_chunk (
             fingerprint text not null, model text not null, position integer not null, heading text not null,
             text text not null, vector blob not null, sentences blob not null,
             primary key (fingerprint, model, position),
             foreign key (fingerprint, model) references staged (fingerprint, model)) strict"""
    )


@MIGRATIONS()
def changes(db: Database) -> None:
    """At which generation each article was last written, so that a reader takes up what is new and no more.

    The database keeps it: no way of writing can forget to.
    """
    db.execute("create table change (article_id text primary key, generation integer not null) strict, without rowid")
    db.execute("create index change_by_generation on change (generation)")
    db.execute("insert into change select distinct article_id, (select generation from state) from version")
    written = {
        "insert on version": "new",
        "update on version": "new",
        "insert on chunk": "new",
        "delete on chunk": "old",
    }
    for number, (event, row) in enumerate(written.items()):
        db.execute(
            f"""create trigger change_{number} after {event} begin
                  insert into change values ({row}.article_id, (select generation from state))
                  on conflict (article_id) do update set generation = excluded.generation; end"""  # noqa: S608
        )


@MIGRATIONS()
def written_for(db: Database) -> None:
    """The roles that an article was written for, where others may find it too, and what it is about."""
    for column in ("written_for", "topics"):
        db.execute(f"alter table version add column {column} text not null default '[]'")


@MIGRATIONS()
def hours(db: Database) -> None:
    """The part of the day in which an article is suggested."""
    db.execute("alter table version add column hours text not null default ''")


class _OfThread:
    """One thread's connection, which ends with the thread. `in_use` can be taken again by the thread that has it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.in_use = threading.RLock()

    def __del__(self) -> None:
        self.db.conn.close()


class SqliteLibrary:
    """The `Library` in a SQLite file. Each thread has its own connection, so that readers never wait for a writer."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._here = threading.local()
        self._opened: WeakSet[_OfThread] = WeakSet()
        self._opening = threading.Lock()
        self._closed = False
        self._writing = threading.Lock()
        self._migrate()

    def _migrate(self) -> None:
        # The lock is taken before looking, so that two processes starting at once do not both build the tables.
        with self._db() as db:
            db.execute("begin immediate")
            try:
                MIGRATIONS.apply(db)
            except BaseException:
                db.conn.rollback()
                raise
            db.conn.commit()

    @contextmanager
    def _db(self) -> Iterator[Database]:
        """The thread's own connection, which nobody closes meanwhile: SQLite would read what is gone, and crash."""
        mine: _OfThread | None = getattr(self._here, "mine", None)
        if mine is None:
            mine = self._here.mine = self._open()
        with mine.in_use:
            yield mine.db

    def _open(self) -> "_OfThread":
        with self._opening:
            if self._closed:
                raise sqlite3.ProgrammingError(f"The library {self._path.name} is closed.")
            connection = sqlite3.connect(self._path, timeout=30, check_same_thread=False)
            for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
                connection.execute(f"pragma {pragma}")
            opened = _OfThread(Database(connection))
            self._opened.add(opened)
            return opened

    def close(self) -> None:
        """Closes the connections of all threads, each when what it does has ended. Using it later raises
        `sqlite3.ProgrammingError`."""
        with self._opening:
            self._closed = True
        for opened in list(self._opened):
            with opened.in_use:
                opened.db.conn.close()

    @contextmanager
    def _write(self) -> Iterator[Database]:
        with self._db() as db, self._writing, db.atomic():
            # The first statement writes: the lock is held before anything is read that the write depends on.
            db.execute("update state set generation = generation + 1")
            yield db

    @contextmanager
    def _read(self) -> Iterator[Database]:
        with self._db() as db, db.atomic():
            yield db

    def save(self, entries: Sequence[Entry], model: VectorModel) -> None:
        """See `Library.save`."""
        with self._write() as db:
            save_entries(db, _model(db), entries, model)

    def stage(self, entries: Sequence[Entry], model: VectorModel) -> None:
        """See `Library.stage`."""
        # The generation stands still, for no search has anything to read anew.
        with self._db() as db, self._writing, db.atomic():
            stage_entries(db, entries, model)

    def staged(self, model: VectorModel) -> frozenset[str]:
        """See `Library.staged`."""
        with self._db() as db:
            rows = db.execute("select fingerprint from staged where model = ?", [model.name])
            return frozenset(row[0] for row in rows)

    def switch(self, articles: Sequence[Article], model: VectorModel) -> bool:
        """See `Library.switch`."""
        try:
            with self._write() as db:
                switch_to_staged(db, articles, model)
        except NotWhole:
            return False
        return True

    def retire(self, article_id: str) -> bool:
        """See `Library.retire`."""
        if article_id not in self.fingerprints():
            return False
        with self._write() as db:
            db.execute("delete from chunk where article_id = ?", [article_id])
            return db.execute("update version set live = 0 where live and article_id = ?", [article_id]).rowcount > 0

    def list(self, viewer: Viewer | None = None) -> tuple[Article, ...]:
        """See `Library.list`."""
        with self._db() as db:
            return tuple(article for article in _live(db).values() if _admits(article, viewer))

    def get(self, article_id: str, viewer: Viewer | None = None, version: int | None = None) -> Article | None:
        """See `Library.get`."""
        with self._read() as db:
            live = _one(db, "live and article_id = ?", [article_id])
            asked = live if version is None else _one(db, "article_id = ? and version = ?", [article_id, version])
        if asked is None or not _admits(asked, viewer) or not _admits(live or asked, viewer):
            return None
        return asked

    def live_count(self) -> int:
        """See `Library.live_count`."""
        with self._db() as db:
            return int(db.execute("select count(*) from version where live").fetchone()[0])

    def generation(self) -> int:
        """See `Library.generation`."""
        with self._db() as db:
            return int(db.execute("select generation from state").fetchone()[0])

    def model(self) -> VectorModel | None:
        """See `Library.model`."""
        with self._db() as db:
            return _model(db)

    def fingerprints(self) -> Mapping[str, str]:
        """See `Library.fingerprints`."""
        with self._db() as db:
            return dict(db.execute("select article_id, fingerprint from version where live").fetchall())

    def published(self) -> Mapping[str, Published]:
        """See `Library.published`."""
        with self._db() as db:
            return read_published(db)

    def standings(self, since: int = 0) -> tuple[int, Mapping[str, Standing | None]]:
        """See `Library.standings`."""
        with self._read() as db:
            return self.generation(), read_standings(db, since)

    def shelf(self) -> Shelf:
        """See `Library.shelf`."""
        with self._read() as db:
            return read_shelf(db, self.generation(), _model(db))

    def since(self, generation: int) -> Change:
        """See `Library.since`."""
        with self._read() as db:
            changed = read_changed(db, generation)
            return Change(changed, read_shelf(db, self.generation(), _model(db), changed))


def _one(db: Database, where: str, arguments: Sequence[Any]) -> Article | None:
    rows = db.table("version").rows_where(where, arguments)
    return next((article_of(row) for row in rows), None)


def _live(db: Database) -> dict[str, Article]:
    rows = db.table("version").rows_where("live", order_by="article_id")
    return {row["article_id"]: article_of(row) for row in rows}


def _model(db: Database) -> VectorModel | None:
    name, dimension, setting = db.execute("select model, dimension, setting from state").fetchone()
    return VectorModel(name, dimension, setting) if name else None


def _admits(article: Article, viewer: Viewer | None) -> bool:
    return viewer is None or article.audience.admits(viewer)
