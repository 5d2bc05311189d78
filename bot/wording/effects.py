"""What managers and those who edit articles read about whether nudges helped. In English alone, as they do."""

from collections.abc import Iterable, Mapping

from bot.effects import Effect
from privacy.nudges import Sent

SHOWN = 5
"""Articles of which a manager is told."""
HEADING = "Did nudges help?"
HOW = (
    "Compared are four weeks before and four weeks after, in jobs that got a nudge and in jobs that did not, where on "
    "both sides a group or more found no answer before. Everybody it was meant for counts, whether they took it or "
    "not. The range holds what chance may have done, and that each site has months of its own. What else came to the "
    "same jobs at the same time is not in it."
)


def helped(title: str, effect: Effect | None) -> str:
    """The same words where there are too few people and where there are none."""
    if effect is None:
        return (
            f"It cannot be told whether the nudge on “{title}” helped: the weeks after it are not over, or too few "
            "people at too few sites can be compared, or none."
        )
    people = "Of 100 people in jobs that got this nudge,"
    than = f"found no answer in “{title}” than before, compared to jobs that did not get it."
    if effect.least > 0:
        return f"{people} {_between(effect.least, effect.most)} fewer {than}"
    if effect.most < 0:
        return f"{people} {_between(-effect.most, -effect.least)} more {than}"
    return f"It is open whether it helped. {people} between {-effect.least} more and {effect.most} fewer {than}"


def of_sent(sent: Iterable[Sent], told: Mapping[str, Effect | None]) -> list[str]:
    """To a manager, the newest first: of what they sent themselves to more than one person, and of nothing else."""
    titles = {each.nudge.article: each.nudge.title for each in sent if each.people > 1}
    return [helped(title, told[article]) for article, title in reversed(titles.items()) if article in told][:SHOWN]


def _between(least: int, most: int) -> str:
    return f"{least} to {most}" if least < most else str(least)
