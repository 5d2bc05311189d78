"""The setting that names the embedding model."""

import json
import re
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.demo import ARTICLES
from bot.doctor import examine
from bot.settings import DEFAULT_MODEL, BadSetting, Settings, read
from bot.wiring import Onhand
from knowledge.article import ANYONE
from retrieval.indexing import vector_model
from retrieval.models import ENGLISH
from retrieval.preference import NO_PREFERENCE
from tests.bot.hashed import Interrupted
from tests.bot.process import run, running


def _read(value: str) -> str:
    return read({"EMBEDDING_MODEL": value}, Path("no-such-file")).model


@pytest.mark.parametrize(
    "value", ["english", "multilingual", "all-MiniLM-L6-v2", "intfloat/e5-base", "models/a b", "langchain:a.b_c:Made"]
)
def test_accepted(value: str) -> None:
    """Names, folders and classes of LangChain's are taken as they are written, without spaces around them."""
    assert _read(f" {value} ") == value


@pytest.mark.parametrize("value", ["", "  ", "langchain:", "langchain:a.b", "langchain:a.b:", "langchain:a b:C"])
def test_refused(value: str) -> None:
    """What cannot name a model is refused with the setting, its value and what is accepted."""
    said = (
        rf"EMBEDDING_MODEL='{re.escape(value.strip())}': accepted is .*english, multilingual, a folder, .*:ClassName\."
    )
    with pytest.raises(BadSetting, match=said):
        _read(value)


def test_no_such_class(tmp_path: Path) -> None:
    """A class that is not there is told of at the start, with the setting and its value."""
    place = "langchain:no_such.module:Thing"
    settings = read({"EMBEDDING_MODEL": place, "ONHAND_HOME": str(tmp_path)}, tmp_path / "no")
    with pytest.raises(BadSetting, match=f"EMBEDDING_MODEL='{place}': .* is not there"):
        _ = Onhand(settings).encoder


CHICKEN = "how hot must chicken be"
TWO = "how long do I wash my hands and how hot must chicken be"
BY_WORDS = "langchain:tests.bot.hashed:ByWords"
SHORT = "langchain:tests.bot.hashed:Short"
SLOW = "langchain:tests.bot.hashed:Slow"
INTERRUPTED = "langchain:tests.bot.hashed:Interrupted"
ROOT = Path(__file__).parents[2]


def onhand(home: Path, model: str = DEFAULT_MODEL) -> Onhand:
    return Onhand(Settings(home=home, model=model))


def answered(started: Onhand) -> bool:
    return started.answer(CHICKEN, NO_PREFERENCE, ANYONE).found


def test_answers_with_the_model_of_the_articles(home: Path) -> None:
    """Where the setting names another model than the articles were embedded with, theirs answers, and only theirs."""
    started = onhand(home, "no/such-model")
    assert answered(started)
    assert started.retriever.encoder.name == onhand(home).encoder.name


def test_names_of_one_model(home: Path) -> None:
    """A model that has several names is the same by each of them."""
    started = onhand(home, "english")
    assert started.encoder_of(vector_model(started.encoder, ENGLISH)) is started.encoder


def test_changes_over_when_all_is_embedded(home: Path) -> None:
    """A process that answers goes on with the old model until another has embedded all, then takes up the new one."""
    serving, loading = onhand(home), onhand(home, BY_WORDS)
    before = serving.retriever.encoder.name
    names: set[str] = set()

    def step(done: int, _of: int) -> None:
        if done % 16 == 0:
            assert answered(serving)
            names.add(serving.retriever.encoder.name)

    assert loading.indexer.load((), step).embedded == 85
    assert names == {before}
    serving.answer(CHICKEN, NO_PREFERENCE, ANYONE)
    serving.retriever.refresh()
    assert serving.retriever.encoder.name == loading.encoder.name
    assert [part.article.id for part in serving.retriever.search("cooking chicken safely", NO_PREFERENCE, ANYONE)]


def test_a_question_in_the_midst_of_the_change(home: Path) -> None:
    """Where the model changes in the midst of a question, the question is answered from one of the two all the same."""
    onhand(home, INTERRUPTED).indexer.load(())
    serving, loading = onhand(home), onhand(home, SHORT)
    answers = [serving.answer(TWO, NO_PREFERENCE, ANYONE)]
    Interrupted.first.extend([serving.retriever.refresh, lambda: loading.indexer.load(())])
    answer = serving.answer(TWO, NO_PREFERENCE, ANYONE)
    assert (Interrupted.first, serving.retriever.encoder.name) == ([], loading.encoder.name)
    answers.append(serving.answer(TWO, NO_PREFERENCE, ANYONE))
    assert answer in answers


def test_questions_while_the_model_changes(home: Path) -> None:
    """Questions asked all the while, as the model changes to and fro, are each answered."""
    serving = onhand(home)
    failed: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                serving.answer(TWO, NO_PREFERENCE, ANYONE)
        except BaseException as problem:
            failed.append(problem)

    serving.warm()
    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for model in (BY_WORDS, SHORT, BY_WORDS):
        assert onhand(home, model).indexer.load(()).embedded == 85
        serving.retriever.refresh()
    done.set()
    for thread in threads:
        thread.join()
    assert failed == []


def test_the_old_model_is_gone(home: Path) -> None:
    """Where the model that the articles were embedded with is gone, that is said with what to do, and that helps."""
    with closing(sqlite3.connect(home / "knowledge.db")) as db, db:
        db.execute("update state set setting = 'langchain:no_such.module:Thing', model = 'gone+cut1+form1'")
    said = r"EMBEDDING_MODEL='english': .* langchain:no_such.module:Thing, which cannot be opened .*articles embed$"
    with pytest.raises(BadSetting, match=said):
        _ = onhand(home, "english").retriever
    assert onhand(home, BY_WORDS).indexer.load(()).embedded == 85
    assert onhand(home, "english").retriever.encoder.name.startswith("langchain:")


def test_other_weights_by_the_same_name(home: Path) -> None:
    """Where the setting's model has other weights than those that made the vectors, questions are not read with it."""
    with closing(sqlite3.connect(home / "knowledge.db")) as db, db:
        db.execute("update state set model = replace(model, '@', '@0')")
    with pytest.raises(BadSetting, match="questions are read as"):
        _ = onhand(home).retriever


def test_doctor_tells_of_the_other_model(home: Path) -> None:
    """The doctor says which model answers, and how the articles come to the one that the setting names."""
    (found,) = [each for each in examine(Settings(home=home, model=BY_WORDS)) if "EMBEDDING_MODEL" in each.what]
    assert found.verdict == "look"
    assert found.what == f"The articles are embedded with {DEFAULT_MODEL}; EMBEDDING_MODEL says {BY_WORDS}."
    assert found.do == f"“onhand articles embed” embeds them anew; until then {DEFAULT_MODEL} answers."
    with closing(sqlite3.connect(home / "knowledge.db")) as db, db:
        db.execute("update state set model = replace(model, '+cut', '+cut9')")
    assert "cut by another version" in "".join(each.what for each in examine(Settings(home=home)))
    assert answered(onhand(home))


def test_embed_killed_and_run_again(home: Path) -> None:
    """`onhand articles embed`, killed on its way, changes nothing for questions; run again it goes on where it was."""
    settings = {"EMBEDDING_MODEL": SLOW, "PYTHONPATH": str(ROOT)}
    held = onhand(home, SLOW)
    with running(home, "articles", "embed", **settings) as started:
        while not held.library.staged(vector_model(held.encoder)):
            assert started.process.poll() is None
        started.process.kill()
        assert started.ends() == -9
    assert run(home, "ask", CHICKEN, **settings).returncode == 0
    assert onhand(home, SLOW).retriever.encoder.name == onhand(home).encoder.name
    put_by = len(held.library.staged(vector_model(held.encoder)))
    told = f"All 85 embedded anew with {SLOW}, {put_by} of them before an interruption.\n"
    assert run(home, "articles", "embed", **settings).stdout == told
    assert onhand(home).retriever.encoder.name == held.encoder.name
    told = f"Nothing to do: the articles are embedded with {SLOW} already.\n"
    assert run(home, "articles", "embed", **settings).stdout == told


def test_load_with_another_model(home: Path, tmp_path: Path) -> None:
    """`onhand articles load` with another model tells what it loaded and that all were embedded anew."""
    settings = {"EMBEDDING_MODEL": BY_WORDS, "PYTHONPATH": str(ROOT), "APPROVALS": "1"}
    (tmp_path / "mops.md").write_text("# Mops\n\nHang the mop up to dry.\n")
    done = run(home, "articles", "load", str(tmp_path / "mops.md"), str(ARTICLES), **settings)
    assert done.stdout == f"1 loaded, 85 unchanged, 0 not taken; all 86 embedded anew with {BY_WORDS}.\n"
    told = run(home, "articles", "embed", "--json", **settings | {"EMBEDDING_MODEL": SHORT}).stdout
    assert json.loads(told) == {"embedded": 86, "resumed": 0}


def test_embed_without_articles(empty: Path) -> None:
    """Where nothing is loaded yet, `onhand articles embed` says how to load it."""
    done = run(empty, "articles", "embed")
    assert done.returncode == 2
    assert "onhand articles load PATH" in done.stderr
