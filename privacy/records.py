"""Every column that Onhand keeps, declared: what it holds, why, for how long, and how it goes.

A test crawls the live files: a column that nobody declared fails it, and a declaration of one that is gone does too. No
record scores or ranks a person, and none may: beside a worker stand ids, states, times and the tries of a delivery.
"""

from privacy.keeping import CHOICE_DAYS, DELIVERED_DAYS, GONE_DAYS, RECEIPT_DAYS
from privacy.record import COUNT, DIGEST, ID, LABEL, SEALED, SECRET, STATE, TIME, Record
from privacy.record import FILES as FILES
from privacy.record import File as File
from privacy.records_totals import TOTALS
from privacy.uses import HEAR_BACK

WORKER = ("worker",)
DELETED = "Rows of the person are deleted."

RECORDS = (
    Record(
        "held",
        {"worker": ID, "field": LABEL, "sealed": SEALED, "at": TIME},
        "What the company's own list says of a worker: Slack user id, role, site, manager, name.",
        "Find the articles for a worker's job and site, and name who can help there.",
        "As long as the company's list names the worker.",
        DELETED,
        WORKER,
        "legitimate interest",
    ),
    Record(
        "listed",
        {"worker": ID, "team": ID, "manager": ID},
        "Which workspace's list names a worker, and who their manager is there.",
        "Let one workspace's list leave the people of another as they are, and let managers write to their own.",
        "As long as the company's list names the worker.",
        "Rows of the person are deleted; in those of others the manager is blanked.",
        ("worker", "manager"),
        "legitimate interest",
    ),
    Record(
        "people_of",
        {"team": ID, "manager": ID, "role": LABEL, "site": LABEL, "people": COUNT},
        "How many people the company's list puts under a manager, in which job where.",
        "Tell the manager to how many of their own people a nudge goes, whatever those people chose.",
        "Until the company's list is loaded again.",
        "The manager is blanked.",
        ("manager",),
        "legitimate interest",
    ),
    Record(
        "staff",
        {"team": ID, "manager": ID, "role": LABEL, "site": LABEL, "people": COUNT},
        "How many people of a manager, or of none, have which job where, by the company's list.",
        "Put people together into groups that are large enough, and tell managers of those of their own people.",
        "Until the company's list is loaded again.",
        "The manager is blanked.",
        ("manager",),
        "legitimate interest",
    ),
    Record(
        "kept",
        {"id": COUNT, "worker": ID, "use": LABEL, "topic": ID, "sealed": SEALED, "at": TIME, "until": TIME},
        "What a use keeps about a worker.",
        "That of its use, in the table of uses.",
        "As long as its use declares.",
        DELETED,
        WORKER,
    ),
    Record(
        "choice",
        {
            "id": COUNT, "worker": ID, "use": LABEL, "state": STATE, "wording": LABEL, "at": TIME, "version": COUNT,
        },
        "What a worker chose about each use, when, and with which words on the screen.",
        "Do what the worker chose, and prove it.",
        f"The last choice of each use as long as the person uses Onhand, earlier ones {CHOICE_DAYS} days.",
        "Rows of the person are deleted; what is written then is that every use is off.",
        WORKER,
        "legal obligation",
    ),
    Record(
        "request",
        {
            "id": ID, "worker": ID, "public": STATE, "voted": STATE, "at": TIME, "language": LABEL, "asked": STATE,
        },
        "That a worker asked something, when, and whether they gave an opinion of the answer; until its week is "
        "measured, whether it got no answer and nothing came after it. Not what they asked.",
        "Bind receipts and messages to one question, and count each once.",
        f"{RECEIPT_DAYS} days.",
        DELETED,
        WORKER,
        "legal obligation",
    ),
    Record(
        "receipt",
        {"number": COUNT, "request": ID, "worker": ID, "use": LABEL, "at": TIME, "salt": SECRET},
        "That data of a worker was read, for which use and question, and when.",
        "Tell the worker each time, and show it to them later.",
        f"{RECEIPT_DAYS} days.",
        DELETED,
        WORKER,
        "legal obligation",
    ),
    Record(
        "receipt_kind",
        {"receipt": COUNT, "kind": LABEL},
        "Which kinds of data a receipt names.",
        "Tell the worker each time, and show it to them later.",
        f"{RECEIPT_DAYS} days.",
        "Rows go with their receipt.",
        ("receipt",),
        "legal obligation",
    ),
    Record(
        "link",
        {"id": COUNT, "receipt": COUNT, "what": STATE, "day": TIME, "digest": DIGEST, "hash": DIGEST},
        "A digest of each receipt, chained to the one before. Without the receipt it says nothing of anybody.",
        "Prove that no receipt was changed, cut or put in.",
        "For good.",
    ),
    Record(
        "incoming",
        {
            "team": LABEL, "event": LABEL, "worker": ID, "sealed": SEALED, "state": STATE, "lease": TIME,
            "attempts": COUNT, "at": TIME,
        },
        "What somebody wrote or pressed, until it is answered; then only the id of the event.",
        "Answer each message once, also after a crash.",
        f"The words until they are answered, the id {DELIVERED_DAYS} days.",
        "Words and person are deleted; the id of the event stays, with no name on it.",
        WORKER,
        "legitimate interest",
    ),
    Record(
        "outgoing",
        {
            "id": COUNT, "request": ID, "worker": ID, "method": LABEL, "lane": ID, "notice": LABEL, "sealed": SEALED,
            "state": STATE, "due": TIME, "attempts": COUNT, "error": LABEL, "at": TIME, "language": LABEL,
        },
        "A message to a worker until it is delivered; then only its notice and that it was delivered.",
        "Deliver each message once, with its notice, and show the worker later what they were told.",
        f"The words until they are delivered, the rest {DELIVERED_DAYS} days, or {RECEIPT_DAYS} with its receipts.",
        DELETED,
        WORKER,
        "legitimate interest",
    ),
    Record(
        "escalation",
        {"id": ID, "worker": ID, "contact": ID, "state": STATE, "at": TIME},
        "That a worker handed a question to a person. Its words are kept by the use that brings the answer back.",
        "Bring the answer back to the one who asked.",
        f"{DELIVERED_DAYS} days.",
        "Rows of the asker are deleted; in those of others the person who was asked is blanked.",
        ("worker", "contact"),
        "legitimate interest",
    ),
    Record(
        "nudge",
        {
            "id": ID, "worker": ID, "sender": ID, "sealed": SEALED, "state": STATE, "thanked": STATE, "request": ID,
            "tries": COUNT, "laters": COUNT, "due": TIME, "until": TIME, "at": TIME,
        },
        "A nudge of a manager to one receiver until it has reached them; then only what became of it.",
        "Deliver each nudge once, in its receiver's own hours, or not where they do not want it.",
        f"The words until they are delivered, at most 14 days, the rest {DELIVERED_DAYS} days.",
        "Rows of the receiver are deleted; in those of others the sender is blanked.",
        ("worker", "sender"),
        "consent",
    ),
    Record(
        "nudge_total",
        {"nudge": ID, "thanked": COUNT, "missed": COUNT, "at": TIME},
        "How many people thanked for a nudge or were not reached by it, in whole steps, without a name.",
        "Tell its sender whether it was welcome.",
        f"{RECEIPT_DAYS} days.",
    ),
    Record(
        "suggestion",
        {"id": ID, "worker": ID, "contact": ID, "state": STATE, "proposal": LABEL, "until": TIME},
        "That a worker suggested a fix, to whom, and which change was made of it. Its use keeps the words.",
        "Show a fix to one person, and tell the one who suggested it what became of it.",
        f"{HEAR_BACK.keep_days} days.",
        "Rows of the sender are deleted; in those of others the person who got it is blanked.",
        ("worker", "contact"),
        "legitimate interest",
    ),
    Record(
        "looked",
        {"one": COUNT, "generation": COUNT},
        "Up to which state of the articles it was looked for answers that people wait for.",
        "Look once at each change of the articles.",
        "Until the articles change.",
    ),
    Record(
        "conversation",
        {"place": ID, "worker": ID, "until": TIME},
        "Who asked last in a thread.",
        "Hear a follow-up without being named again.",
        "1 day.",
        DELETED,
        WORKER,
        "legitimate interest",
    ),
    Record(
        "erasing",
        {"worker": ID},
        "Whose rows are just being erased.",
        "Let nothing but an erasing delete a receipt.",
        "The moment of the erasing.",
        DELETED,
        WORKER,
        "legal obligation",
    ),
    Record(
        "sweeping",
        {"what": LABEL, "before": TIME},
        "The limits of the sweep that is just running.",
        "Let nothing but a sweep delete an outlived receipt.",
        "The moment of the sweep.",
    ),
    *TOTALS,
    Record(
        "label",
        {"kind": LABEL, "team": ID, "name": LABEL},
        "The names of the roles and sites that there are, keyed hashes of the words of people's names, and a number "
        "that is another one after each list.",
        "Check that articles are for roles and sites that exist, take names out of questions, and look up an editor's "
        "job anew after a new list.",
        "Until the next list of people.",
    ),
    Record("kind", {"name": LABEL}, "The kinds of data that there are.", "Check notices.", "For good."),
    Record(
        "kind_word",
        {"kind": LABEL, "language": LABEL, "word": LABEL},
        "The word by which a notice names a kind.",
        "Refuse a message whose notice leaves out a kind.",
        "For good.",
    ),
    Record(
        "key",
        {"worker": ID, "secret": SECRET},
        "The key under which a worker's values are sealed.",
        "Make every copy of a person's data unreadable at once.",
        "As long as there is a row about the person.",
        "The key is destroyed.",
        WORKER,
        "legitimate interest",
        "keys.db",
    ),
    Record(
        "gone",
        {
            "id": COUNT, "worker": ID, "ended": STATE, "use": LABEL, "at": TIME, "first": COUNT, "last": COUNT,
        },
        "Who was erased or switched a use off.",
        "Keep a restored backup from bringing it back.",
        f"{GONE_DAYS} days, which is longer than any backup may be old; then that somebody was, without whom.",
        "It is what makes an erasing last.",
        WORKER,
        "legal obligation",
        "keys.db",
    ),
    Record(
        "head",
        {"one": COUNT, "link": COUNT, "hash": DIGEST},
        "The last link of the chain of receipts.",
        "Notice when the last receipts are cut.",
        "Until the next receipt.",
        file="keys.db",
    ),
    Record(
        "pepper",
        {"one": COUNT, "secret": SECRET},
        "The secret of the installation, without which no row can be matched to a person.",
        "Keep names out of the tables.",
        "For good.",
        file="keys.db",
    ),
    *(
        Record(
            "_sqlite_migrations",
            {"id": COUNT, "migration_set": LABEL, "name": LABEL, "applied_at": TIME},
            "Which steps the tables went through.",
            "Bring the tables of an earlier release up to date.",
            "For good.",
            file=file,
        )
        for file in FILES
    ),
    Record(
        "sqlite_sequence",
        {"name": LABEL, "seq": COUNT},
        "The highest number that a table gave.",
        "Give no number twice.",
        "For good.",
    ),
)  # fmt: skip

OF_A_WORKER = {record.table: record.person for record in RECORDS if record.file == "people.db" and record.person}
"""The tables of `people.db` with rows about a person, and the columns that tell about whom."""

COLUMNS = {record.table: record.columns for record in RECORDS}
"""What each column of each table holds."""
