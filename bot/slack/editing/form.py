"""The form in which an article is written or changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    OptionGroup,
    PlainTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserSelectElement,
)

from bot.slack import blocks as kit
from bot.wording import ENGLISH
from bot.wording import editing as say
from knowledge.article import Article, Audience, Owner
from knowledge.loading.frontmatter import plain, slug
from knowledge.review import check_again, health

PART = 3_000
"""Characters of one input; Slack takes no more."""
MOST_PARTS = 6
LONGEST_TITLE = 200
LONGEST_OWNER = 80
MOST_OPTIONS = 100
LONGEST_OPTION = 75
BORDERS = ("\n\n", "\n", " ")

Values = Mapping[str, Any]
"""What was filled in, by the id of its block: a text, an id, a day, or a list of what was chosen."""


class Misfilled(ValueError):
    """What was filled in cannot be an article: `block` is the input, and the text says why."""

    def __init__(self, block: str, why: str) -> None:
        super().__init__(why)
        self.block = block


def fits(article: Article) -> bool:
    """True where the form can hold all of an article's words."""
    return len(_parts(article.body)) <= MOST_PARTS


def inputs(article: Article | None, roles: frozenset[str], sites: frozenset[str], today: date) -> list[Block]:
    """The inputs, empty or with what the article says. `roles` and `sites` are those of the company."""
    held = article or Article("", "", "")
    bodies = _parts(held.body) or [""]
    return [
        kit_input("title", say.TITLE, _text("title", held.title, LONGEST_TITLE)),
        *(_body(number, words) for number, words in enumerate(bodies)),
        *_choices("roles", say.ROLES, roles | held.audience.roles, held.audience.roles),
        *_choices("sites", say.SITES, sites | held.audience.sites, held.audience.sites),
        *_care(held, today),
        kit_input("live_from", say.LIVE_FROM, _day("live_from", held.live_from), optional=True),
        kit_input("live_until", say.LAST_DAY, _day("live_until", held.live_until), optional=True),
        kit_input("language", say.LANGUAGE, _language(held.language)),
        kit_input("critical", say.CRITICAL, _critical(held.critical), optional=True),
    ]


def kit_input(
    block_id: str, label: str, element: InputInteractiveElement, hint: str = "", *, optional: bool = False
) -> InputBlock:
    words = kit.plain(hint) if hint else None
    return InputBlock(block_id=block_id, label=kit.plain(label), element=element, hint=words, optional=optional)


def _text(name: str, initial: str, most: int, *, multiline: bool = False) -> PlainTextInputElement:
    return PlainTextInputElement(action_id=name, initial_value=initial or None, multiline=multiline, max_length=most)


def _body(number: int, words: str) -> InputBlock:
    label, hint = (say.MORE_TEXT, "") if number else (say.TEXT, say.TEXT_HINT)
    # A later part may be emptied, so that a long article can become a short one.
    field = _text(f"body:{number}", words, PART, multiline=True)
    return kit_input(f"body:{number}", label, field, hint, optional=number > 0)


def _choices(name: str, label: str, offered: frozenset[str], chosen: frozenset[str]) -> Iterator[InputBlock]:
    """Nothing where there is nothing to choose among. More than a list takes stand in groups."""
    options = [_option(each) for each in sorted(offered)]
    if not options:
        return
    initial = [each for each in options if each.value in chosen] or None
    pages = [options[at : at + MOST_OPTIONS] for at in range(0, len(options), MOST_OPTIONS)]
    groups = [OptionGroup(label=kit.plain(kit.cut(str(page[0].value), LONGEST_OPTION)), options=page) for page in pages]
    listed: dict[str, Any] = {"options": options} if len(pages) == 1 else {"option_groups": groups}
    field = StaticMultiSelectElement(action_id=name, initial_options=initial, **listed)
    yield kit_input(name, label, field, say.EVERYONE_HINT, optional=True)


def _option(value: str, label: str = "") -> Option:
    return Option(value=value, text=kit.plain(kit.cut(label or value, LONGEST_OPTION)))


def _care(held: Article, today: date) -> Iterator[InputBlock]:
    owner = held.owner or Owner("")
    name = _text("owner_name", owner.name, LONGEST_OWNER)
    yield kit_input("owner_name", say.OWNER_NAME, name, say.OWNER_HINT, optional=True)
    account = UserSelectElement(action_id="owner", initial_user=owner.slack_user_id)
    yield kit_input("owner", say.OWNER, account, say.REMINDED_HINT, optional=True)
    overdue = bool(held.id) and health(held, today) == "check overdue"
    again = check_again(held, today) if overdue else held.review_by
    yield kit_input("review_by", say.REVIEW_BY, _day("review_by", again), optional=True)


def _day(name: str, initial: date | None) -> DatePickerElement:
    return DatePickerElement(action_id=name, initial_date=initial.isoformat() if initial else None)


def _language(initial: str) -> StaticSelectElement:
    options = [_option(code, name) for code, name in ENGLISH.languages.items()]
    if initial not in ENGLISH.languages:
        options.append(_option(initial))
    chosen = next(each for each in options if each.value == initial)
    return StaticSelectElement(action_id="language", options=options, initial_option=chosen)


def _critical(initial: bool) -> CheckboxesElement:
    yes = _option("yes", say.CRITICAL_LABEL)
    return CheckboxesElement(action_id="critical", options=[yes], initial_options=[yes] if initial else None)


def _parts(body: str) -> list[str]:
    """The words in pieces that each fit into one input, cut where an empty line is, if there is one."""
    pieces, left = [], body.strip("\n")
    while len(left) > PART:
        ends = (left.rfind(border, 1, PART) for border in BORDERS)
        end = next((at for at in ends if at > 0), PART)
        pieces.append(left[:end])
        left = left[end:].lstrip("\n")
    return [*pieces, left] if left else pieces


def complaints(values: Values) -> dict[str, str]:
    """What is wrong with what was filled in, by the id of its block; told before the form closes."""
    wrong = {name: say.WRITE_SOMETHING for name in ("title", "body:0", "note") if not _words(values, name, "x")}
    if values.get("owner") and not _words(values, "owner_name"):
        wrong["owner_name"] = say.WRITE_THEIR_NAME
    begin, end = values.get("live_from"), values.get("live_until")
    if begin and end and end < begin:
        wrong["live_until"] = say.DAYS_CROSSED
    return wrong


def _words(values: Values, name: str, default: str = "") -> str:
    """A text that was typed; the default for a form that has no such input."""
    return plain(str(values[name] or "")).strip() if name in values else default


def filled(before: Article | None, values: Values, known: Audience, today: date) -> Article:
    """The article as it was filled in; what the form does not show stays. `known` are the company's roles and sites.

    Raises Misfilled for a role or site that is not on the list, as an article that names nobody would be for everyone.
    """
    held = before or Article("", "", "")
    audience = Audience(
        _chosen(values, "roles", known.roles, held.audience.roles),
        _chosen(values, "sites", known.sites, held.audience.sites),
    )
    owner = _words(values, "owner_name")
    return replace(
        held,
        title=" ".join(_words(values, "title").split())[:LONGEST_TITLE],
        body=_joined(values),
        audience=audience,
        owner=Owner(owner, values.get("owner") or None) if owner else None,
        reviewed=today,
        review_by=_date(values, "review_by"),
        live_from=_date(values, "live_from"),
        live_until=_date(values, "live_until"),
        language=str(values.get("language") or held.language),
        critical=bool(values.get("critical")),
    )


def _chosen(values: Values, name: str, known: frozenset[str], held: frozenset[str]) -> frozenset[str]:
    chosen = frozenset(values.get(name) or ())
    for each in sorted(chosen - known - held):
        raise Misfilled(name, say.ROLE_UNKNOWN.format(name=each))
    return chosen


def _joined(values: Values) -> str:
    names = [name for name in (f"body:{number}" for number in range(MOST_PARTS)) if name in values]
    return "\n\n".join(filter(None, (_words(values, name) for name in names))) + "\n"


def _date(values: Values, name: str) -> date | None:
    return date.fromisoformat(values[name]) if values.get(name) else None


def free_id(title: str, taken: Sequence[str]) -> str:
    """An id made of the title that no other article has."""
    stem = slug(title)[:90] or "article"
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)
