"""The articles in one SQLite file, `knowledge.db`. Holds nothing about any person."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from knowledge.article import Article, Viewer
from knowledge.file_sqlite import KnowledgeFile
from knowledge.library import Entry, Published, Standing
from knowledge.saving_sqlite import NotWhole, save_entries, stage_entries, switch_to_staged
from knowledge.shelf import Change, Shelf, VectorModel
from knowledge.shelf_sqlite import FILE, read_changed, read_published, read_shelf, read_standings, sound
from knowledge.whole import damaged


class SqliteLibrary:
    """The `Library` in a SQLite file."""

    def __init__(self, file: Path | KnowledgeFile) -> None:
        self.file = file if isinstance(file, KnowledgeFile) else KnowledgeFile(file)

    def close(self) -> None:
        """See `Library.close`. Using it later raises `sqlite3.ProgrammingError`."""
        self.file.close()

    def save(self, entries: Sequence[Entry], model: VectorModel) -> None:
        """See `Library.save`."""
        with self.file.write() as db:
            save_entries(db, _model(db), entries, model)

    def stage(self, entries: Sequence[Entry], model: VectorModel) -> None:
        """See `Library.stage`."""
        with self.file.write_aside() as db:
            stage_entries(db, entries, model)

    def staged(self, model: VectorModel) -> frozenset[str]:
        """See `Library.staged`."""
        with self.file.open() as db:
            rows = db.execute("select fingerprint from staged where model = ?", [model.name])
            return frozenset(row[0] for row in rows)

    def switch(self, articles: Sequence[Article], model: VectorModel) -> bool:
        """See `Library.switch`."""
        try:
            with self.file.write() as db:
                switch_to_staged(db, articles, model)
        except NotWhole:
            return False
        return True

    def retire(self, article_id: str) -> bool:
        """See `Library.retire`."""
        if article_id not in self.fingerprints():
            return False
        with self.file.write() as db:
            db.execute("delete from chunk where article_id = ?", [article_id])
            return db.execute("update version set live = 0 where live and article_id = ?", [article_id]).rowcount > 0

    def list(self, viewer: Viewer | None = None) -> tuple[Article, ...]:
        """See `Library.list`."""
        with self.file.open() as db:
            return tuple(article for article in _live(db).values() if _admits(article, viewer))

    def get(self, article_id: str, viewer: Viewer | None = None, version: int | None = None) -> Article | None:
        """See `Library.get`."""
        with self.file.read() as db:
            live = _one(db, "live and article_id = ?", [article_id])
            asked = live if version is None else _one(db, _OLD, [article_id, version])
        if asked is None or not _admits(asked, viewer) or not _admits(live or asked, viewer):
            return None
        return asked

    def live_count(self) -> int:
        """See `Library.live_count`."""
        with self.file.open() as db:
            return int(db.execute("select count(*) from version where live").fetchone()[0])

    def generation(self) -> int:
        """See `Library.generation`."""
        with self.file.open() as db:
            return int(_state(db)[0])

    def model(self) -> VectorModel | None:
        """See `Library.model`."""
        with self.file.open() as db:
            return _model(db)

    def fingerprints(self) -> Mapping[str, str]:
        """See `Library.fingerprints`."""
        with self.file.open() as db:
            return dict(db.execute("select article_id, fingerprint from version where live").fetchall())

    def published(self) -> Mapping[str, Published]:
        """See `Library.published`."""
        with self.file.open() as db:
            return read_published(db)

    def standings(self, since: int = 0) -> tuple[int, Mapping[str, Standing | None]]:
        """See `Library.standings`."""
        with self.file.read() as db:
            return self.generation(), read_standings(db, since)

    def shelf(self) -> Shelf:
        """See `Library.shelf`."""
        with self.file.read() as db:
            return read_shelf(db, self.generation(), _model(db))

    def since(self, generation: int) -> Change:
        """See `Library.since`."""
        with self.file.read() as db:
            changed = read_changed(db, generation)
            return Change(changed, read_shelf(db, self.generation(), _model(db), changed))


_OLD = "article_id = ? and version = ? and not withdrawn"


def _one(db: Database, where: str, arguments: Sequence[Any]) -> Article | None:
    rows = db.table("version").rows_where(where, arguments)
    return next((sound(row) for row in rows), None)


def _live(db: Database) -> dict[str, Article]:
    rows = db.table("version").rows_where("live", order_by="article_id")
    return {row["article_id"]: sound(row) for row in rows}


def _state(db: Database) -> tuple[int, str | None, int | None, str]:
    """Generation, model, dimension and setting. Raises `Damaged` where another page lies in the place of theirs."""
    row = db.execute("select generation, model, dimension, setting from state").fetchone()
    if row is None or not all(map(isinstance, row, (int, str | None, int | None, str))):
        raise damaged(FILE, "its state is lost")
    found: tuple[int, str | None, int | None, str] = row
    return found


def _model(db: Database) -> VectorModel | None:
    _, name, dimension, setting = _state(db)
    return VectorModel(name, dimension or 0, setting) if name else None


def _admits(article: Article, viewer: Viewer | None) -> bool:
    return viewer is None or article.audience.admits(viewer)
