"""While the personal store cannot be used, questions are answered all the same, with nothing of anybody."""

import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.__main__ import FULL
from bot.wiring import Onhand
from bot.wording import ENGLISH
from bot.workspace.server import LocalWorkspace
from knowledge.article import ANYONE
from retrieval.preference import NO_PREFERENCE
from tests.bot.process import run
from tests.scenarios.company import Company, Leaving, Message, opened, wait_until, words_in
from tests.scenarios.finders import Slow

QUESTIONS = int(os.environ.get("ONHAND_FULL", "5"))
"""How many questions are asked while the disk is full; `ONHAND_FULL=60` is the large number."""
CLOSE = "how do i close"
ROOM = "12m"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk)], capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"a small disk cannot be mounted here, which takes root: {made.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Fills a disk to its last byte, and makes room again at the end."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    yield
    ballast.unlink()


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Another program holds the file."""
    with closing(sqlite3.connect(home / "people.db", timeout=10, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
def impatient(home: Path, shelf: Onhand, workspace: LocalWorkspace, leaving: Leaving) -> Iterator[Company]:
    """The company as `onhand serve` opens it: it does not wait for long for its store."""
    with opened(home, shelf, workspace, leaving) as company:
        company.wait = 0.5
        company.open()
        yield company


def said(company: Company, user: str) -> list[Message]:
    with company.enter(user) as reader:
        return [message for message in reader.history() if message.get("bot_id")]


def test_full_disk(home: Path, small_disk: Path, shelf: Onhand, workspace: LocalWorkspace, leaving: Leaving) -> None:
    """On a full disk each question is answered once, as a stranger's, and says so; a press is refused with a sentence.

    With room again all is as before, and after a restart everything that was acknowledged is there, once.
    """
    for name in ("people.db", "keys.db"):
        shutil.copy(home / name, small_disk / name)
    with opened(small_disk, shelf, workspace, leaving) as company:
        company.wait = 0.5
        company.open()
        with company.enter("U0CAI") as cook:
            before = cook.hears("how hot must chicken be")
            company.settle()
            receipts = company.count("receipt")
            assert receipts
            with filled(small_disk):
                for number in range(QUESTIONS):
                    answer = cook.hears(f"{CLOSE} {number}")
                    assert ENGLISH.without_you in answer["text"]
                    assert ENGLISH.without_you in words_in(answer)
                    assert not [block for block in answer["blocks"] if block["type"] == "actions"]
                cook.presses(before, "helpful")
                assert cook.next_message()["text"] in (ENGLISH.not_now, ENGLISH.done_later)
                assert company.service.desk.trouble == "full"
                assert company.count("receipt") == receipts
            after = cook.hears("how hot must chicken be")
            assert ENGLISH.without_you not in after["text"]
            company.settle(90)
            told = len(said(company, "U0CAI"))
            company.reopen()
            company.settle(90)
            assert len(said(company, "U0CAI")) == told
            assert told <= QUESTIONS + 4
            assert company.rows("PRAGMA integrity_check") == [("ok",)]
            assert company.count("receipt") > receipts
            assert company.rooms.chain.check() == ()


def test_loading_on_a_full_disk(home: Path, small_disk: Path, tmp_path: Path) -> None:
    """On a full disk a load is refused with a sentence and changes nothing; with room again it goes through."""
    for file in home.iterdir():
        shutil.copy(file, small_disk / file.name, follow_symlinks=False)
    (tmp_path / "mop.md").write_text("# The mop\n\nIt hangs behind the door.\n" * 40)
    load = ("articles", "load", str(tmp_path / "mop.md"), "--by", "U0LEO")
    with filled(small_disk):
        refused = run(small_disk, *load)
    assert (refused.returncode, refused.stderr.splitlines()) == (1, [FULL])
    assert "mop" not in run(small_disk, "articles", "proposed").stdout
    assert run(small_disk, *load).returncode == 0
    assert "mop" in run(small_disk, "articles", "proposed").stdout


def test_locked_store(impatient: Company, workspace: LocalWorkspace) -> None:
    """While another program locks people.db, what Slack brings four times is answered once, as a stranger's."""
    workspace.faults.copies = 4
    with impatient.enter("U0CAI") as cook, impatient.enter("U0BEA") as barista:
        with locked(impatient.home):
            assert ENGLISH.without_you in cook.hears(CLOSE, 30)["text"]
            assert cook.hears("thanks", 30)["text"] == ENGLISH.welcome
            assert barista.hears("my data", 30)["text"] == ENGLISH.not_now
            assert impatient.service.desk.trouble == "locked"
        assert ENGLISH.without_you not in cook.hears("how hot must chicken be")["text"]
        impatient.settle()
        assert (len(said(impatient, "U0CAI")), len(said(impatient, "U0BEA"))) == (3, 1)
        assert impatient.service.desk.trouble is None


def test_a_stranger_gets_the_same(impatient: Company, shelf: Onhand) -> None:
    """What is answered without the store is the answer for everyone: nothing of the asker went into it."""
    everyone = shelf.answer(CLOSE, NO_PREFERENCE, ANYONE)
    with impatient.enter("U0CAI") as cook, locked(impatient.home):
        answer = cook.hears(CLOSE, 30)
    assert answer["text"].splitlines()[0] == ENGLISH.first_line(everyone).splitlines()[0]


def test_too_many_at_once(company: Company) -> None:
    """Where too many wait, those who come on top are told so; everybody hears something, once."""
    company.finder = Slow(3.0)
    company.service.desk.longest = 1
    with company.enter("U0CAI") as cook:
        for number in range(16):
            cook.says(f"question {number}")
        wait_until(lambda: len(said(company, "U0CAI")) == 16, 60, "everybody to hear something")
        company.settle()
        heard = Counter(message["text"] == ENGLISH.busy for message in said(company, "U0CAI"))
    assert heard[True] + heard[False] == 16
    assert heard[True] >= 1
    assert heard[False] >= 4
