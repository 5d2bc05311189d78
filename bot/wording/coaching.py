"""What managers read when they write a nudge. In English alone, like what editors read."""

from privacy.nudges import A_WEEK, Sent

TITLE = "Coach"
BUTTON = "Coach my people"
ARTICLE = "Article"
WORDS = "Your message (left empty, I take the article's first sentences)"
TO = "One person (left empty, all of your people)"
ROLE = "Only this job role"
SITE = "Only this site"
WHEN = "When"
DAYS = {"0": "Now, in their own hours", "1": "Tomorrow, in their own hours", "7": "In a week, in their own hours"}
PREVIEW = "Preview"
SEND = "Send it"
INTRO = (
    "A nudge is a short message with an article. It goes to those of your people who said yes, in their own hours. "
    "You are never told who said no."
)
NOTHING_SENT = "You sent no nudges in the last 90 days."
NOBODY = "I can't send that: it goes to nobody on your part of the company's list."
NO_ARTICLES = "There are no articles to send yet."
GONE = "This article is gone, or not for you."
TOO_LONG = "Please write 300 characters at most."
WILL_SEE = "This is exactly what they will see:"
USED = "Used for it: what you wrote, and who your people are on the company's list. Nothing else about them."
BY_JOB = "Used for it: what you wrote, who your people are on the company's list, and their job role and site."
REPLY = "replies to your nudge about “{title}”:"
REPORT = (
    "Somebody reports this nudge of the person above. Their name is not passed on, and the sender is not told: {words}"
)


def limit() -> str:
    return f"You sent {A_WEEK} nudges in seven days. That is the limit."


def grade(level: float) -> str:
    return f"Reading level: school year {max(1, round(level))}."


def sent(people: int) -> str:
    return f"Sent: it goes to up to {people} of your people, each in their own hours." if people > 1 else "Sent."


def line(each: Sent) -> str:
    """A nudge that was sent, with its totals; the same where there are too few and where there are none."""
    thanked = f" At least {each.thanked} people thanked you." if each.thanked else ""
    missed = f" At least {each.missed} people were not reached." if each.missed else ""
    return f"{each.at:%d %B}: “{each.nudge.title}”, to {each.people}.{thanked}{missed}"
