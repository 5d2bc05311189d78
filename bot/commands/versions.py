"""`onhand articles`, looking back: versions, what changed, where articles came from, and taking a source back."""

from typing import TYPE_CHECKING

import click

from bot.commands import common
from bot.commands.proposing import one, onhand_here

if TYPE_CHECKING:
    from bot.wiring import Onhand
    from knowledge.article import Article
    from knowledge.changing import Line
    from knowledge.history import Version

MARKS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


@click.command()
@click.argument("article_id", metavar="ID")
def versions(article_id: str) -> None:
    """List the versions of an article, newest first, and where each came from."""
    found = onhand_here().history.versions(article_id)
    if not found:
        common.stop(f"No article has or had the id {article_id!r}.", common.NOT_FOUND)
    for each in found:
        click.echo(_version(each))


def _version(each: "Version") -> str:
    state = "live" if each.live else "withdrawn" if each.withdrawn else ""
    came = each.provenance
    approved = f", approved {came.approved_at:%Y-%m-%d}" if came.approved_at else ""
    origin = came.origin or "not proposed"
    return f"v{each.number:<3} {each.saved_at:%Y-%m-%d %H:%M}  {state:10} {origin}{approved}  {each.title}"


@click.command()
@click.argument("article_id", metavar="ID", required=False, default="")
@click.option("--from", "begin", type=int, help="A version; otherwise the one before.")
@click.option("--to", "end", type=int, help="A version; otherwise the live one.")
@click.option("--proposal", type=int, help="What a proposal would change, by its number, instead of an id.")
def diff(article_id: str, begin: int | None, end: int | None, proposal: int | None) -> None:
    """Show what changed from one version of an article to another, word by word: [-gone-] and {+new+}."""
    from knowledge.changing import changes

    onhand = onhand_here()
    before, after = _proposed(onhand, proposal) if proposal else _two(onhand, article_id, begin, end)
    told = changes(before, after)
    for field in told.fields:
        click.echo(f"{field.name}: {field.before or 'nothing'} → {field.after or 'nothing'}")
    for line in told.near():
        click.echo(_marked(line))
    if not told.fields and not told.lines:
        click.echo("They are the same.")


def _marked(line: "Line") -> str:
    return "".join(MARKS[piece.mark].format(piece.words) for piece in line) or "…"


def _proposed(onhand: "Onhand", id: int) -> tuple["Article", "Article"]:
    found = onhand.proposals.get(id)
    if found is None:
        common.stop(f"There is no proposal {id}. What waits: onhand articles proposed.", common.NOT_FOUND)
    live = onhand.library.get(found.article.id) or _nothing(found.article)
    return (live, found.article) if found.action == "publish" else (live, _nothing(found.article))


def _nothing(article: "Article") -> "Article":
    from knowledge.article import Article

    return Article(article.id, "", "")


def _two(onhand: "Onhand", article_id: str, begin: int | None, end: int | None) -> tuple["Article", "Article"]:
    after = one(onhand, article_id, end)
    before = begin or after.version - 1
    return one(onhand, article_id, before) if before else _nothing(after), after


@click.command()
def sources() -> None:
    """List where the live articles came from: a file, a form, an answer."""
    for origin, count in onhand_here().history.origins().items():
        click.echo(f"{count:6}  {origin or 'not proposed'}")


@click.command()
@click.argument("source")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def withdraw(source: str, yes: bool) -> None:
    """Take back all that came from SOURCE, at once and for good, without another editor.

    SOURCE is a file, a folder or a zip as “onhand articles sources” names it, or the source that articles name
    themselves. Its articles are in no search any more, and the words of all its versions and proposals are deleted.
    """
    onhand = onhand_here()
    passages = onhand.history.left_of(source)
    if not yes:
        click.confirm(f"{passages} passages came from {source!r}. Take all of it back for good?", abort=True)
    gone = onhand.history.withdraw(source)
    if not gone.versions and not gone.proposals:
        common.stop(
            f"Nothing came from {source!r}. Where articles came from: onhand articles sources", common.NOT_FOUND
        )
    click.echo(
        f"Taken back: {len(gone.articles)} live articles with {passages} passages, {gone.versions} versions, "
        f"{gone.proposals} proposals. Left of it: {onhand.history.left_of(source)} passages."
    )
    for id, version in gone.earlier.items():
        click.echo(f"{id} had a version from elsewhere: onhand articles restore {id} --version {version}")


COMMANDS = (versions, diff, sources, withdraw)
