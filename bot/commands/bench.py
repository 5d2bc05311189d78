"""`onhand bench`: how fast is it, and how large does it grow?"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common

if TYPE_CHECKING:
    from retrieval.bench import Figures

SIZES = "1000,10000,100000,1000000"
SMALLEST, LARGEST = 100, 10_000_000
LABELS = {
    "reading": "reading the question, mending slips",
    "embedding": "embedding it",
    "vectors": "searching the vectors",
    "lexical": "searching the words",
    "closely": "fusing, reading closely",
    "composing": "composing the answer",
    "whole": "question to answer",
    "raw": "embedding, vectors and words alone",
}
BUSY = 0.5
"""The load from which on the table says that the machine was at other work."""
_EXTRA = "pip install -e '.[evaluate]'"


@click.command()
@click.option("--sizes", default=SIZES, show_default=True, metavar="LIST", help="Passages of each library to measure.")
@click.option("--questions", default=200, show_default=True, type=click.IntRange(min=10), help="Questions to ask each.")
@click.option("--model", metavar="MODEL", help="Another model than EMBEDDING_MODEL, in the same form.")
@click.option("--peers", is_flag=True, help="Also LangChain's ensemble, up to 50000 passages. Needs the extra.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a size.")
def bench(sizes: str, questions: int, model: str | None, peers: bool, as_json: bool) -> None:
    """Measure speed and size on this machine, from small libraries to large ones.

    \b
      onhand bench --sizes 1000,10000 --questions 100
      onhand bench --sizes 50000 --peers --json

    Each size is a library of its own on disk, in a process of its own: the sample company's articles, and as many made
    up from them as it takes (variations in their words and vectors; only the sample itself is embedded). The sample's
    questions are asked as its workers would, by the same path as in Slack, and each stage is timed. “Alone” is the bare
    cost of the same parts in the same run: the question embedded, the 100 nearest by vector, the 100 best by words.

    Memory is that of the process; a size that does not fit into what is free is left out with a sentence. Up to 100000
    passages one article is changed while questions go on. --peers needs the extra “evaluate”:
    pip install -e ".[evaluate]".
    """
    numbers = _numbers(sizes)
    if peers:
        _check_peer()
    failed = False
    for figures in _measured(numbers, questions, model, peers):
        failed = failed or bool(figures.get("failed"))
        if as_json:
            click.echo(json.dumps(figures))
        else:
            _print(figures)
    if failed:
        raise SystemExit(common.FAILED)


def _numbers(sizes: str) -> tuple[int, ...]:
    names = [name.strip() for name in sizes.split(",")]
    for name in names:
        if not name.isdecimal() or not SMALLEST <= int(name) <= LARGEST:
            common.stop(
                f"--sizes {sizes}: {name!r} is no size; accepted are whole numbers from {SMALLEST} to {LARGEST}, "
                "parted by commas."
            )
    return tuple(map(int, names))


def _check_peer() -> None:
    from retrieval.peers import missing

    for package in missing(["langchain"]):
        common.stop(f"--peers needs the package {package}. In Onhand's folder: {_EXTRA}")


def _measured(sizes: tuple[int, ...], questions: int, model: str | None, peers: bool) -> "Iterator[Figures]":
    from bot.bench import Bench
    from bot.settings import MODEL
    from retrieval.models import ACCEPTED

    settings = common.settings()
    if model is not None and not MODEL.fullmatch(model):
        common.stop(f"--model {model}: accepted is {ACCEPTED}.")
    chosen = replace(settings, model=model) if model else settings
    return Bench(chosen, sizes, questions, peers, common.progress).run()


def _print(figures: Mapping[str, Any]) -> None:
    if "left_out" in figures:
        click.echo(f"{figures['left_out']}\n")
        return
    for line in _lines(figures):
        click.echo(line)
    click.echo("")


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"{figures['passages']:,} passages in {figures['articles']:,} articles, {figures['real_articles']} of them the "
        f"sample's; {figures['dimension']} numbers a vector, of {figures['model']}"
    )
    yield (
        f"  build        {figures['build_s']:.2f} s: vectors {figures['vectors_s']:.2f} s, words "
        f"{figures['lexical_s']:.2f} s, the rest reading the rows; saving them took {figures['saving_s']:.2f} s"
    )
    if figures["settled_s"] >= 1:
        yield f"  clusters     found in {figures['settled_s']:.0f} s, once, beside the questions of the first start"
    yield (
        f"  a passage    {figures['disk_bytes']:,} bytes on disk, {figures['memory_bytes']:,} in memory; the process "
        f"{figures['rss_mb']:,.0f} MB, at its most {figures['peak_mb']:,.0f} MB"
    )
    yield f"  {'milliseconds':<40}{'p50':>9}{'p95':>9}{'CPU p50':>9}"
    for name, times in (*figures["stages"].items(), ("raw", figures["raw"])):
        cpu = f"{times['cpu_p50_ms']:>9.2f}" if "cpu_p50_ms" in times else ""
        yield f"  {LABELS[name]:<40}{times['p50_ms']:>9.2f}{times['p95_ms']:>9.2f}{cpu}"
    yield f"  {'whole to alone':<40}{figures['whole_to_raw']:>9.2f}{'':9}{figures['cpu_whole_to_raw']:>9.2f}"
    yield f"  questions a second {figures['qps_1']:.0f} on 1 thread, {figures['qps_2']:.0f} on 2"
    yield f"  {_change(figures)}"
    if figures["load"] >= BUSY:
        yield f"  other work on this machine when it began: load {figures['load']}; all but CPU time may be too long"
    if "langchain" in figures:
        yield f"  {_langchain(figures['langchain'])}"


def _change(figures: Mapping[str, Any]) -> str:
    if "changed_s" not in figures:
        return "one article changed: not measured above 100,000 passages"
    answered = (
        "not answered in time" if figures["changed_s"] is None else f"answered after {figures['changed_s']:.2f} s"
    )
    return f"one article changed: {answered}; the longest question meanwhile {figures['longest_ms']:.0f} ms"


def _langchain(figures: Mapping[str, Any] | None) -> str:
    if figures is None:
        return "LangChain's ensemble: not measured above 50,000 passages"
    return (
        f"LangChain's ensemble: p50 {figures['p50_ms']:.2f} ms, p95 {figures['p95_ms']:.2f} ms; "
        f"its p50 is {figures['to_onhand']} times Onhand's"
    )
