"""`onhand articles`, what editors do with what waits: approve, refuse, retire, bring back, check."""

import json
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common
from bot.commands.proposing import by_editor, editor, one, onhand_here, propose, published, told

if TYPE_CHECKING:
    from knowledge.proposals import Proposal


@click.command()
@click.option("--state", default="waiting", help="waiting, approved, live, refused, replaced or withdrawn.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def proposed(state: str, as_json: bool) -> None:
    """List what waits for another editor, oldest first.

    What is approved and has a day to begin stays approved until then: --state approved.
    """
    from knowledge.proposals import STATES

    found = [each for each in STATES if each == state]
    if not found:
        common.stop(f"--state {state!r}: accepted is {', '.join(STATES)}.")
    for each in onhand_here().proposals.list(found[0]):
        click.echo(json.dumps(_row(each)) if as_json else _line(each))


def _row(each: "Proposal") -> dict[str, Any]:
    return {
        "id": each.id, "action": each.action, "article": each.article.id, "title": each.article.title,
        "origin": each.origin, "proposed_at": each.proposed_at.isoformat(), "state": each.state,
        "live_from": str(each.article.live_from or ""), "note": each.note,
    }  # fmt: skip


def _line(each: "Proposal") -> str:
    begin = f", from {each.article.live_from}" if each.article.live_from else ""
    return f"{each.id:5} {each.action:8} {each.article.id:32} {each.proposed_at:%Y-%m-%d} {each.origin}{begin}"


@click.command()
@click.argument("ids", metavar="NUMBER…", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="All that waits and is not their own.")
@by_editor(required=True)
def approve(ids: tuple[int, ...], everything: bool, by: str) -> None:
    """Approve what waits, by its number, so that it is live: at once, or on the day that it names.

    Nobody approves what they proposed themselves, unless APPROVALS=1. Look at it first with “onhand articles diff
    --proposal NUMBER”.
    """
    from knowledge.proposals import NotWaitingError, OwnProposalError

    onhand = onhand_here()
    key = editor(onhand, by)
    wanted = [each.id for each in onhand.proposals.list() if each.proposed_by != key] if everything else list(ids)
    if not wanted:
        common.stop("Nothing to approve: name a number, or --all. What waits: onhand articles proposed.")
    refused = []
    for id in wanted:
        try:
            onhand.proposals.approve(id, key, alone=onhand.settings.approvals == 1)
        except (OwnProposalError, NotWaitingError) as problem:
            refused.append(f"Not approved: {problem}.")
    click.echo(f"{len(wanted) - len(refused)} approved. {told(published(onhand))}")
    if refused:
        common.stop("\n".join(refused), common.FAILED)


@click.command()
@click.argument("id", metavar="NUMBER", type=int)
@click.option("--note", default="", help="Why, for the one who proposed it.")
@by_editor(required=True)
def refuse(id: int, note: str, by: str) -> None:
    """Refuse what waits. It stays in the list of what was refused, with the note."""
    from knowledge.proposals import NotWaitingError

    onhand = onhand_here()
    try:
        onhand.proposals.refuse(id, editor(onhand, by), note)
    except NotWaitingError as problem:
        common.stop(f"Nothing was changed: {problem}.", common.NOT_FOUND)
    click.echo(f"Proposal {id} is refused.")


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--version", required=True, type=int, help="The version to bring back.")
@by_editor()
def restore(article_id: str, version: int, by: str) -> None:
    """Bring an older version of an article back. It waits for another editor like all that is new."""
    from knowledge.proposals import Draft

    onhand = onhand_here()
    article = one(onhand, article_id, version)
    came = onhand.history.provenance(article_id, version)
    # Its origin stays with it: what is withdrawn later must not stay under another name.
    propose(onhand, [Draft(article, came.origin if came else "")], by)


@click.command()
@click.argument("article_id", metavar="ID")
@by_editor()
def retire(article_id: str, by: str) -> None:
    """Take an article out of every search. It waits for another editor; its versions stay in the database."""
    from knowledge.proposals import Draft

    onhand = onhand_here()
    article = onhand.library.get(article_id)
    if article is None:
        common.stop(f"No live article has the id {article_id!r}; nothing was changed.", common.NOT_FOUND)
    propose(onhand, [Draft(article, "", "retire")], by)


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--review-by", type=click.DateTime(["%Y-%m-%d"]), help="The day to check it again, like 2027-05-01.")
@by_editor(required=True)
def checked(article_id: str, review_by: Any, by: str) -> None:
    """Note that an article was checked today and is still right. Its words stay, so nobody has to approve it."""
    from knowledge.review import check_again

    onhand = onhand_here()
    article, key = one(onhand, article_id), editor(onhand, by)
    today = onhand.today()
    again = review_by.date() if review_by else check_again(article, today)
    if again <= today:
        common.stop(f"--review-by {again}: accepted is a day after today, {today}.")
    onhand.history.renew(article.id, article.version, today, again, key)
    click.echo(f"{article_id} was checked on {today}; check it again by {again}.")


COMMANDS = (proposed, approve, refuse, restore, retire, checked)
