"""What a company must be able to hand out about Onhand, written from the registry that the gate enforces.

Nothing here is written by hand a second time: what is not declared in `privacy/uses.py` and `privacy/records.py` cannot
be drawn or stored, and what is declared there stands here.
"""

from collections.abc import Iterable, Iterator, Sequence

from privacy.keeping import DELIVERED_DAYS, GONE_DAYS, RECEIPT_DAYS
from privacy.record import Record
from privacy.records import RECORDS
from privacy.uses import ENGLISH, EVERYTHING, USES, DataUse, notice_for
from privacy.vocabulary import category, terms

UNLESS = {
    "on and told": "switched off, one tap",
    "asked once": "you were asked once and did not say yes",
    "when you ask": "you did not ask for it",
    "when it changes": "nothing changed",
    "when you suggest a fix": "you did not suggest one",
    "when it is decided": "you proposed no article",
    "when you edit articles": "you do not edit articles",
    "when you send nudges": "you send none",
}
COMPANY = "Your company"


def uses_table() -> str:
    """The table of uses of the README."""
    rows = ((use.purpose.rstrip("."), _reads(use), UNLESS[use.starts], _keeps(use)) for use in USES)
    return table(("use", "reads", "unless", "keeps"), rows)


def _reads(use: DataUse) -> str:
    return ", ".join(kind.names[ENGLISH].phrase for kind in use.draws)


def _keeps(use: DataUse) -> str:
    return {0: "nothing", 1: "1 day"}.get(use.keep_days, f"{use.keep_days} days")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "/") for cell in line) + " |" for line in lines) + "\n"


def papers(company: str = COMPANY) -> dict[str, str]:
    """The papers by the names of their files."""
    return {
        "record-of-processing.md": "".join(_record(company)),
        "data-protection-sheet.md": "".join(_sheet(company)),
        "for-the-works-council.md": "".join(_council(company)),
    }


def _record(company: str) -> Iterator[str]:
    """After Article 30 of the GDPR."""
    yield f"# Record of processing activities: Onhand\n\nController: {company}.\n\n"
    yield "Who it is about: workers who use Onhand in Slack, and those on the company's list of people.\n\n"
    yield "Who receives it: nobody outside the company but Slack, which carries the messages, by your contract.\n\n"
    yield "## Uses\n\n"
    heads = ("name", "purpose", "legal basis", "data", "starts", "kept", "owner", "DPV")
    yield table(heads, (_use_row(use) for use in USES))
    yield "\n## Records\n\n"
    rows = (
        (record.table, record.file, record.holds, record.purpose, record.kept, record.goes) for record in _personal()
    )
    yield table(("table", "file", "holds", "purpose", "kept", "erased"), rows)
    yield "\n## Measures\n\n"
    yield "".join(f"- {measure}\n" for measure in MEASURES)


def _use_row(use: DataUse) -> tuple[str, ...]:
    told = terms(use)
    categories = told["personal_data"]
    named = ", ".join([str(told["purpose"]), str(told["legal_basis"]), *map(str, _list(categories))])
    return use.name, use.purpose, use.legal_basis, _reads(use), use.starts, _keeps(use), use.owner, named


def _list(of: object) -> list[object]:
    return list(of) if isinstance(of, list) else [of]


def _personal() -> list[Record]:
    return [record for record in RECORDS if record.personal]


MEASURES = (
    "Values are sealed with AES-256-GCM under a key for each person, in a file of its own; erasing destroys it.",
    "Rows name a person by a keyed hash; the secret of that hash lies in the second file.",
    "Personal data is read through one gate. Each reading leaves a receipt before the value is used.",
    "The database refuses a message whose notice leaves out a kind of data that was read for it.",
    "Receipts form a hash chain whose last link is saved in a second file and can be kept by somebody else.",
    f"Nothing is kept longer than declared: receipts {RECEIPT_DAYS} days, delivered messages {DELIVERED_DAYS} days.",
    f"What was erased or switched off is noted for {GONE_DAYS} days, so that a restored backup does not undo it.",
    "Everything stays on the company's own machine. No language model and no cloud is needed.",
)


def _sheet(company: str) -> Iterator[str]:
    yield f"# Data protection sheet: Onhand\n\n{company} uses Onhand to answer questions of workers in Slack.\n\n"
    for use in USES:
        yield f"## {use.title[0].upper()}{use.title[1:]}\n\n"
        yield f"- For what: {use.purpose}\n- Reads: {_reads(use)}\n- Legal basis: {use.legal_basis}\n"
        yield f"- Starts: {use.starts}\n- Keeps: {_keeps(use)}\n- Owner: {use.owner}\n"
        yield f"- What the worker reads: “{_notice(use)}”\n\n"
    yield "## Rights\n\n"
    yield "".join(f"- {right}\n" for right in RIGHTS)


def _notice(use: DataUse) -> str:
    return notice_for(frozenset(kind.name for kind in use.draws))


RIGHTS = (
    "See it: write “my data” to Onhand, or open its home tab.",
    "Take it along: the same page exports it, as JSON and as a page.",
    "Switch a use off: one tap where it is shown. The next answer is the same for everyone.",
    "Erase it: one tap, all of it or what one use keeps. People who left: `onhand privacy erase`.",
)


def _council(company: str) -> Iterator[str]:
    yield f"# Onhand in one page, for the works council of {company}\n\n"
    yield "Workers ask questions in Slack. Onhand answers with quotations from the company's own articles.\n\n"
    yield "## What it may use about a worker\n\n"
    yield table(
        ("what", "for what", "starts", "kept"),
        ((_reads(use), use.purpose, use.starts, _keeps(use)) for use in USES if EVERYTHING not in use.draws),
    )
    yield "\n## What it does not do\n\n"
    yield "".join(f"- {thing}\n" for thing in (*NEVER, _questions()))
    yield "\n## How you can check\n\n"
    yield "".join(f"- {way}\n" for way in WAYS)


def _questions() -> str:
    """What becomes of the words of questions, as the registry says."""
    keeping = [use for use in USES if use.keep_days and any(category(kind) == "pd:Communication" for kind in use.draws)]
    named = "; ".join(f"{use.title} ({use.starts}, {_keeps(use)})" for use in keeping)
    return f"It keeps the words of questions for nothing but: {named}."


NEVER = (
    "It scores and ranks nobody: no table holds a figure about a person, and a test fails if one is added.",
    "Managers do not see who asked what.",
    "It does not read profiles that people can edit: roles and sites come from the company's own list.",
)
WAYS = (
    "Each message names the worker's own data that was used for it, or says that none was.",
    "`onhand privacy uses` prints this list from the running installation.",
    "Keep what `onhand privacy head` prints: `onhand privacy check --head …` tells later whether a receipt was changed "
    "or cut since.",
)
