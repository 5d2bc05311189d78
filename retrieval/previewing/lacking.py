"""What is missing in an article, or looks like a slip."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from knowledge.article import Article
from knowledge.splitting import WHOLE, markdown, split
from retrieval.language import ENGLISH, language_of, spoken
from retrieval.previewing.preview import Company, Lack
from retrieval.words import idle, tokens

_VAGUE = frozenset(
    """info information general misc miscellaneous other others more note notes detail details introduction intro
    overview summary section part chapter untitled heading title text new important content contents page
    informacion informaciones otros otras mas nota notas detalle detalles introduccion resumen seccion parte
    informations divers autre autres remarque remarques
    informacje inne uwagi wstep rozdzial czesc
    informacao informacoes outros outras introducao secao""".split()  # noqa: SIM905 - a list of words reads better
)
_TELLS = 8
"""Words of a part below which its language is not asked for."""


def lacks(article: Article, company: Company, today: date) -> tuple[Lack, ...]:
    """All that is missing or looks wrong, what is about the whole article first."""
    every = (
        _kept(article, today),
        _strangers(article, company),
        _language(article),
        _headings(article),
        _images(article),
    )
    return tuple(lack for each in every for lack in each)


def _kept(article: Article, today: date) -> Iterator[Lack]:
    if article.owner is None:
        yield Lack("owner")
    if article.review_by is None:
        yield Lack("review date")
    elif article.review_by < today:
        yield Lack("review date past", article.review_by.isoformat())


def _strangers(article: Article, company: Company) -> Iterator[Lack]:
    """Roles and sites that nobody has: whoever is meant by them would not find it."""
    if company.roles:
        for role in sorted((article.audience.roles | article.written_for) - company.roles):
            yield Lack("unknown role", role)
    if company.sites:
        for site in sorted(article.audience.sites - company.sites):
            yield Lack("unknown site", site)


def _language(article: Article) -> Iterator[Lack]:
    """Where most parts are heard as another language. What is not clear is heard as English, and counts for nothing."""
    said = spoken(article.language)
    heard = Counter(language_of(chunk.text) for chunk in split(article) if len(chunk.text.split()) >= _TELLS)
    if not heard:
        return
    most, times = heard.most_common(1)[0]
    if most != said and times > heard.total() / 2 and (most != ENGLISH or _holds_english(article)):
        yield Lack("language", most)


def _holds_english(article: Article) -> bool:
    words = tokens(article.body)
    return sum(word in idle(ENGLISH) for word in words) > sum(word in idle(spoken(article.language)) for word in words)


def _headings(article: Article) -> Iterator[Lack]:
    sections = Counter[str]()
    for chunk in split(article):
        sections[chunk.heading] += len(chunk.text.split())
    for heading, words in sections.items():
        name = heading.rpartition(" > ")[2]
        if name and set(tokens(name)) <= _VAGUE | {word for word in tokens(name) if word.isdigit()}:
            yield Lack("vague heading", name)
        if words > WHOLE:
            yield Lack("long part", name)


def _images(article: Article) -> Iterator[Lack]:
    """An image that says nothing to who cannot see it, nor to a search."""
    for token in markdown().parse(article.body):
        for child in token.children or ():
            if child.type == "image" and not child.content.strip():
                yield Lack("image without words", str(child.attrs.get("src", "")))
