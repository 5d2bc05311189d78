"""`onhand evaluate`: how good is the search, in figures?"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common

if TYPE_CHECKING:
    from bot.exam import Marked
    from bot.settings import Settings
    from retrieval.collection import Collection
    from retrieval.evaluation import Figures, System

COLUMNS = (
    "ndcg@10", "recall@10", "recall@100", "mrr@10", "p50_ms", "p95_ms", "index_s", "rss_mb", "auroc", "coverage@p95",
    "answered", "right",
)  # fmt: skip
PEERS = ("bm25", "dense", "langchain")
_EXTRA = "pip install -e '.[evaluate]'"
FILE = click.Path(path_type=Path)


@click.command()
@click.option("--corpus", type=FILE, help="The documents: one JSON object a line with id, title, text, roles.")
@click.option("--queries", type=FILE, help="The questions: one JSON object a line with qid, text, role, answerable.")
@click.option("--qrels", type=FILE, help="Which document answers which question: qid, docid, rel, parted by tabs.")
@click.option("--against", default="", metavar="LIST", help=f"Peers to measure beside it: {','.join(PEERS)}.")
@click.option("--keep", type=FILE, metavar="FOLDER", help="Keep the index there, so that the next run embeds nothing.")
@click.option("--by-role", is_flag=True, help="Show a document that has a role to that role alone.")
@click.option("--sample", is_flag=True, help="Ask the sample company's questions instead, as in Slack.")
@click.option("--questions", type=FILE, help="Other questions for --sample, in the same form.")
@click.option("--misses", is_flag=True, help="With --sample: list what was not answered right.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a system, or a set of questions.")
def evaluate(**options: Any) -> None:
    """Measure the search over a judged collection, or over the sample company.

    \b
      onhand evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv --against bm25,dense,langchain
      onhand evaluate --sample --misses

    Each document becomes an article in a home folder of its own; a list of roles is its audience. One row a system: how
    well it orders (ir-measures), milliseconds from the question to the answer (of peers: to the documents), seconds to
    index, the memory of the process at that point. Where some questions have no answer: AUROC of the confidence, and
    the share of the others that can be answered while 95 % of all answers are right. Of Onhand, which also answers: the
    share of all questions that are answered, and of these answers the share that is right. The peers need the extra
    “evaluate”: pip install -e ".[evaluate]".
    """
    if options["sample"]:
        _sample(options["questions"], options["misses"], options["as_json"])
        return
    files = [options["corpus"], options["queries"], options["qrels"]]
    if None in files:
        common.stop("Missing files: accepted is --corpus FILE --queries FILE --qrels FILE, or --sample.")
    peers = _peers(options["against"])
    collection = _collection(files, options["by_role"])
    _tell_left_out(collection)
    table = _Table(options["as_json"])
    for figures in _measured(collection, peers, options["keep"]):
        table.add(figures)


def _peers(against: str) -> list[str]:
    names = [name.strip() for name in against.split(",") if name.strip()]
    for name in names:
        if name not in PEERS:
            common.stop(f"--against {against}: {name!r} is no peer; accepted are {', '.join(PEERS)}, parted by commas.")
    if names:
        from retrieval.peers import missing

        for package in missing(names):
            common.stop(f"--against {against} needs the package {package}. In Onhand's folder: {_EXTRA}")
    return names


def _collection(files: Sequence[Path], by_role: bool) -> "Collection":
    from retrieval import collection

    try:
        read = collection.read(*files)
    except collection.BadCollection as problem:
        common.stop(str(problem))
    return collection.by_role(read) if by_role else read


def _tell_left_out(collection: "Collection") -> None:
    if unjudged := len(collection.unjudged()):
        click.echo(f"{unjudged} questions have no relevant document and are left out.", err=True)
    if missing := len(collection.missing()):
        click.echo(f"{missing} judged documents are not in the corpus and count as not found.", err=True)


def _measured(collection: "Collection", peers: Sequence[str], keep: Path | None) -> "Iterator[Figures]":
    """The figures of Onhand, then of each peer: torch, which they load, is not in Onhand's memory."""
    from bot.evaluation import Measured, apart
    from bot.wiring import Onhand
    from retrieval.peers import PEERS as MAKERS

    settings = common.settings()
    with apart(settings, keep) as own, common.progress("Preparing the model") as exporting:
        onhand = Onhand(own, exporting)
        _ = onhand.encoder
        yield _row(Measured(onhand), collection)
    for name in peers:
        try:
            peer = MAKERS[name](settings.model)
        except ValueError as problem:
            common.stop(str(problem))
        yield _row(peer, collection)


def _row(system: "System", collection: "Collection") -> "Figures":
    from retrieval.evaluation import evaluate as measure

    with common.progress(f"{system.name}: loading") as loading, common.progress(f"{system.name}: asking") as asking:
        return measure(system, collection, loading, asking)


class _Table:
    """Prints each row as soon as it is there."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._begun = False

    def add(self, figures: "Figures") -> None:
        if self._as_json:
            click.echo(json.dumps(figures))
            return
        if not self._begun:
            click.echo("  ".join([f"{'system':<10}", *(f"{name:>{_width(name)}}" for name in COLUMNS)]))
            self._begun = True
        cells = [f"{figures.get(name, '–'):>{_width(name)}}" for name in COLUMNS]
        click.echo("  ".join([f"{figures['system']:<10}", *cells]))


def _width(name: str) -> int:
    return max(len(name), 8)


def _sample(questions: Path | None, misses: bool, as_json: bool) -> None:
    marked = _examined(common.settings(), questions)
    from bot.exam import summary

    sets = sorted({each.asked.of for each in marked})
    parts = [(of, [each for each in marked if each.asked.of == of]) for of in sets] if len(sets) > 1 else []
    for of, some in [*parts, ("all", marked)]:
        _print_set(summary(some, of), as_json)
    if misses:
        for each in marked:
            if each.miss:
                _print_miss(each, as_json)


def _examined(settings: "Settings", questions: Path | None) -> "list[Marked]":
    """Every question of the sample, asked and marked."""
    from bot.demo import SAMPLE, for_demo, load_sample
    from bot.evaluation import apart
    from bot.exam import BadQuestion, ask, read

    try:
        asked = read(questions or SAMPLE / "questions.jsonl")
    except (OSError, BadQuestion) as problem:
        common.stop(str(problem))
    marked = []
    with apart(for_demo(settings)) as own:
        with common.progress("Preparing the model") as exporting, common.progress("Loading the sample") as step:
            onhand = load_sample(own, step, exporting)
        with common.progress("Asking") as step:
            for number, each in enumerate(asked, 1):
                marked.append(ask(onhand, own.team, each, number))
                step(number, len(asked))
    return marked


def _print_set(figures: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    from bot.exam import VERDICTS

    names = ("questions", "answerable", *VERDICTS)
    click.echo(f"{figures['set'] or 'unnamed'}: {figures['right_share']:.1%} of the answerable answered right, "
               f"{figures['read_share']:.1%} read the right words at once or after a tap, "
               f"{figures['wrong_share']:.1%} of all answered wrong")  # fmt: skip
    click.echo("  ".join([f"  {'':<20}", *(f"{name:>11}" for name in names)]))
    for label, row in [("all", figures), *figures["by_kind"].items(), *figures["by_lang"].items()]:
        click.echo("  ".join([f"  {label:<20}", *(f"{row[name]:>11}" for name in names)]))
    click.echo("")


def _print_miss(marked: "Marked", as_json: bool) -> None:
    asked, answer = marked.asked, marked.answer
    quotes = [f"{citation.article_id}: {citation.quote}" for citation in answer.citations]
    if as_json:
        fields = {"verdict": marked.verdict, "question": asked.words, "as": asked.by, "kind": asked.kind}
        click.echo(json.dumps(fields | {"articles": sorted(asked.articles), "said": quotes}, ensure_ascii=False))
        return
    wanted = ", ".join(sorted(asked.articles)) or "no answer"
    click.echo(f"{marked.verdict}: {' → '.join([*asked.after, asked.words])} ({asked.by}, {asked.kind}; {wanted})")
    for line in quotes:
        click.echo(f"    {' '.join(line.split())}")
