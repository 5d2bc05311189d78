"""The composition root: the only module that names a backend. Everything heavy is imported when it is first needed."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answering import Assistant, Contacts
from bot.settings import BadSetting, Settings
from retrieval.models import plain_name

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from bot.alike import Alike
    from bot.beside import Beside
    from bot.contests import Contests
    from bot.editorial import Editorial
    from bot.editors import Editing, Editors
    from bot.gaps import GapReport
    from bot.rankers import Rankers
    from bot.suggesting import Catalogue
    from bot.training import Trainer
    from knowledge.article import Article, Viewer
    from knowledge.file_sqlite import KnowledgeFile
    from knowledge.history import History
    from knowledge.library import Library, VectorModel
    from knowledge.listing import Listing
    from knowledge.proposals import Proposals
    from privacy.gaps import Grouping
    from privacy.rooms import Rooms
    from retrieval.answer import Answer
    from retrieval.embedding import Encoder
    from retrieval.index import OpenIndex
    from retrieval.indexing import Indexer
    from retrieval.interleaving import Contest
    from retrieval.preference import Preference
    from retrieval.previewing.previewer import Previewer
    from retrieval.publishing import Done, Publisher
    from retrieval.ranker import Ranker
    from retrieval.search import Retriever
    from retrieval.suggesting import Listed

Progress = Callable[[int, int], None]


def _silent(_done: int, _all: int) -> None:
    pass


class Onhand:
    """All parts of one installation, each made when it is first asked for."""

    def __init__(self, settings: Settings, export_progress: Progress = _silent, wait: float = 30) -> None:
        """`wait` is how many seconds another writer of the personal store is waited for."""
        self.settings = settings
        self.export_progress = export_progress
        self.wait = wait
        self._beside: Future[None] | None = None

    @property
    def home(self) -> "Path":
        return self.settings.home

    @cached_property
    def rooms(self) -> "Rooms":
        """What is held about people, behind its gate. The store itself is held by nobody else."""
        return self.rooms_at(None)

    def rooms_at(self, moment: "datetime | None") -> "Rooms":
        """The same as it was at a moment that has passed, for a demo that plays what happened before it; else, now."""
        from privacy.database_sqlite import SqliteFile
        from privacy.down import StoreDown
        from privacy.gate import utc_now
        from privacy.keys_sqlite import SqliteKeys
        from privacy.post_sqlite import SqlitePostStore
        from privacy.rooms import around
        from privacy.schema_sqlite import migrate_people
        from privacy.store_sqlite import SqlitePersonalStore

        file = SqliteFile(self.home / "people.db", wait=self.wait)
        migrate_people(file.database)
        people, keys_file = SqlitePersonalStore(file), self.home / "keys.db"
        if not keys_file.exists() and people.of_whom():
            # New keys would make strangers of everybody, and hide that the old ones are gone.
            people.close()
            raise StoreDown("keys.db is missing, so nothing in people.db can be read: restore it from your last backup")
        keys = SqliteKeys(keys_file, wait=self.wait)
        clock = utc_now if moment is None else lambda: moment
        return around(people, SqlitePostStore(file), keys, clock, self.settings.group_size)

    @cached_property
    def _knowledge(self) -> "KnowledgeFile":
        from knowledge.file_sqlite import KnowledgeFile

        return KnowledgeFile(self.home / "knowledge.db")

    @cached_property
    def library(self) -> "Library":
        from knowledge.library_sqlite import SqliteLibrary

        return SqliteLibrary(self._knowledge)

    @cached_property
    def proposals(self) -> "Proposals":
        """What waits for another editor."""
        from knowledge.proposals_sqlite import SqliteProposals

        return SqliteProposals(self._knowledge)

    @cached_property
    def history(self) -> "History":
        """Where each version of an article came from."""
        from knowledge.history_sqlite import SqliteHistory

        return SqliteHistory(self._knowledge)

    @cached_property
    def listing(self) -> "Listing":
        """The articles and proposals in pages."""
        from knowledge.listing_sqlite import SqliteListing

        return SqliteListing(self._knowledge)

    @cached_property
    def publisher(self) -> "Publisher":
        """Carries out what was approved."""
        from retrieval.publishing import Publisher

        return Publisher(self.proposals, self.history, lambda: self.indexer)

    @cached_property
    def editorial(self) -> "Editorial":
        """What editors work with in Slack."""
        from bot.editorial import Editorial
        from knowledge.reminding_sqlite import SqliteReminding

        reminding, alone = SqliteReminding(self._knowledge), self.settings.approvals == 1
        return Editorial(
            self.library,
            self.proposals,
            self.history,
            self.publisher,
            reminding,
            lambda: self.retriever.refresh(),
            lambda article: self.previewer.preview([article], self.today())[0],
            lambda: self.gap_report.digest(),
            alone,
        )

    @cached_property
    def encoder(self) -> "Encoder":
        """The model that EMBEDDING_MODEL names, which articles are loaded with.

        Exporting it the first time takes a while and loads torch, later starts do not. Raises BadSetting for a model
        that cannot be had.
        """
        try:
            return self._opened(self.settings.model)
        except ValueError as problem:
            raise BadSetting(f"EMBEDDING_MODEL={self.settings.model!r}: {problem}") from None

    def mend_models(self) -> "tuple[Path, ...]":
        """Takes away exported models that are damaged, so that they are made anew. Reads them whole: half a second."""
        from retrieval.whole import take_away

        return take_away(self.home / "models")

    def _opened(self, model: str) -> "Encoder":
        from retrieval.export import open_encoder

        return open_encoder(model, self.home / "models", self.export_progress)

    def encoder_of(self, model: "VectorModel | None") -> "Encoder":
        """The model that the library's vectors were made with, which questions are read with: mostly the setting's.

        Raises BadSetting where it cannot be had any more.
        """
        from retrieval.indexing import made_by

        held = self.__dict__.get("encoder")
        if held is not None and model is not None and not made_by(held, model):
            # Another model, or other weights by the same name. A process that answers holds one.
            self.__dict__.pop("encoder", None)
        if model is None or not model.setting or plain_name(model.setting) == plain_name(self.settings.model):
            return self.encoder
        try:
            return self._opened(model.setting)
        except ValueError as problem:
            raise BadSetting(
                f"EMBEDDING_MODEL={self.settings.model!r}: the articles are embedded with {model.setting}, which "
                f"cannot be opened any more ({problem}); embed them anew: onhand articles embed"
            ) from None

    def other_model(self) -> str | None:
        """What the model that answers was asked for by, where that is not what EMBEDDING_MODEL asks for now."""
        model = self.library.model()
        other = model.setting if model else ""
        return other if other and plain_name(other) != plain_name(self.settings.model) else None

    @cached_property
    def open_index(self) -> "OpenIndex":
        from retrieval.index_faiss import FaissCache

        return FaissCache(self.home)

    @cached_property
    def retriever(self) -> "Retriever":
        """Search over the library, by the model that it was loaded with. Raises BadSetting where that cannot be had."""
        from knowledge.library import ModelMismatchError
        from retrieval.search import Retriever

        try:
            return Retriever(self.library, self.encoder_of, self.open_index, ranker=self._ranker, today=self.today)
        except ModelMismatchError as problem:
            raise BadSetting(f"EMBEDDING_MODEL={self.settings.model!r}: {problem}: onhand articles embed") from None

    @property
    def previewer(self) -> "Previewer":
        """Tells what articles will do before they are live, with the roles and sites that there are now."""
        from retrieval.previewing.preview import Company
        from retrieval.previewing.previewer import Previewer

        directory = self.rooms.directory
        return Previewer(self.retriever, Company(frozenset(directory.roles()), frozenset(directory.sites())))

    @cached_property
    def rankers(self) -> "Rankers":
        """The versions of the ranker, and which is in use."""
        from bot.rankers import Rankers

        return Rankers(self.home)

    @cached_property
    def contests(self) -> "Contests":
        """The tests of one version of the ranker against another."""
        from bot.contests import Contests

        return Contests(self.home)

    def _ranker(self) -> "Ranker | Contest":
        return self.contests.ranker(self.rankers)

    @cached_property
    def trainer(self) -> "Trainer":
        """Learns the ranker's weights from what helped."""
        from bot.training import Trainer

        return Trainer(self.rooms.gate, self.rankers, self.settings.group_size)

    @property
    def chores(self) -> tuple[Callable[[], object], ...]:
        """What is done now and then beside the answers."""
        training = (self._train,) if self.settings.ranking_train == "weekly" else ()
        return (self.publish, self._count_gaps, *training)

    def _count_gaps(self) -> int:
        return self.rooms.gaps.hourly(self.grouping)

    @cached_property
    def grouping(self) -> "Grouping":
        """Tells which questions are about the same."""
        from bot.gaps import grouping

        return grouping(lambda: self.encoder)

    @cached_property
    def gap_report(self) -> "GapReport":
        """What people asked in vain, with what the articles say by now."""
        from bot.gaps import GapReport

        return GapReport(self.rooms, self.answer, self.library.get, self.settings.group_size)

    def topics_helped(self) -> dict[str, dict[str, int]]:
        """Topic of articles → how often one was said to help and not to help, in whole steps, where enough people
        judged."""
        from bot.gaps import topics_helped

        return topics_helped(self.rooms, self.library.list(), self.settings.group_size)

    def today(self) -> "date":
        """The day on the workers' wall."""
        return self.rooms.gate.clock().astimezone(self.settings.zone).date()

    def publish(self, progress: Progress = _silent) -> "Done":
        """Makes live what was approved and is due, and takes out what has had its last day."""
        return self.publisher.publish_due(self.today(), progress)

    def _train(self) -> None:
        """Not while a test runs: another version in use would end it."""
        if not self.contests.running:
            self.trainer.weekly()

    @cached_property
    def indexer(self) -> "Indexer":
        from retrieval.indexing import Indexer

        return Indexer(self.library, self.encoder, setting=self.settings.model)

    @cached_property
    def assistant(self) -> Assistant:
        contacts = Contacts(self.settings.contact, self.settings.site_contacts)
        return Assistant(self.rooms.gate, lambda: self, contacts, self.listed, self.rooms.counting.in_job)

    @cached_property
    def editors(self) -> "Editors":
        """Who may load, approve and retire articles."""
        from bot.editors import Editors

        return Editors(self.rooms.gate, self.settings.editor_roles)

    @cached_property
    def editing(self) -> "Editing":
        """What changing articles in Slack needs."""
        from bot.editors import Editing

        found = self.library, self.proposals, self.editors, self.settings.editors_channel
        return Editing(*found, lambda: self.retriever.refresh())

    @property
    def beside(self) -> "Beside":
        """What a service is given beside its answers."""
        from bot.beside import Beside

        return Beside(self.editing, self.alike, self.chores, self.editorial)

    @cached_property
    def _catalogue(self) -> "Catalogue":
        from bot.suggesting import Catalogue

        return Catalogue(self.library)

    def listed(self) -> "tuple[Listed, ...]":
        """The articles that can be suggested."""
        return self._catalogue()

    @cached_property
    def alike(self) -> "Alike":
        """Tells questions that must not be kept by what they mean."""
        from bot.alike import Alike

        return Alike(lambda: self.encoder)

    def answer(self, words: str, preference: "Preference", viewer: "Viewer") -> "Answer":
        """Retrieval as a question sees it: passages, then their words."""
        from retrieval.answer import compose

        if self._beside is not None:
            self._beside.exception()
        return compose(words, self.retriever.search(words, preference, viewer))

    def within(self, words: str, article_id: str, viewer: "Viewer") -> "Answer":
        """What one article says nearest to some words."""
        from retrieval.answer import quoted_from
        from retrieval.preference import NO_PREFERENCE

        return quoted_from(self.retriever.search(words, NO_PREFERENCE, viewer, of=article_id))

    def article(self, article_id: str, viewer: "Viewer | None") -> "Article | None":
        """The live article, where that viewer may see it; for None, whoever may."""
        return self.library.get(article_id, viewer)

    def open_beside(self) -> None:
        """Begins to open what a question is searched with, so that a process that answers one has it sooner.

        Where that fails, the question says why.
        """
        self._beside = ThreadPoolExecutor(1, "opening").submit(self._open)

    def _open(self) -> None:
        from retrieval.export import exported

        if exported(self.settings.model, self.home / "models"):
            _ = self.encoder  # takes longest of all, and mostly outside of Python: begun before all else is read
        if self.library.live_count():
            _ = self.retriever

    def warm(self) -> None:
        """Loads what the first question would wait for, in English and in another language."""
        from knowledge.article import ANYONE
        from retrieval.language import language_of
        from retrieval.preference import NO_PREFERENCE

        for words in ("warm up", "calentar la leche"):
            language_of(words)
            self.answer(words, NO_PREFERENCE, ANYONE)
