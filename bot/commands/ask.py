"""`onhand ask`: one answer in the terminal, through the same path as in Slack."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common
from bot.commands.people import DEFAULT_TEAM

if TYPE_CHECKING:
    from bot.answering import Reply
    from privacy.gate import Notice


@click.command()
@click.argument("question")
@click.option("--as", "worker", metavar="WORKER", help="Ask as this worker: a Slack user id from the people file.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
def ask(question: str, worker: str | None, as_json: bool) -> None:
    """Ask a question, as a worker would in a direct message.

    \b
      onhand ask "wat temp chiken" --as U0CAI

    Exit code: 0 answered, 3 not in the articles, 2 bad input.
    """
    if not question.strip():
        common.stop("QUESTION is empty: accepted is a question in your own words.")
    begun = time.perf_counter()
    reply, notice = _reply(question, worker)
    took_ms = round((time.perf_counter() - begun) * 1000, 1)
    fields = as_fields(reply, notice) | {"took_ms": took_ms}
    click.echo(json.dumps(fields, ensure_ascii=False) if as_json else as_text(fields, _remarks(reply)))
    if not reply.answer.found:
        raise SystemExit(common.NOT_FOUND)


def _reply(question: str, worker: str | None) -> "tuple[Reply, Notice]":
    """The reply, handed out only after the outbox took its row: the terminal is a mouth like any other."""
    from bot.wiring import Onhand

    settings = common.settings()
    onhand = Onhand(settings)
    onhand.open_beside()  # before all that is read meanwhile
    from bot.answering import Place, Question
    from privacy.gate import Notice, Outgoing
    from privacy.worker import Person

    if onhand.library.live_count() == 0:
        common.stop(f"There are no articles in {settings.home} yet. Load some: onhand articles load PATH")
    if other := onhand.other_model():
        click.echo(
            f"EMBEDDING_MODEL={settings.model!r}: the articles are embedded with {other}, which reads this question; "
            "embed them anew: onhand articles embed",
            err=True,
        )
    person = Person(settings.team or DEFAULT_TEAM, worker) if worker else None
    if person is not None and not onhand.rooms.directory.knows(person):
        common.stop(f"--as {worker}: accepted is the Slack user id of somebody on the people file that was loaded.")
    reply = onhand.assistant.reply(Question(question, person, Place("terminal")))
    shown: list[Notice] = []

    def render(notice: Notice) -> Outgoing:
        shown.append(notice)
        return Outgoing("terminal", {"text": f"{reply.answer.text}\n{notice.text}"}, "terminal")

    for row in onhand.rooms.gate.send(reply.request, render):
        onhand.rooms.outbox.sent(row)
    return reply, shown[0]


def as_fields(reply: "Reply", notice: "Notice") -> dict[str, Any]:
    """The answer as the JSON of `onhand ask --json`."""
    from bot.wording import voice_in

    voice = voice_in(reply.request.language)
    return {
        "found": reply.answer.found,
        "text": voice.first_line(reply.answer),
        "citations": [
            {
                "article_id": citation.article_id,
                "title": citation.title,
                "heading": citation.heading,
                "quote": citation.quote,
                "version": citation.version,
            }
            for citation in reply.answer.citations
        ],
        "offered": [asdict(each) for each in reply.answer.offered],
        "notice": notice.text,
        "receipts": [
            {"number": receipt.number, "use": receipt.use, "kinds": list(receipt.kinds)} for receipt in notice.receipts
        ],
        "next_step": voice.next_step(reply.answer, reply.contact),
    } | _near(reply)


def _near(reply: "Reply") -> dict[str, Any]:
    near = reply.answer.nearest
    if reply.answer.found or near is None:
        return {}
    quoted = [{"heading": each.heading, "quote": each.quote} for each in (near, *reply.answer.also)]
    return {"nearest": {"article_id": near.article_id, "title": near.title, "quote": near.quote, "quoted": quoted}}


def _remarks(reply: "Reply") -> list[str]:
    from bot.wording import voice_in

    voice = voice_in(reply.request.language)
    disagree = [voice.they_disagree] if reply.answer.disagree else []
    offered = [voice.offers(reply.answer)] if reply.answer.offered else []
    return [*offered, *disagree, *(voice.written_in(each) for each in reply.other_languages)]


def as_text(fields: dict[str, Any], remarks: Sequence[str]) -> str:
    """The answer as a person reads it in a terminal."""
    from knowledge.plain import shown

    lines = [fields["text"], ""]
    nearest = fields.get("nearest", {})
    near = [nearest | quoted for quoted in nearest.get("quoted", ())]
    for citation in fields["citations"] or near:
        heading = f" › {citation['heading']}" if citation["heading"] else ""
        lines += [f"  {line}" for line in shown(citation["quote"]).splitlines()]
        lines += [f"  — “{citation['title']}”{heading}", ""]
    lines += [*remarks, ""] if remarks else []
    receipts = ", ".join(str(receipt["number"]) for receipt in fields["receipts"])
    lines += [fields["notice"] + (f" (receipt {receipts})" if receipts else ""), fields["next_step"]]
    return "\n".join(lines)
