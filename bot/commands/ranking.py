"""`onhand ranking`: what the order of answers is made of, and what personal data adds to it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common
from bot.commands.contest import test

if TYPE_CHECKING:
    from retrieval.ablation import Ablation, Order, Search
    from retrieval.collection import Collection
    from retrieval.preference import Preference

FILE = click.Path(path_type=Path)
NAMES = {"general": "general", "role": "+ role", "past_use": "+ past use", "both": "+ both"}


@click.group()
def ranking() -> None:
    """What moves an answer up for somebody, and whether it helps them."""


ranking.add_command(test)

WORDS = {
    "own": "written for the asker's job",
    "version": "another version of what is for their job",
    "site": "for the asker's site",
    "helped": "it helped them before",
    "alike": "about what they had to do with before",
    "others": "it helped others in their job",
    "unhelped": "it did not help them",
}
OUTCOMES = {
    "too few": "Too few yet: {examples} examples of {contributors} people. Needed are {wanted}. Nothing was changed.",
    "kept": "Learned from {examples} examples of {contributors} people. No other weights foretell better what helps: "
    "version {version} stays.",
    "new": "Learned from {examples} examples of {contributors} people. Version {version} foretells better what helps, "
    "and is in use.",
    "shipped again": "Learned from {examples} examples of {contributors} people. What was in use has become worse than "
    "what Onhand came with, which is in use again.",
}


@ranking.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def train(as_json: bool) -> None:
    """Learn the weights anew, now, from what helped and what did not.

    Only from people who said yes to that, at least GROUP_SIZE of them; each reading leaves a receipt that they see
    under “my data”. The newest fifth of what they said is not learned from: weights that foretell it worse than those
    in use are not taken, and those in use give way where they have become worse than what Onhand came with.
    """
    onhand = _onhand()
    with common.progress("Reading what helped") as step:
        done = onhand.trainer.train(step)
    if as_json:
        fields = ("outcome", "examples", "contributors", "losses")
        told = {name: getattr(done, name) for name in fields} | {"version": onhand.rankers.current().version}
        click.echo(json.dumps(told))
        return
    from retrieval.learning import FEWEST_EXAMPLES, FEWEST_OF_A_KIND

    wanted = (
        f"{onhand.settings.group_size} people, {FEWEST_EXAMPLES} examples, "
        f"{FEWEST_OF_A_KIND} of them that helped and {FEWEST_OF_A_KIND} that did not"
    )
    click.echo(
        OUTCOMES[done.outcome].format(
            examples=done.examples,
            contributors=done.contributors,
            wanted=wanted,
            version=onhand.rankers.current().version,
        )
    )
    if done.losses:
        losses = ", ".join(f"{name} {loss:.4f}" for name, loss in done.losses.items())
        click.echo(f"Log loss on the newest examples, less is better: {losses}.")


@ranking.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(as_json: bool) -> None:
    """Print each weight in plain words, and the versions there are.

    A weight tells how much of a score the reason is worth at most; scores of good answers lie between 0.4 and 0.8.
    """
    rankers = _onhand().rankers
    used = rankers.current()
    versions = rankers.versions()
    if as_json:
        listed = [{"version": each.ranker.version, "weights": dict(each.ranker.weights)} for each in versions]
        click.echo(json.dumps({"version": used.version, "weights": dict(used.weights), "versions": listed}))
        return
    from bot.training import due
    from retrieval.ranker import MOST_UP

    click.echo(f"In use: {_name(used.version)}. Together the reasons add {MOST_UP} at most.")
    for name, words in WORDS.items():
        click.echo(f"  {used.weights.get(name, 0.0):+.3f}  {words}")
    for each in versions[1:]:
        made = f"{each.made:%Y-%m-%d}" if each.made else "?"
        click.echo(f"{_name(each.ranker.version)}: {made}, {each.examples} examples of {each.contributors} people")
    click.echo(f"Last tried to learn: {due(rankers.trained)}.")


@ranking.command()
@click.option("--to", default=0, show_default=True, metavar="VERSION", help="The version to go back to.")
def reset(to: int) -> None:
    """Go back to the weights that Onhand came with, or to another version.

    No version is deleted. What is learned next starts from what is in use.
    """
    rankers = _onhand().rankers
    try:
        rankers.use(to)
    except KeyError:
        there = ", ".join(str(each.ranker.version) for each in rankers.versions())
        common.stop(f"--to {to}: there is no such version; accepted are {there}.")
    click.echo(f"In use: {_name(to)}.")


def _onhand() -> Any:
    from bot.wiring import Onhand

    return Onhand(common.settings())


def _name(version: int) -> str:
    return f"version {version}" if version else "version 0, as Onhand came"


@ranking.command("evaluate")
@click.option(
    "--corpus", type=FILE, required=True, help="The documents: one JSON object a line with id, title, text, role, tags."
)
@click.option(
    "--queries",
    type=FILE,
    required=True,
    help="The questions: one JSON object a line with qid, text, role, user, date.",
)
@click.option(
    "--qrels", type=FILE, required=True, help="Which document answers which question: qid, docid, rel, parted by tabs."
)
@click.option("--userlog", type=FILE, help="What users did, a JSON object a line: user, date, tags, helped.")
@click.option("--keep", type=FILE, metavar="FOLDER", help="Keep the index there, so that the next run embeds nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(**options: Any) -> None:
    """Measure what role and past use add to the order of a judged collection.

    \b
      onhand ranking evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv --userlog userlog.jsonl

    Each question is asked four times: for everyone, with the asker's role and site, with what they did before (no more
    than the last 10 times, nothing from after the question), and with both. nDCG@10 and MRR@10, and the 95 % interval
    of the difference from the order for everyone, question by question; “own first” is the share of the questions with
    a page for the asker's role (grade 2) that have it first. Below, each role, site and language by itself, so that
    nobody loses, and the share of the documents that nobody is shown.
    """
    collection, log = _read(options)
    done, added = _asked(collection, log, options["keep"])
    from retrieval.ablation import figures

    told = figures(done) | {"added_ms_p50": added}
    if options["as_json"]:
        click.echo(json.dumps(told))
    else:
        _print(told)


def _read(options: Mapping[str, Any]) -> "tuple[Collection, Mapping[str, Any]]":
    from retrieval import collection

    try:
        read = collection.read(options["corpus"], options["queries"], options["qrels"])
        log = collection.read_log(options["userlog"]) if options["userlog"] else {}
    except collection.BadCollection as problem:
        common.stop(str(problem))
    if not read.ranked():
        common.stop(f"{options['qrels']}: no question has a relevant document, so there is nothing to measure.")
    return read, log


def _asked(collection: "Collection", log: Mapping[str, Any], keep: Path | None) -> "tuple[Ablation, float]":
    """The orders of all conditions, and how many milliseconds a preference adds to a question."""
    from bot.evaluation import Measured, apart
    from bot.wiring import Onhand
    from retrieval.ablation import ablate

    with apart(common.settings(), keep) as own, common.progress("Preparing the model") as exporting:
        onhand = Onhand(own, exporting)
        with common.progress("Loading") as loading:
            Measured(onhand, for_roles=True).load(collection.documents, loading)
        with common.progress("Asking") as asking:
            done = ablate(_search(onhand), collection, log, asking)
        return done, _added(onhand, collection, log)


def _search(onhand: Any) -> "Search":
    from retrieval.ranking import PER_ARTICLE

    def search(words: str, preference: "Preference", viewer: Any) -> "Order":
        passages = onhand.retriever.search(words, preference, viewer, 10 * PER_ARTICLE)
        return tuple(dict.fromkeys(passage.article.id for passage in passages))

    return search


def _added(onhand: Any, collection: "Collection", log: Mapping[str, Any]) -> float:
    """Of each question the time with a preference less the time without one, one right after the other; the middle."""
    import time
    from statistics import median

    from knowledge.article import Viewer
    from retrieval.ablation import preferences

    differences = []
    for query in collection.ranked():
        viewer, both = Viewer(query.role, query.site), preferences(query, log)
        times = []
        for name in ("general", "both"):
            begun = time.perf_counter()
            onhand.retriever.search(query.text, both[name], viewer)
            times.append(time.perf_counter() - begun)
        differences.append(times[1] - times[0])
    return round(1000 * median(differences), 3)


def _print(told: Mapping[str, Any]) -> None:
    click.echo(f"{told['questions']} questions, {told['with_past']} of users of whom something is remembered")
    click.echo(f"{'':<12}  nDCG@10   MRR@10     gain      95 % interval   own first  never shown")
    for name, label in NAMES.items():
        row = told[name]
        gain = f"{row['gain_percent']:+.1f} %" if "gain_percent" in row else "–"
        low, high = row["ci95"]
        own = f"{row['own_page_first']:.1%}" if "own_page_first" in row else "–"
        click.echo(
            f"{label:<12}  {row['ndcg@10']:>7.4f}  {row['mrr@10']:>7.4f}  {gain:>7}  {low:>8.4f} {high:>8.4f}"
            f"  {own:>9}  {row['never_shown']:>11.1%}"
        )
    for key in ("role", "site", "lang"):
        for value, row in told[f"by_{key}"].items():
            low, high = row["ci95"]
            click.echo(
                f"{value}: {row['questions']} questions, nDCG@10 {row['general']:.4f} → {row['both']:.4f} "
                f"(difference between {low:+.4f} and {high:+.4f})"
            )
    click.echo(f"A preference adds {told['added_ms_p50']} ms to a question (p50).")
