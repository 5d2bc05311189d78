"""What managers read when they write a nudge. In English alone, like what editors read."""

from collections.abc import Mapping
from itertools import groupby

from privacy.groups import Cell
from privacy.nudges import A_WEEK, Sent

TITLE = "Coach"
BUTTON = "Coach my people"
ARTICLE = "Article"
SEARCH = "Type a word of its title"
DRAFTS = "From the article itself. Take one, and change it as you like:"
NO_DRAFTS = "This article tells nobody what to do in a short sentence: please write your own."
TAKE = "Take this"
TAKEN = "Taken"
OWN = "What you wrote yourself:"
TAKE_OWN = "Take mine again"
WORDS = "Your message (left empty, I take the article's first sentences)"
TO = "One person (left empty, all of your people)"
ROLE = "Only this job role"
SITE = "Only this site"
WHEN = "When"
DAYS = {"0": "Now, in their own hours", "1": "Tomorrow, in their own hours", "7": "In a week, in their own hours"}
PREVIEW = "Preview"
PREVIEW_TITLE = "What they will see"
SEND = "Send it"
BACK = "Back"
INTRO = (
    "A nudge is a short message with an article. It goes to those of your people who said yes, in their own hours. "
    "You are never told who said no."
)
NOTHING_SENT = "You sent no nudges in the last 90 days."
NOBODY = "I can't send that: it goes to nobody on your part of the company's list."
NO_ARTICLES = "There are no articles to send yet."
GONE = "This article is gone, or none of your people may see it."
CHOOSE = "Please choose an article."
NONE_MAY_SEE = "None of your people with this job role and site may see this article."
TOO_LONG = "Please write 300 characters at most."
WILL_SEE = "This is exactly what they will see:"
ON_A_PHONE = "On a locked phone: {text}"
BELOW = "Buttons below it: {labels}."
TO_ONE = "goes there alone, if they said yes to nudges."
STARTS = {0: "From now on, in their own hours.", 1: "From tomorrow, in their own hours.",
          7: "In a week, in their own hours."}  # fmt: skip
USED = "Used for it: what you wrote, and who your people are on the company's list. Nothing else about them."
BY_JOB = "Used for it: what you wrote, who your people are on the company's list, and their job role and site."
REPLY = "replies to your nudge about “{title}”:"
REPORT = (
    "Somebody reports this nudge of the person above. Their name is not passed on, and the sender is not told: {words}"
)
LOST = "You wrote: {words}"
MOST_NAMED = 12


def limit() -> str:
    return f"You sent {A_WEEK} nudges in seven days. That is the limit."


def grade(level: float) -> str:
    return f"Reading level: school year {max(1, round(level))}."


def sent(people: int) -> str:
    return f"Sent: it goes to up to {people} of your people, each in their own hours." if people > 1 else "Sent."


def reach(cells: Mapping[Cell, int], people: int) -> str:
    """To how many of a manager's people it goes at most, and of which jobs and sites."""
    if not cells:
        return f"It goes to up to {people} of your people."
    by_role = groupby(sorted(cells.items()), key=lambda each: each[0].role)
    named = [f"{role}: {', '.join(f'{cell.site} {number}' for cell, number in each)}" for role, each in by_role]
    more = [f"and {len(named) - MOST_NAMED} more jobs"] if len(named) > MOST_NAMED else []
    return "\n".join([f"It goes to up to {sum(cells.values())} of your people:", *named[:MOST_NAMED], *more])


def some(may_see: int, people: int) -> str:
    return f"{may_see} of your {people} people may see this article. It goes to them alone."


def meant_for(roles: frozenset[str], sites: frozenset[str]) -> str:
    """Said of an article that is not for everyone, to whoever writes to one person: by what the article says alone."""
    jobs, places = ", ".join(sorted(roles)), ", ".join(sorted(sites))
    whom = f"{jobs} at {places}" if jobs and places else jobs or f"people at {places}"
    return f"This article is for {whom} alone. Whoever has another job gets nothing."


def line(each: Sent) -> str:
    """A nudge that was sent, with its totals; the same where there are too few and where there are none."""
    thanked = f" At least {each.thanked} people thanked you." if each.thanked else ""
    missed = f" At least {each.missed} people were not reached." if each.missed else ""
    return f"{each.at:%d %B}: “{each.nudge.title}”, to {each.people}.{thanked}{missed}"
