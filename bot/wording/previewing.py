"""What a preview of an article says to its editors, in English, who alone read it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from retrieval.previewing.preview import Clash, Closed, Lack, Place, Preview, Quoted, Reading, Seen, Twin

Row = tuple[str, Sequence[str]]
"""What it is about, and what there is to say of it, a line each."""

_QUOTED = {"answer": "", "closest": "not sure, shows as the closest: ", "nothing": "nothing is found"}
_LACKS: Mapping[str, str] = {
    "owner": "Nobody looks after it: add an owner.",
    "review date": "It has no day by which to check it again: add review_by.",
    "review date past": "It should have been checked again by {}.",
    "language": "Its words are of the language {}, not of the one it names.",
    "unknown role": "Nobody has the role “{}”: who is meant by it will not find it.",
    "unknown site": "Nobody works at “{}”: who is meant by it will not find it.",
    "vague heading": "The heading “{}” says nothing: name what stands below it.",
    "long part": "The part “{}” is too long to quote: give its parts headings.",
    "image without words": "An image has no words for who cannot see it: {}.",
}


def title(preview: Preview) -> str:
    """What is previewed: a new article, or the next version of one."""
    what = f"replaces version {preview.replaces}" if preview.replaces else "a new article"
    return f"{preview.title} ({preview.article_id}), {what}"


def rows(preview: Preview) -> Iterator[Row]:
    """Everything there is to say, in an order to read; what there is nothing to say of is left out."""
    every: Iterable[Row] = (
        ("Found by", seen(preview.seen)),
        ("Quoted as", [quoted(each) for each in preview.quoted]),
        ("Answers now", [closed(each) for each in preview.closes]),
        ("Says the same", [twin(each) for each in preview.twins]),
        ("Says otherwise", [clash(each) for each in preview.clashes]),
        ("To read", [reading(preview.reading)] if preview.reading else []),
        ("Missing", [lack(each) for each in preview.lacks]),
    )
    return (row for row in every if row[1])


def seen(of: Seen) -> list[str]:
    """Who finds it, and who of the company does not."""
    others = [_others("", of.other_roles), _others("at ", of.other_sites)]
    left_out = "; ".join(each for each in others if each)
    return [whom(of), *([f"not by {left_out}"] if left_out else [])]


def whom(of: Seen) -> str:
    """An audience in words: "cook or supervisor, at Harbour Street"."""
    if of.everyone:
        return "everyone"
    at = f"at {_either(of.sites)}" if of.sites else ""
    parts = [_either(of.roles) or ("" if of.sites else "nobody"), at]
    return ", ".join(part for part in parts if part)


def _others(before: str, names: Sequence[str]) -> str:
    return f"{before}{_either(names)}" if names else ""


def _either(names: Sequence[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def quoted(of: Quoted) -> str:
    """A question and its answer."""
    if of.where is None:
        return f"{of.question} → {_QUOTED['nothing']}"
    elsewhere = "" if of.ours else f" (from {place(of.where)}, not from this article)"
    return f"{of.question} → {_QUOTED[of.outcome]}“{_line(of.text)}”{elsewhere}"


def closed(of: Closed) -> str:
    """A topic, and which of its questions it answers now."""
    left = f"; still not: {'; '.join(of.left)}" if of.left else ""
    return f"{of.label}: {'; '.join(of.answered)}{left}"


def twin(of: Twin) -> str:
    """What says the same, and where."""
    where = place(of.where)
    if of.how == "version":
        part = f"“{of.heading}” is" if of.heading else "is"
        return f"{part} another version of {where}, for {whom(of.audience)}"
    if of.heading or of.where.heading:
        return f"“{of.heading or 'its beginning'}” says the same as {where}"
    said = {
        "same": f"the same as {where}",
        "in theirs": f"{where} says all of it, and more",
        "in ours": f"it says all that {where} does, and more",
    }
    return f"{said[of.how]} ({of.share:.0%} of this article)" if of.how == "same" else said[of.how]


def clash(of: Clash) -> str:
    """Two sentences that cannot both be followed, and what they differ in."""
    differ = "; ".join(
        f"{each.ours} here, {each.theirs} there" if each.kind != "negation" else "one says the opposite"
        for each in of.differences
    )
    here = f"“{_line(of.ours)}”" + (f" (under “{of.heading}”)" if of.heading else "")
    return f"{here} ↔ “{_line(of.theirs)}” in {place(of.where)}: {differ}"


def reading(of: Reading) -> str:
    """How hard it is, and its hardest sentence."""
    words = f"{of.words_a_sentence:.0f} words a sentence"
    return f"{of.level} to read: {words} ({of.measure} {of.grade:.0f}). Hardest: “{_line(of.hardest)}”"


def lack(of: Lack) -> str:
    """What is missing, and what to do."""
    return _LACKS[of.what].format(of.detail)


def place(of: Place) -> str:
    """An article, and the heading that is meant."""
    return f"“{of.title}” › {of.heading}" if of.heading else f"“{of.title}”"


def _line(text: str) -> str:
    return " ".join(text.split())
