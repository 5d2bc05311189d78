"""The part of an article's body that somebody can change in a form."""

import re

LONGEST = 2_900
"""Characters of a part; Slack's forms take 3,000."""
_HEADING = re.compile(r"^#{1,6}\s", re.MULTILINE)


def part_around(body: str, quote: str) -> tuple[int, int]:
    """From where to where the section goes in which a quotation stands, or as much around it as a form takes.

    A quotation that is not there any more stands at the beginning.
    """
    at = max(body.find(quote), 0)
    starts = [0, *(match.start() for match in _HEADING.finditer(body)), len(body)]
    begin = max(start for start in starts if start <= at)
    end = min((start for start in starts if start > begin and start > at), default=len(body))
    return _stripped(body, *_narrowed(body, begin, at, end))


def _narrowed(body: str, begin: int, at: int, end: int) -> tuple[int, int]:
    """Whole paragraphs, where a section is longer than a form."""
    if end - begin <= LONGEST:
        return begin, end
    paragraph = body.rfind("\n\n", begin, at + 1)
    start = paragraph if paragraph >= begin and at - paragraph < LONGEST else at
    last = body.rfind("\n\n", at + 1, start + LONGEST)
    return start, last if last > at else min(start + LONGEST, end)


def _stripped(body: str, begin: int, end: int) -> tuple[int, int]:
    part = body[begin:end]
    return begin + len(part) - len(part.lstrip("\n")), end - (len(part) - len(part.rstrip("\n")))
