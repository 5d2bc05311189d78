"""What the commands of editors share: who it is, and how something is brought in and carried out."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common

if TYPE_CHECKING:
    from bot.wiring import Onhand
    from knowledge.article import Article
    from knowledge.proposals import Draft, Proposal
    from retrieval.publishing import Done

HERE = "the command line"
"""Who it was, where nobody is named."""


def by_editor(required: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that says who acts. It is taken at its word: whoever runs the command can read the database too."""
    told = "The Slack user id of the editor who does it, such as U012ABC. They see it in their data."
    return click.option("--by", required=required, default=None if required else "", help=told)


def onhand_here() -> "Onhand":
    from bot.wiring import Onhand

    return Onhand(common.settings())


def editor(onhand: "Onhand", by: str) -> str:
    """The key of an editor, who is on the company's list as one. Whoever is not ends the command."""
    from bot.commands.people import DEFAULT_TEAM
    from privacy.worker import Person

    if not by:
        return HERE
    request = onhand.rooms.gate.open(Person(onhand.settings.team or DEFAULT_TEAM, by), public=False)
    if not onhand.editors.admit(request):
        roles = ", ".join(sorted(onhand.settings.editor_roles))
        common.stop(
            f"--by {by!r}: accepted is somebody with the job role {roles} on the company's list (EDITOR_ROLES)."
        )
    return request.worker


def one(onhand: "Onhand", article_id: str, version: int | None = None) -> "Article":
    """The live article or one of its versions, or the end of the command."""
    found = onhand.library.get(article_id, version=version)
    if found is None:
        named = (
            f"{article_id!r} has no version {version} to show"
            if version
            else f"No live article has the id {article_id!r}"
        )
        common.stop(f"{named}. “onhand articles list” and “onhand articles versions ID” tell.", common.NOT_FOUND)
    return found


def propose(onhand: "Onhand", drafts: "Sequence[Draft]", by: str) -> None:
    """Brings drafts in; where one editor is enough, they are carried out at once. Tells which it was."""
    made = bring_in(onhand, drafts, by)
    if not made:
        click.echo("Nothing to do: it is like that already, or waits for an editor.")
    elif onhand.settings.approvals == 1:
        click.echo(f"Done. {told(published(onhand))}")
    else:
        click.echo(f"Proposed. Another editor has to approve it: onhand articles approve {made[0].id} --by U…")


def bring_in(onhand: "Onhand", drafts: "Sequence[Draft]", by: str) -> "tuple[Proposal, ...]":
    """The new proposals, approved already where one editor is enough."""
    return brought(onhand, drafts, editor(onhand, by))


def brought(onhand: "Onhand", drafts: "Sequence[Draft]", key: str) -> "tuple[Proposal, ...]":
    """The same for an editor whose key is known."""
    made = onhand.proposals.propose(drafts, key)
    if onhand.settings.approvals == 1:
        brought = {draft.article.id for draft in drafts}
        # Also what an interrupted load had brought in: it is not new any more.
        for each in onhand.proposals.list():
            if each.article.id in brought:
                onhand.proposals.approve(each.id, key, alone=True)
    return made


def published(onhand: "Onhand") -> "Done":
    """Makes live what is due, with a bar for what takes long."""
    with common.progress("Preparing the model") as exporting, common.progress("Embedding", "articles") as step:
        onhand.export_progress = exporting
        return onhand.publish(step)


def told(done: "Done") -> str:
    """What became of it, in a sentence."""
    retired = f", {len(done.retired)} taken out" if done.retired else ""
    return f"{done.published.loaded} live now{retired}."
