"""A manager's view of what groups of their people miss: in the home tab with buttons, above a nudge's form in lines."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, ButtonElement

from bot.slack import blocks as kit
from bot.team import Team, TeamReport
from bot.wording import team as say
from privacy.worker import WorkerId


class TeamView:
    """Shows it. Nothing is drawn: what is told of groups is of nobody, the manager included."""

    def __init__(self, report: TeamReport) -> None:
        self._report = report

    def at_home(self, manager: WorkerId) -> list[Block]:
        """For somebody whom the list names as a manager."""
        team = self._report.of(manager)
        return [kit.header(say.TITLE), *(_all(team) if team.told else [kit.section(say.NOTHING)]), kit.divider()]

    def in_form(self, manager: WorkerId) -> list[Block]:
        """The same topics without buttons: the form has a field for the article."""
        team = self._report.of(manager)
        lines = [*map(say.line, team.topics), *map(say.beside, team.beside)]
        return [kit.context("\n".join(lines) if lines else say.NOTHING), kit.divider()]


def _all(team: Team) -> Iterator[Block]:
    for topic in team.topics:
        yield kit.section(say.topic(topic))
        yield kit.context(say.trend(topic))
        yield from (kit.section(say.near(each), _write(each.id)) for each in topic.articles)
    for missed in team.beside:
        yield kit.section(say.beside(missed), _write(missed.id))
    if team.useful:
        yield kit.strong(say.USEFUL)
        yield from (kit.section(say.useful(each), _write(each.id)) for each in team.useful)
    yield kit.context(say.NEVER_WHO)


def _write(article: str) -> ButtonElement:
    return kit.button(say.WRITE, "nudge_write", {"a": article, "l": "en"})
