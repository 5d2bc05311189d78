"""An article's Markdown as words to read, for places that show no Markdown."""

import re

EMPHASIS = re.compile(r"(\*\*|__|(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])|`)")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
RULE_ROW = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")


def shown(markdown: str) -> str:
    """The same words in the same order: marks of emphasis, quoting and headings go, table cells are parted by dots."""
    lines = (_line(line) for line in markdown.strip().splitlines() if not (RULE_ROW.match(line) and "-" in line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(line: str) -> str:
    text = re.sub(r"^\s*(>\s?)+", "", line)
    text = re.sub(r"^\s*#{1,6}\s+", "", text)
    text = re.sub(r"^(\s*)[-*+]\s+", r"\1• ", text)
    if text.strip().startswith("|"):
        text = " · ".join(cell.strip() for cell in text.strip().strip("|").split("|"))
    return EMPHASIS.sub("", LINK.sub(r"\1", text)).rstrip()
