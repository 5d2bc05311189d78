"""What every test can have: the exported model, a home with the sample company in it, and that company at work."""

import hashlib
import inspect
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

import retrieval.blocks
import retrieval.everyday
import retrieval.export
import retrieval.models
from bot.demo import channels as demo_channels
from bot.demo import for_demo, load_sample, members
from bot.settings import DEFAULT_MODEL, Settings
from bot.slack.app import Service
from bot.wiring import Onhand
from bot.workspace.driving import Person
from bot.workspace.server import LocalWorkspace, Member
from retrieval.export import open_encoder
from tests.browser.chromium import browser as browser
from tests.scenarios.company import Company, Leaving, opened

DATABASES = ("people.db", "keys.db", "knowledge.db")


@pytest.fixture(scope="session")
def exported_model(pytestconfig: pytest.Config) -> Path:
    """The folder that `open_encoder(model, folder)` has filled with the default model.

    It is kept between sessions in pytest's cache, for as long as the code that exports stays the same.
    """
    assert pytestconfig.cache is not None
    modules = (retrieval.export, retrieval.models, retrieval.blocks, retrieval.everyday)
    code = hashlib.sha256("".join(map(inspect.getsource, modules)).encode()).hexdigest()[:12]
    folder = Path(pytestconfig.cache.mkdir(f"models-{code}"))
    open_encoder(DEFAULT_MODEL, folder)
    return folder


def _nothing(_done: int, _of: int) -> None:
    return None


@pytest.fixture(scope="session")
def prepared_home(exported_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the sample people and articles, its index built. Never used itself, only copied."""
    made = tmp_path_factory.mktemp("prepared")
    (made / "models").symlink_to(exported_model, target_is_directory=True)
    onhand = load_sample(for_demo(Settings(home=made)), _nothing, _nothing)
    onhand.warm()
    kept = tmp_path_factory.mktemp("home")
    for name in DATABASES:
        with closing(sqlite3.connect(made / name)) as source, closing(sqlite3.connect(kept / name)) as copy:
            source.backup(copy)
    for file in made.glob("vectors*"):
        shutil.copy2(file, kept)
    (kept / "models").symlink_to(exported_model, target_is_directory=True)
    return kept


@pytest.fixture
def home(prepared_home: Path, tmp_path: Path) -> Path:
    """The sample company's home folder, for one test alone."""
    return Path(shutil.copytree(prepared_home, tmp_path / "home", symlinks=True))


@pytest.fixture
def empty(tmp_path: Path, exported_model: Path) -> Path:
    """A home folder with nothing in it but the model."""
    made = tmp_path / "empty"
    made.mkdir()
    (made / "models").symlink_to(exported_model, target_is_directory=True)
    return made


@pytest.fixture(scope="session")
def shelf(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Onhand:
    """The sample articles, warm. Tests that change no article share it, as loading it takes a while."""
    own = Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("shelf") / "home", symlinks=True))
    onhand = Onhand(for_demo(Settings(home=own)))
    onhand.warm()
    return onhand


@pytest.fixture(scope="session")
def leaving() -> Iterator[Leaving]:
    """Ends in the background what takes seconds to end."""
    leaving = Leaving()
    yield leaving
    leaving.wait()


@pytest.fixture
def guests() -> Sequence[Member]:
    """People in the workspace who are no part of the sample company."""
    return ()


@pytest.fixture
def workspace(leaving: Leaving, guests: Sequence[Member]) -> Iterator[LocalWorkspace]:
    """A Slack workspace with the sample company's people in it. Its rate limits are off."""
    started = LocalWorkspace([*members(), *guests], demo_channels())
    started.limits_on = False
    started.start()
    yield started
    leaving.stop(started)


@pytest.fixture
def company(home: Path, shelf: Onhand, workspace: LocalWorkspace, leaving: Leaving) -> Iterator[Company]:
    """The sample company with Onhand at work in its workspace, and all that Onhand sends to Slack on record."""
    with opened(home, shelf, workspace, leaving) as company:
        company.open()
        yield company


@pytest.fixture
def onhand_at_work(company: Company) -> Service:
    """Onhand's service, connected by Socket Mode."""
    return company.service


@pytest.fixture
def person(company: Company) -> Iterator[Callable[[str], Person]]:
    """Opens the chat page as somebody of the company."""
    with ExitStack() as pages:
        yield lambda user: pages.enter_context(company.enter(user))
