"""Plain words as Markdown: what is not meant as a mark is escaped, warnings stand out, tables are tables."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*<\[\]]|(?<!\w)_|_(?!\w))")
_BEGINNING = re.compile(r"^(\s*)([#>+=~-]|\d+(?=[.)]\s))")
_WARNING_WORDS = (
    "warning", "caution", "danger", "important", "attention",
    "advertencia", "precaución", "peligro", "importante", "atención", "aviso",
    "avertissement", "prudence",
    "ostrzeżenie", "uwaga", "niebezpieczeństwo", "ważne",
    "atenção", "perigo", "cuidado",
)  # fmt: skip
_NOTE_WORDS = ("note", "tip", "nota", "consejo", "remarque", "conseil", "wskazówka", "dica", "info", "hint")
_SAID = re.compile(rf"^[⚠️❗‼️\s]*({'|'.join(_WARNING_WORDS + _NOTE_WORDS)})\s*[:!]\s*(\S.*)$", re.IGNORECASE | re.DOTALL)
_SIGN = re.compile(r"^[⚠❗‼]️?\s*(\S.*)$", re.DOTALL)


def literal(words: str) -> str:
    """The words in one line, so that Markdown shows them as they are."""
    return escaped(" ".join(words.split()))


def escaped(words: str) -> str:
    """The words so that none of their signs is a mark of Markdown, and no more signs escaped than needed."""
    return _BEGINNING.sub(_escaped, _SPECIAL.sub(r"\\\1", words))


def _escaped(match: "re.Match[str]") -> str:
    # A number is escaped behind itself: 1\. is no item of a list.
    return f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"


def labelled(words: str) -> tuple[str, str] | None:
    """The label and the rest of words that begin with "Warning:" or the like in one of five languages, or with ⚠."""
    if said := _SAID.match(words):
        return said[1].capitalize(), said[2]
    sign = _SIGN.match(words)
    return ("Warning", sign[1]) if sign else None


def label_of(names: Iterable[str]) -> str:
    """Warning or Note for the name of a style or a class, such as "alert-warning"; empty for any other."""
    parts = {part for name in names for part in re.split(r"[\W_\d]+", name.lower())}
    if parts & {*_WARNING_WORDS, "critical"}:
        return "Warning"
    if parts & set(_NOTE_WORDS):
        return "Note"
    return "Warning" if "alert" in parts else ""


def called_out(label: str, words: str) -> str:
    """A call-out: a quotation with its label in front."""
    return f"> **{label}:** {literal(words)}"


def paragraph(words: str) -> str:
    """A paragraph, called out where it begins as a warning."""
    found = labelled(words)
    return called_out(*found) if found else literal(words)


def picture(alt: str) -> str:
    """A picture by its words; empty where it has none, or a file's name instead of words."""
    alt = " ".join(alt.split())
    named = re.fullmatch(r"\S+\.(png|jpe?g|gif|svg|bmp|webp|emf|wmf)", alt, re.IGNORECASE)
    return "" if not alt or named else f"Picture: {alt}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table, its first row as the head. Rows are filled up to the longest one; empty ones are left out."""
    filled = [[cell_words(cell) for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return ""
    width = max(map(len, filled))
    if width == 1:
        return "\n\n".join(cell for (cell,) in filled)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in filled]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def cell_words(cell: str) -> str:
    """The words of a cell in one line, in which no bar is the end of the cell."""
    return literal(cell).replace("|", r"\|")


def tidy(markdown: str) -> str:
    """The same without spaces at the ends of lines and without several empty lines in a row."""
    lines = "\n".join(line.rstrip() for line in markdown.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
