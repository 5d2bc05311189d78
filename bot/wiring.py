"""The composition root: the only module that names a backend. Everything heavy is imported when it is first needed."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answering import Assistant, Contacts
from bot.settings import BadSetting, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.article import Viewer
    from knowledge.library import Library
    from privacy.rooms import Rooms
    from retrieval.answer import Answer
    from retrieval.embedding import Encoder
    from retrieval.index import OpenIndex
    from retrieval.indexing import Indexer
    from retrieval.ranking import Preference
    from retrieval.search import Retriever

Progress = Callable[[int, int], None]


def _silent(_done: int, _all: int) -> None:
    pass


class Onhand:
    """All parts of one installation, each made when it is first asked for."""

    def __init__(self, settings: Settings, export_progress: Progress = _silent) -> None:
        self.settings = settings
        self._export_progress = export_progress

    @property
    def home(self) -> "Path":
        return self.settings.home

    @cached_property
    def rooms(self) -> "Rooms":
        """What is held about people, behind its gate. The store itself is held by nobody else."""
        from privacy.database_sqlite import SqliteFile
        from privacy.keys_sqlite import SqliteKeys
        from privacy.post_sqlite import SqlitePostStore
        from privacy.rooms import around
        from privacy.schema_sqlite import migrate_people
        from privacy.store_sqlite import SqlitePersonalStore

        file = SqliteFile(self.home / "people.db")
        migrate_people(file.database)
        return around(SqlitePersonalStore(file), SqlitePostStore(file), SqliteKeys(self.home / "keys.db"))

    @cached_property
    def library(self) -> "Library":
        from knowledge.library_sqlite import SqliteLibrary

        return SqliteLibrary(self.home / "knowledge.db")

    @cached_property
    def encoder(self) -> "Encoder":
        """The exported model; exporting it the first time takes a while and loads torch, later starts do not.

        Raises BadSetting for a model that cannot be had.
        """
        from retrieval.export import open_encoder

        try:
            return open_encoder(self.settings.model, self.home / "models", self._export_progress)
        except ValueError as problem:
            raise BadSetting(f"EMBEDDING_MODEL={self.settings.model!r}: {problem}") from None

    @cached_property
    def open_index(self) -> "OpenIndex":
        from retrieval.index_faiss import FaissCache

        return FaissCache(self.home)

    @cached_property
    def retriever(self) -> "Retriever":
        """Search over the library. Raises BadSetting where its articles were loaded with another model."""
        from knowledge.library import ModelMismatchError
        from retrieval.search import Retriever

        try:
            return Retriever(self.library, self.encoder, self.open_index)
        except ModelMismatchError as problem:
            raise BadSetting(f"EMBEDDING_MODEL={self.settings.model!r}: {problem}: onhand articles load PATH") from None

    @cached_property
    def indexer(self) -> "Indexer":
        from retrieval.indexing import Indexer

        return Indexer(self.library, self.encoder)

    @cached_property
    def assistant(self) -> Assistant:
        contacts = Contacts(self.settings.contact, self.settings.site_contacts)
        return Assistant(self.rooms.gate, lambda: self, contacts)

    def answer(self, words: str, preference: "Preference", viewer: "Viewer") -> "Answer":
        """Retrieval as a question sees it: passages, then their words."""
        from retrieval.answer import compose

        return compose(words, self.retriever.search(words, preference, viewer))

    def warm(self) -> None:
        """Loads what the first question would wait for."""
        from knowledge.article import ANYONE
        from retrieval.ranking import NO_PREFERENCE

        self.answer("warm up", NO_PREFERENCE, ANYONE)
