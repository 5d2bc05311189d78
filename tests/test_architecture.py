"""The shape of the code, held by reading it: what may be imported where, who may post, how long a function may be."""

import ast
import io
import os
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "retrieval", "knowledge", "privacy")
HEAVY = (
    "torch",
    "sentence_transformers",
    "faiss",
    "langchain",
    "langchain_core",
    "onnxruntime",
    "sqlite_utils",
    "py3langid",
    "spacy",
    "presidio_analyzer",
    "lxml",
    "bs4",
    "mammoth",
    "pptx",
    "pdfplumber",
    "openpyxl",
    "watchfiles",
)
OWNERS = {
    "icalendar": {"privacy/calendars.py"},
    "recurring_ical_events": {"privacy/calendars.py"},
    "presidio_analyzer": {"privacy/identifiers.py"},
    "faiss": {"retrieval/index_faiss.py", "retrieval/peers.py"},
    "onnxruntime": {"retrieval/embedding.py", "retrieval/export.py"},
    "sentence_transformers": {"retrieval/models.py"},
    "langchain_core": {"retrieval/chain.py", "retrieval/peers.py"},
    "mammoth": {"knowledge/converting/word.py"},
    "pptx": {"knowledge/converting/slides.py"},
    "pdfplumber": {"knowledge/converting/pdf.py"},
    "openpyxl": {"knowledge/converting/workbook.py"},
    "markdownify": {"knowledge/converting/web.py"},
    "watchfiles": {"knowledge/loading/syncing.py"},
}
MOUTH = "bot/slack/sender.py"
POSTING = {"chat_postMessage", "chat_postEphemeral", "chat_update", "views_open", "views_publish", "api_call"}
POSTING_PARAMETERS = {"say", "respond"}
CHECKING = {"bot/slack/app.py", "bot/doctor.py"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
MOST_PARAMETERS = 6

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*packages: str) -> list[Path]:
    return sorted(path for package in packages or PACKAGES for path in (ROOT / package).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, Function]]:
    """Every function of the product, with its place."""
    for path in sources():
        for node in ast.walk(parsed(path)):
            if isinstance(node, Function):
                yield f"{name(path)}:{node.lineno} {node.name}", node


def in_a_fresh_process(code: str, **environment: str) -> set[str]:
    """Which heavy libraries are loaded after the code has run in a process of its own."""
    report = f"{code}\nimport sys\nprint('loaded', *[each for each in {HEAVY!r} if each in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", report], env=os.environ | environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("module", ["bot.wiring", "bot.__main__", "bot.answering", "bot.slack.app"])
def test_starting_loads_nothing_heavy(module: str) -> None:
    """What a process imports first loads no model, no index and no database library."""
    assert in_a_fresh_process(f"import {module}") == set()


def test_no_document_is_parsed_where_onhand_runs() -> None:
    """Loading documents of every kind loads none of the parsers into the process that does it."""
    code = """
import tempfile
from pathlib import Path
from knowledge.loading import read
with tempfile.TemporaryDirectory() as folder:
    for name in ("a.html", "b.csv", "c.eml", "d.docx", "e.pdf", "f.xlsx", "g.pptx"):
        (Path(folder) / name).write_text("Subject: question,answer\\n\\nText.")
    assert len(read([Path(folder)]).articles) == 2
"""
    assert in_a_fresh_process(code) == set()


def test_a_question_never_loads_torch(home: Path) -> None:
    """`onhand ask` answers with the exported model and the index alone: the library that made the model stays away.

    So does the one that tells languages apart, where a question is plainly English.
    """
    code = "from bot.__main__ import main\nmain(['ask', 'how hot must chicken be'], standalone_mode=False)"
    loaded = in_a_fresh_process(code, ONHAND_HOME=str(home))
    assert {"faiss", "onnxruntime"} <= loaded
    assert not {"torch", "sentence_transformers", "py3langid"} & loaded


def imported(path: Path) -> set[str]:
    """The top-level names of all that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("library", OWNERS)
def test_heavy_libraries_have_one_owner(library: str) -> None:
    """A library that could be replaced is imported in the module that wraps it, and nowhere else."""
    assert {name(path) for path in sources() if library in imported(path)} == OWNERS[library]


def posting(path: Path) -> Iterator[str]:
    """Where a file could post by itself."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute) and node.attr in POSTING:
            yield f"{name(path)}:{node.lineno} {node.attr}"
        elif isinstance(node, ast.Constant) and node.value in POSTING:
            yield f"{name(path)}:{node.lineno} {node.value!r}"
        elif isinstance(node, ast.arg) and node.arg in POSTING_PARAMETERS:
            yield f"{name(path)}:{node.lineno} {node.arg}"


def test_one_mouth() -> None:
    """Only the sender posts: no other module of the bot calls a method of the Web API that shows words to people."""
    others = [path for path in sources("bot") if name(path) != MOUTH and "bot/workspace/" not in name(path)]
    assert [place for path in others for place in posting(path)] == []
    assert list(posting(ROOT / MOUTH)) != []


def test_checking_the_token_is_the_only_other_call() -> None:
    """Besides the sender, Slack's Web API is called to check the token, and nothing else."""
    calling = {
        name(path)
        for path in sources("bot")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "auth_test" and "bot/workspace/" not in name(path)
    }
    assert calling == CHECKING


def test_only_the_settings_read_the_environment() -> None:
    """The environment is read in one place, so that what can be set is what is documented."""
    readers = {
        name(path)
        for path in sources()
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb"))
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and {"environ", "getenv"} & names(node))
    }
    assert readers == {"bot/settings.py"}


def test_one_writer_of_sheets() -> None:
    """CSV is written in one place, which lets no cell be taken for a formula."""
    writing = {name(path) for path in sources() if "xlsxwriter" in imported(path) or writes_rows(path)}
    assert writing == {"bot/sheets.py"}


def writes_rows(path: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter") for node in ast.walk(parsed(path))
    )


def names(node: ast.ImportFrom) -> set[str]:
    return {alias.name for alias in node.names}


def length(node: Function) -> int:
    """Lines from `def` to the end, without the docstring and without decorators."""
    held = node.body[0]
    docstring = (
        isinstance(held, ast.Expr) and isinstance(held.value, ast.Constant) and isinstance(held.value.value, str)
    )
    written = (held.end_lineno or 0) - held.lineno + 1 if docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - written


def test_functions_are_short() -> None:
    """Half of the functions have at most 6 lines, nine in ten at most 25, and none more than 60."""
    lengths = {place: length(node) for place, node in functions()}
    assert statistics.median(lengths.values()) <= 6
    assert statistics.quantiles(lengths.values(), n=10)[-1] <= 25
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_functions_have_few_parameters() -> None:
    """No function takes more than six parameters."""
    taken = {place: parameters(node) for place, node in functions()}
    assert {place: count for place, count in taken.items() if count > MOST_PARAMETERS} == {}


def parameters(node: Function) -> int:
    given = node.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return len([each for each in every if each is not None and each.arg not in ("self", "cls")])


def code_lines(path: Path) -> int:
    """Lines that hold code: no blank ones, no comments, no docstrings."""
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    held: set[int] = set()
    previous = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        stands_alone = token.type == tokenize.STRING and previous in (
            tokenize.NEWLINE,
            tokenize.INDENT,
            tokenize.DEDENT,
        )
        if token.type not in skipped and not stands_alone:
            held |= set(range(token.start[0], token.end[0] + 1))
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            previous = token.type
    return len(held)


def test_files_are_short() -> None:
    """No file holds more than 300 lines of code."""
    lengths = {name(path): code_lines(path) for path in sources()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}
    assert max(lengths.values()) > 0
