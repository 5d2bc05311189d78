"""`onhand ranking test`: whether another version of the ranker gives better answers, asked of those who judge them."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common

if TYPE_CHECKING:
    from bot.contests import Plan, Standing

RECENT_DAYS = 100
NOTHING = "No test was started yet: onhand ranking test start --candidate VERSION."


@click.group("test")
def test() -> None:
    """Ask real questions which of two versions is better.

    \b
      onhand ranking test start --candidate 2
      onhand ranking test show
      onhand ranking test stop

    Answers for people whose role or past use is drawn are made from both orders in turn (team-draft interleaving); the
    bounds of the ranking hold for what comes out. An answer marked as helpful is a win for the version that chose it,
    one marked as not helpful a win for the other. Kept are three counts, with nobody's name.
    """


@test.command("start")
@click.option("--candidate", type=int, required=True, metavar="VERSION", help="The version that may become the one.")
@click.option(
    "--detect",
    type=click.FloatRange(0.51, 0.95),
    default=0.55,
    show_default=True,
    metavar="SHARE",
    help="The share of the judged answers that the better version wins: the nearer to a half, the more are needed.",
)
@click.option("--plan", "only_plan", is_flag=True, help="Say what it takes, and start nothing.")
def start(candidate: int, detect: float, only_plan: bool) -> None:
    """Test a version against the one in use, and say before how many answers that takes.

    As many are needed as find a difference of that size four times in five, and find one between equals in one test of
    twenty. Counting ends by itself with the last of them.
    """
    from bot.contests import AlreadyRunning, Plan
    from retrieval.power import needed

    onhand = _onhand()
    current = _may_be_tested(onhand, candidate)
    plan = Plan(current, candidate, needed(detect), detect)
    click.echo(_takes(plan, onhand.rooms.opinions.by_month()))
    if only_plan:
        return
    try:
        onhand.contests.start(plan, datetime.now(UTC))
    except AlreadyRunning:
        common.stop("A test runs already. End it first: onhand ranking test stop.")
    click.echo("Started. How it stands: onhand ranking test show. End it: onhand ranking test stop.")


def _may_be_tested(onhand: Any, candidate: int) -> int:
    """The version in use. Ends the command where it is the candidate too, or the candidate is not there."""
    current, there = onhand.rankers.current().version, [each.ranker.version for each in onhand.rankers.versions()]
    others = ", ".join(str(each) for each in there if each != current)
    if not others:
        common.stop("There is no other version than the one in use. One is learned by: onhand ranking train.")
    if candidate == current:
        common.stop(f"--candidate {candidate}: it is in use already; accepted are {others}.")
    if candidate not in there:
        common.stop(f"--candidate {candidate}: there is no such version; accepted are {others}.")
    return int(current)


def _takes(plan: "Plan", by_month: Mapping[str, int]) -> str:
    """What the test can find and how long that takes, for people to read."""
    more = round(100 * abs(2 * plan.detect - 1))
    return (
        f"Version {plan.candidate} against version {plan.current}, the one in use.\n"
        f"Needed are {plan.wanted:,} judged answers on which the two differ: so many find it 4 times in 5 where one "
        f"wins {plan.detect:.0%} of them, as where {more} of 100 answers more help. Of two that are equally good, 1 "
        f"test in 20 finds a difference.\n{_how_long(plan.wanted, a_week(by_month, datetime.now(UTC).date()))}"
    )


def _how_long(answers: int, a_week: float) -> str:
    if not a_week:
        return "Nobody has judged an answer lately, so how long that takes cannot be told."
    weeks = max(1, round(answers / a_week))
    return (
        f"{a_week:.1f} answers a week are judged at present, so it takes {weeks:,} weeks or more: those on which the "
        "two agree do not count."
    )


def a_week(by_month: Mapping[str, int], today: date) -> float:
    """How many answers were judged a week, in this month and those shortly before it."""
    begun = {date.fromisoformat(f"{month}-01"): times for month, times in by_month.items()}
    recent = {day: times for day, times in begun.items() if (today - day).days < RECENT_DAYS}
    return 7 * sum(recent.values()) / ((today - min(recent)).days + 1) if recent else 0.0


@test.command("show")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(as_json: bool) -> None:
    """Print how far the test is and, at its end, what it found.

    Before the end nobody is told who is ahead: a test that is ended as soon as it looks good finds what is not there.
    """
    onhand = _onhand()
    last, used = onhand.contests.last(), onhand.rankers.current().version
    if as_json:
        click.echo(json.dumps(_told(last) | {"in_use": used} if last else {}))
        return
    click.echo(_standing(last) if last else NOTHING)
    if last and last.stopped is None and last.plan.current != used:
        click.echo(f"Version {used} came into use meanwhile and chooses alone. End the test: onhand ranking test stop.")


@test.command("stop")
@click.option("--take", is_flag=True, help="Use the candidate from now on.")
def stop(take: bool) -> None:
    """End the test: from now on the version in use chooses alone."""
    onhand = _onhand()
    if not onhand.contests.running:
        common.stop("No test runs.", common.NOT_FOUND)
    onhand.contests.stop(datetime.now(UTC))
    last = onhand.contests.last()
    if take:
        onhand.rankers.use(last.plan.candidate)
    click.echo(_standing(last))
    click.echo(f"In use: version {onhand.rankers.current().version}.")


def _told(last: "Standing") -> dict[str, Any]:
    """As JSON. Who won stands there only once all is judged."""
    plan = last.plan
    told: dict[str, Any] = {
        "candidate": plan.candidate, "current": plan.current, "detect": plan.detect, "needed": plan.wanted,
        "judged": last.answers, "alike": last.alike, "running": last.stopped is None, "finished": last.whole,
    }  # fmt: skip
    if last.whole:
        from retrieval.power import judged

        verdict = judged(last.won, last.answers)
        told |= {"won": last.won, "difference": verdict.told} | asdict(verdict)
    return told


def _standing(last: "Standing") -> str:
    """In words."""
    plan, state = last.plan, "is tested" if last.stopped is None else "was tested"
    about = f"Version {plan.candidate} {state} against version {plan.current}, from {last.started:%Y-%m-%d} on."
    if last.whole:
        return f"{about}\n{_found(last)}"
    left = plan.wanted - last.answers
    end = f"{left:,} more are needed." if last.stopped is None else f"Too few to tell: {left:,} more were needed."
    return (
        f"{about}\n{last.answers:,} of {plan.wanted:,} answers on which they differ were judged, and {last.alike:,} on "
        f"which they agree. {end}"
    )


def _found(last: "Standing") -> str:
    from retrieval.power import judged

    plan, verdict = last.plan, judged(last.won, last.answers)
    won = (
        f"Of {last.answers:,} answers where they differed, version {plan.candidate} won {last.won:,} "
        f"({verdict.share:.0%}; 95 % between {verdict.low:.0%} and {verdict.high:.0%}): "
    )
    if not verdict.told:
        return f"{won}no difference that so many can show. Keep version {plan.current}."
    if verdict.share > 0.5:
        return f"{won}it is better. Take it: onhand ranking reset --to {plan.candidate}."
    return f"{won}it is worse. Keep version {plan.current}."


def _onhand() -> Any:
    from bot.wiring import Onhand

    return Onhand(common.settings())
