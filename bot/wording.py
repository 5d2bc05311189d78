"""Every sentence the bot says, as pure functions. Only the notices of used data stand elsewhere, in `privacy.uses`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.settings import Contact
from privacy.opinion import Opinion
from privacy.receipt import UsageReceipt
from privacy.rights import MyData
from privacy.uses import BY_NAME, ENGLISH, KINDS, DataUse
from retrieval.answer import Answer, Citation, Reason

HELPFUL = "Helpful"
NOT_HELPFUL = "Not helpful"
ASK_A_PERSON = "Ask a person"
WHY = "Why this?"
STOP = "Stop using this"
CLOSE = "Close"
SEND = "Send"
CANCEL = "Cancel"
ANSWER = "Answer"
ERASE = "Erase all"
YES_REMEMBER = "Yes, remember"
NO_THANKS = "No"

NOT_IN_THE_ARTICLES = "I don't have this in the articles."
EMPTY = "Ask me about your job, such as: how hot must chicken be?"
TOO_LONG = "That is a long text. I read only its first part."
WENT_WRONG = "Something went wrong on my side. Please ask me again."
TRIGGER_TOO_OLD = "That took too long to open. Please press the button again."
NOBODY_TO_ASK = "I have no person to ask yet. Please ask your supervisor."
ALREADY_SAID = "Thank you. I count one opinion an answer, from the one who asked."
THANKS_HELPFUL = "Thanks. Good to know it helped."
THANKS_NOT_HELPFUL = "Thanks. I counted that, without your name. What was wrong?"
THANKS_REASON = "Thanks. That helps us mend the article."
MAY_I_REMEMBER = (
    "May I remember which answers helped you, and put them first next time? I keep them 180 days. No manager sees them."
)
WILL_REMEMBER = "Good. I remember what helps you. Write “my data” to see or stop it."
WILL_NOT_REMEMBER = "Good. I won't remember it, and I won't ask again."
ALREADY_ANSWERED = "This question has its answer already, or is not yours to answer."
PRESS_ANSWER = "Press Answer. Your words go back to where it was asked."
ASKER_IS_GONE = "This question is no longer kept, so I could not pass your answer on."
ANSWER_PASSED_ON = "Thank you. I passed your answer on."
ERASED = "Done. All I held about you is deleted. Every use of your data is off."
ERASE_SURE = "This deletes your role, site, history and receipts here. It can't be undone."
SAY_SOMETHING = "Please write something first."
MY_DATA_ELSEWHERE = "I show your data only to you. Write “my data” to me in a direct message."
WELCOME = "Any time."
GREETING = (
    "Hello. Ask me about your job in your own words. I answer from your company's articles, and I tell you each time "
    "which of your data I used. Write “my data” to see all I hold about you."
)
HELP = (
    "Ask a question: `/ask how hot must chicken be`. I answer from your company's articles. "
    "Write “my data” to me to see, stop or erase what I hold about you."
)
NOT_PERSONAL_HERE = "Others read this, so it is the same for everyone. Ask me in a direct message for your job."

REASONS: tuple[tuple[Opinion, str], ...] = (
    ("wrong", "It is wrong"),
    ("unclear", "I don't understand it"),
    ("out of date", "It is out of date"),
    ("not for my job", "It is not for my job"),
)


def day(moment: date) -> str:
    return f"{moment.day} {moment:%B %Y}"


def source(citation: Citation) -> str:
    """Where a quotation stands, who looks after it and when it was last checked."""
    heading = f" › {citation.heading}" if citation.heading and citation.heading != citation.title else ""
    owner = f" Looked after by {citation.owner.name}." if citation.owner else ""
    checked = f" Last checked {day(citation.reviewed)}." if citation.reviewed else ""
    return f"From “{citation.title}”{heading}.{owner}{checked}"


def first_line(answer: Answer) -> str:
    """What a phone shows first: the answer itself, or that there is none."""
    return answer.text if answer.found else NOT_IN_THE_ARTICLES


def nearest(citation: Citation) -> str:
    return f"The closest I have is “{citation.title}”:"


def next_step(answer: Answer, contact: Contact | None) -> str:
    """One thing the worker can do now."""
    if contact is None:
        return "Not what you need? Please ask your supervisor." if answer.found else NOBODY_TO_ASK
    if answer.found:
        return f"Not what you need? Ask {contact.name}."
    return f"{contact.name} can help. Press “{ASK_A_PERSON}” and I pass your question on."


def stop_label(use: DataUse, alone: bool) -> str:
    short = {"rank_by_role": "my job", "rank_by_past_use": "what helped", "follow_up": "this thread"}
    return STOP if alone else f"Stop using {short[use.name]}"


USE_AGAIN = "Use it again"
SWITCH_ON = "Switch on"
SWITCH_OFF = "Switch off"


def stopped(use: DataUse) -> str:
    deleted = " What I kept for it is deleted." if use.keep_days else ""
    return f"Done. From the next answer on I don't use {use.title}.{deleted}"


def switched_on(use: DataUse) -> str:
    return f"Done. From the next answer on I use {use.title} again, and tell you each time."


def reason(why: Reason) -> str:
    """Why an article stands where it does, in plain words."""
    if why.use == "past_use":
        return f"It came first because it helped you on {day(date.fromisoformat(why.detail))}."
    return f"It came first because it is written for your job: {why.detail}."


def why(title: str, reasons: tuple[Reason, ...], receipts: tuple[UsageReceipt, ...]) -> list[str]:
    """The lines behind “Why this?”: why the article, then what was read for it, by receipt number."""
    lines = [
        f"“{title}” fits the words of your question best." if title else "No article fits your question well enough."
    ]
    lines += [reason(each) for each in reasons]
    lines += [receipt_line(receipt) for receipt in receipts]
    return lines if receipts else [*lines, "Nothing about you was read for it."]


def receipt_line(receipt: UsageReceipt) -> str:
    use = BY_NAME.get(receipt.use)
    purpose = use.purpose if use else receipt.use
    return f"{_receipt(receipt)} {purpose}"


def receipt_short(receipt: UsageReceipt) -> str:
    return _receipt(receipt)


def _receipt(receipt: UsageReceipt) -> str:
    return f"Receipt {receipt.number}, {day(receipt.at)} {receipt.at:%H:%M} UTC: {kinds(receipt.kinds)}."


def kinds(names: tuple[str, ...]) -> str:
    phrases = [kind.names[ENGLISH].phrase for kind in KINDS if kind.name in names]
    return ", ".join(phrases) if phrases else "looked, and found nothing"


def shared_with(contact: Contact) -> str:
    return f"{contact.name} will see this question and your Slack name. Nothing else."


def handed_over(contact: Contact) -> str:
    return f"I passed your question to {contact.name}. The answer will come here."


def asks_you(question: str) -> str:
    return f"A question for you, as the articles don't answer it: “{question}”"


def answered_by(name: str, question: str, words: str) -> str:
    return f"{name} answered “{question}”: {words}"


HELD_FIELDS = {
    "slack_user_id": "Your Slack id",
    "name": "Your name",
    "role": "Your job role",
    "site": "Your site",
    "manager": "Your manager's Slack id",
}


def held_lines(data: MyData) -> list[str]:
    """What is held about a worker, a line each."""
    lines = [f"{HELD_FIELDS.get(field, field)}: {value}" for field, value in sorted(data.held.items())]
    for name, values in data.kept.items():
        lines.append(f"Kept for {BY_NAME[name].title}: {len(values)} ({'; '.join(map(kept_value, values[-5:]))})")
    return lines or ["I hold nothing about you, but for your choices below."]


def kept_value(value: Mapping[str, Any]) -> str:
    return str(value.get("title") or value.get("words") or value.get("question") or "")


def choice_line(use: DataUse, on: bool) -> str:
    state = "on" if on else "off"
    return f"Use of {use.title}: {state}. {use.purpose}"


MY_DATA = "This is all I hold about you. Nobody else can ask me for it."
RECEIPTS = "The last times I read any of it:"
NO_RECEIPTS = "I have not read any of it yet."
CHOICES = "What I may use to help you. Each switch works from the next answer on."
WHAT_MANAGERS_SEE = "Managers never see who asked what."
