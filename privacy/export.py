"""All that is held about one worker, as JSON for machines and as a page for people. The page holds no script."""

import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from privacy.consent import Consent
from privacy.receipt import UsageReceipt
from privacy.store import Message
from privacy.uses import BY_NAME, KINDS, Language

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:1rem auto;padding:0 1rem;color:#111}"
    "h2{margin-top:2rem}table{border-collapse:collapse;width:100%}"
    "td,th{border-bottom:1px solid #ccc;padding:.3rem .5rem .3rem 0;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Export:
    """`json` and `page` say the same; a page is one file of HTML that loads nothing from anywhere."""

    json: str = field(repr=False)
    page: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Everything:
    """What there is to export. `read` is (field, use or queue, value); `rows` every row about the worker, by table."""

    read: Sequence[tuple[str, Any]] = field(repr=False)
    choices: Sequence[Consent]
    receipts: Sequence[UsageReceipt]
    messages: Mapping[str, Sequence[Message]]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Headings:
    """The words of the page in one language."""

    title: str
    held: str
    kept: str
    waiting: str
    choices: str
    receipts: str
    rows: str
    states: Mapping[str, str]
    nothing: str


HEADINGS: Mapping[Language, Headings] = {
    "en": Headings(
        "What Onhand holds about you",
        "From your company's list",
        "Kept for you",
        "On its way",
        "What you chose",
        "When I read your data, and what I told you",
        "Every row, as it is stored",
        {"asked": "asked", "granted": "yes", "withdrawn": "no"},
        "Nothing.",
    ),
    "es": Headings(
        "Lo que Onhand guarda sobre ti",
        "De la lista de tu empresa",
        "Guardado para ti",
        "En camino",
        "Lo que elegiste",
        "Cuándo leí tus datos y qué te dije",
        "Cada fila, tal como está guardada",
        {"asked": "preguntado", "granted": "sí", "withdrawn": "no"},
        "Nada.",
    ),
    "fr": Headings(
        "Ce qu'Onhand garde sur vous",
        "De la liste de votre entreprise",
        "Gardé pour vous",
        "En chemin",
        "Ce que vous avez choisi",
        "Quand j'ai lu vos données, et ce que je vous ai dit",
        "Chaque ligne, telle qu'elle est stockée",
        {"asked": "demandé", "granted": "oui", "withdrawn": "non"},
        "Rien.",
    ),
    "pl": Headings(
        "Co Onhand o tobie przechowuje",
        "Z listy twojej firmy",
        "Zachowane dla ciebie",
        "W drodze",
        "Twoje wybory",
        "Kiedy czytam twoje dane i co ci mówię",
        "Każdy wiersz, tak jak jest zapisany",
        {"asked": "pytanie", "granted": "tak", "withdrawn": "nie"},
        "Nic.",
    ),
    "pt": Headings(
        "O que o Onhand guarda sobre você",
        "Da lista da sua empresa",
        "Guardado para você",
        "A caminho",
        "O que você escolheu",
        "Quando li os seus dados e o que eu disse",
        "Cada linha, como está guardada",
        {"asked": "perguntado", "granted": "sim", "withdrawn": "não"},
        "Nada.",
    ),
}


def export_of(everything: Everything, language: Language, titles: Mapping[str, str]) -> Export:
    """`titles` names uses in the language of the page; a use without one has its English title."""
    named = {**{use.name: use.title for use in BY_NAME.values()}, **titles}
    return Export(_lines(_data(everything)), "".join(_page(everything, language, named)))


def _lines(data: Mapping[str, Any]) -> str:
    """JSON with a line for each item, which a person can read too. The json module's own indents take much longer."""
    sections = (f"{_json(name)}: {_section(value)}" for name, value in data.items())
    return "{\n" + ",\n".join(sections) + "\n}\n"


def _section(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(_json, value)) + "\n]" if value else "[]"
    if isinstance(value, Mapping) and all(isinstance(inside, list) for inside in value.values()):
        return _lines(value).rstrip()
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def held_in(read: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """What is of the company's list, of all that was read."""
    return {name: value for name, value in read if name not in BY_NAME and name not in QUEUES}


QUEUES = ("incoming", "outgoing", "nudge")


def _data(everything: Everything) -> dict[str, Any]:
    return {
        "held": held_in(everything.read),
        "kept": [{"use": name, "value": value} for name, value in everything.read if name in BY_NAME],
        "waiting": [{"queue": name, "value": value} for name, value in everything.read if name in QUEUES],
        "choices": [
            {"use": each.use, "state": each.state, "at": each.at.isoformat(), "wording": each.wording,
             "version": each.version}
            for each in everything.choices
        ],
        "receipts": [_receipt(receipt, everything.messages) for receipt in everything.receipts],
        "rows": everything.rows,
    }  # fmt: skip


def _receipt(receipt: UsageReceipt, messages: Mapping[str, Sequence[Message]]) -> dict[str, Any]:
    told = messages.get(receipt.request, ())
    return {
        "number": receipt.number,
        "use": receipt.use,
        "kinds": receipt.kinds,
        "at": receipt.at.isoformat(),
        "request": receipt.request,
        "messages": [
            {"method": each.method, "notice": each.notice, "state": each.state, "at": each.at.isoformat()}
            for each in told
        ],
    }


def _page(everything: Everything, language: Language, titles: Mapping[str, str]) -> Iterator[str]:
    words = HEADINGS[language]
    yield f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_safe(words.title)}</title><style>{STYLE}</style></head><body><h1>{_safe(words.title)}</h1>"
    for heading, rows in _sections(everything, words, _names(language), titles):
        yield f"<h2>{_safe(heading)}</h2>"
        yield _table(rows) or f"<p>{_safe(words.nothing)}</p>"
    yield "</body></html>\n"


def _names(language: Language) -> dict[str, str]:
    return {kind.name: kind.names[language].phrase for kind in KINDS}


def _sections(
    everything: Everything, words: Headings, kinds: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[tuple[str, Iterable[Sequence[object]]]]:
    yield words.held, sorted(held_in(everything.read).items())
    yield words.kept, ((titles[name], value) for name, value in everything.read if name in BY_NAME)
    yield words.waiting, ((name, value) for name, value in everything.read if name in QUEUES)
    yield (
        words.choices,
        (
            (_minute(each.at.isoformat()), titles.get(each.use, each.use), words.states[each.state], each.wording)
            for each in everything.choices
        ),
    )
    yield words.receipts, (_read_and_told(receipt, everything, kinds, titles) for receipt in everything.receipts)
    for table, rows in everything.rows.items():
        if rows:
            yield f"{words.rows}: {table}", (list(rows[0]), *(list(row.values()) for row in rows))


def _read_and_told(
    receipt: UsageReceipt, everything: Everything, kinds: Mapping[str, str], titles: Mapping[str, str]
) -> tuple[str, ...]:
    told = {message.notice: None for message in everything.messages.get(receipt.request, ())}
    read = ", ".join(kinds.get(kind, kind) for kind in receipt.kinds) or "–"
    title = titles.get(receipt.use, receipt.use)
    return f"{receipt.number}", _minute(receipt.at.isoformat()), title, read, " ".join(told)


def _minute(moment: str) -> str:
    return f"{moment[:16].replace('T', ' ')} UTC"


def _table(rows: Iterable[Sequence[object]]) -> str:
    lines = ("<tr>" + "".join(f"<td>{_safe(_plain(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    inside = "".join(lines)
    return f"<table>{inside}</table>" if inside else ""


def _plain(cell: object) -> str:
    if isinstance(cell, Mapping):
        return "; ".join(f"{name}: {_plain(value)}" for name, value in cell.items())
    return str(cell)


def _safe(text: str) -> str:
    return html.escape(text, quote=True)
