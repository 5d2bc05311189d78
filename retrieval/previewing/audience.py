"""Who will find an article, of the jobs and places that a company has."""

from collections.abc import Mapping
from dataclasses import replace

from knowledge.article import Article, Audience
from retrieval.previewing.preview import Company, Seen


def seen(audience: Audience, company: Company) -> Seen:
    """Who finds what is for an audience, and who does not."""
    everyone = not audience.roles and not audience.sites
    roles, other_roles = _parted(audience.roles, company.roles)
    sites, other_sites = _parted(audience.sites, company.sites)
    return Seen(everyone, roles, sites, other_roles, other_sites)


def _parted(named: frozenset[str], known: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not named:
        return (), ()
    return tuple(sorted(named & known if known else named)), tuple(sorted(known - named))


def spelled(article: Article, company: Company) -> Article:
    """The article with roles as the company writes them. Those that it does not have stay as they are."""
    known = {role.casefold(): role for role in company.roles}
    audience = replace(article.audience, roles=_known(article.audience.roles, known))
    return replace(article, audience=audience, written_for=_known(article.written_for, known))


def _known(roles: frozenset[str], known: Mapping[str, str]) -> frozenset[str]:
    return frozenset(known.get(role.casefold(), role) for role in roles)
