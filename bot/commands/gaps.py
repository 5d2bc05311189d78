"""`onhand gaps` and `onhand measures`: what the articles miss, and how questions went. Totals alone."""

import json
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common

if TYPE_CHECKING:
    from bot.gaps import Open
    from bot.wiring import Onhand
    from privacy.measures import Week

FOUR = 4


@click.command()
@click.option("--weeks", type=click.IntRange(1, 52), default=FOUR, show_default=True, help="Ended in the last N weeks.")
@click.option("--digest", is_flag=True, help="Print what a weekly digest says, as one JSON object.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def gaps(weeks: int, digest: bool, as_json: bool) -> None:
    """What people asked in vain, by topic.

    Every four weeks what was kept with a yes is counted, once: topics that at least GROUP_SIZE people asked about, in
    words that as many of them used. No question is shown, and nobody's name.
    """
    onhand = _counted()
    if digest:
        click.echo(json.dumps(_digest(onhand), ensure_ascii=False))
        return
    found = onhand.gap_report.gaps(weeks)
    if as_json:
        rows = {"k": onhand.settings.group_size, "gaps": [_row(each) for each in found]}
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for each in found:
        click.echo("\n".join(_lines(each)))
    if not found:
        from bot.wording.gaps import TOO_FEW

        click.echo(TOO_FEW.format(k=onhand.settings.group_size))


@click.command()
@click.option("--weeks", type=click.IntRange(1, 156), default=FOUR, show_default=True, help="The last N weeks.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def measures(weeks: int, as_json: bool) -> None:
    """How the questions of each week went.

    Counts of events with nobody's name, two days after a week is over, where at least GROUP_SIZE people asked in it.
    An answer of which nobody said whether it helped is told as such: it does not count as solved.
    """
    from bot.wiring import Onhand

    onhand = Onhand(common.settings())
    onhand.rooms.measures.measure()
    told, topics = onhand.rooms.measures.weeks(weeks), onhand.topics_helped()
    if as_json:
        rows = {"k": onhand.settings.group_size, "weeks": [_week(each) for each in told], "topics": topics}
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for week in told:
        click.echo("\n".join(_told(week, onhand.settings.group_size)))
    for topic, said in topics.items():
        click.echo(f"{topic}: helpful {said['helpful']} or more, not helpful {said['not helpful']} or more")


def _counted() -> "Onhand":
    """What is over is counted first, so that it is told whether or not “onhand serve” is at work."""
    from bot.wiring import Onhand

    onhand = Onhand(common.settings())
    onhand.rooms.gaps.count(onhand.grouping)
    onhand.rooms.measures.measure()
    return onhand


def _digest(onhand: "Onhand") -> dict[str, Any]:
    from bot.wording.gaps import TOO_FEW

    made = onhand.gap_report.digest()
    found = {"gaps": [_row(each) for each in made.gaps], "new": made.new}
    return found | {"said": "" if made.gaps else TOO_FEW.format(k=made.k), "week": _week(made.week), "k": made.k}


def _row(each: "Open") -> dict[str, Any]:
    gap = each.gap
    return {
        "topic": gap.topic,
        "first": str(gap.period.first),
        "until": str(gap.period.until),
        "question": each.question,
        "words": list(gap.words),
        "people": gap.people,
        "trend": gap.trend,
        "roles": list(gap.roles),
        "outcomes": dict(gap.outcomes),
        "near": [{"id": near.id, "title": near.title, "shown": near.shown} for near in each.near],
        "outline": list(each.outline),
    }


def _lines(each: "Open") -> list[str]:
    from bot.wording import gaps as wording

    gap, period = each.gap, each.gap.period
    near = [f"“{near.title}” ({near.id}){', which did not help' if near.shown else ''}" for near in each.near]
    return [
        f"{each.question}",
        f"    people: {wording.people(gap)}, {wording.TRENDS[gap.trend]}; {period.first} to {period.last}",
        f"    words: {', '.join(gap.words)}",
        f"    jobs: {wording.roles(gap)}",
        *([f"    {wording.outcomes(gap)}"] if gap.outcomes else []),
        f"    near it: {'; '.join(near) or 'no article'}",
        "    a draft could have:",
        *(f"        {heading}" for heading in each.outline),
    ]


def _week(week: "Week") -> dict[str, Any]:
    from bot.wording.gaps import figures

    return {"week": str(week.first), "told": week.told} | (figures(week) if week.told else {})


def _told(week: "Week", k: int) -> list[str]:
    from bot.wording.gaps import MEASURES, WEEK_TOO_FEW, figures

    if not week.told:
        return [f"Week of {week.first}: {WEEK_TOO_FEW.format(k=k)}"]
    return [f"Week of {week.first}:", *(f"    {number:6,}  {MEASURES[name]}" for name, number in figures(week).items())]
