"""Roles and sites from Slack's user groups, which the company's administrators fill."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from slack_sdk import WebClient

from privacy.directory import BadPeopleFile, Entry

COLUMNS = ("handle", "role", "site")
Groups = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What being in a group of Slack says of a person: a role, a site or both."""

    handle: str
    role: str
    site: str


def read(path: Path) -> tuple[Meaning, ...]:
    """The meanings of a CSV file with the columns handle, role, site. Raises BadPeopleFile naming what is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [tuple((row.get(name) or "").strip() for name in COLUMNS) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadPeopleFile(f"{path}: cannot be read ({problem}); accepted is a CSV file in UTF-8.") from problem
    meanings = tuple(Meaning(handle.removeprefix("@"), role, site) for handle, role, site in rows)
    wrong = [place for place, each in enumerate(meanings, 2) if not each.handle or not (each.role or each.site)]
    if wrong or not meanings:
        where = f"line {wrong[0]}" if wrong else "no line"
        raise BadPeopleFile(f"{path}: {where}; accepted is a handle with a role, a site or both, in {COLUMNS}.")
    return meanings


def groups_of(client: WebClient) -> Groups:
    """The members of each group of the workspace by its handle. Raises SlackApiError."""
    found = client.usergroups_list(include_users=True)["usergroups"]
    return {group["handle"]: tuple(group.get("users") or ()) for group in found}


def entries(meanings: tuple[Meaning, ...], groups: Groups) -> tuple[Entry, ...]:
    """One entry a person. Raises BadPeopleFile, a line each, for who has no role or no site, or two of one."""
    problems = [f"@{each.handle}: is no user group" for each in meanings if each.handle not in groups]
    people = sorted({user for each in meanings for user in groups.get(each.handle, ())})
    found = {user: _of(user, meanings, groups) for user in people}
    problems += [f"{user}: {wrong}" for user, (roles, sites) in found.items() for wrong in _wrong(roles, sites)]
    if problems or not people:
        raise BadPeopleFile("\n".join(f"{each}." for each in problems) or "The user groups name nobody.")
    return tuple(Entry(user, roles[0], sites[0], "") for user, (roles, sites) in found.items())


def _of(user: str, meanings: tuple[Meaning, ...], groups: Groups) -> tuple[list[str], list[str]]:
    """The roles and the sites that the groups of a person give."""
    given = [each for each in meanings if user in groups.get(each.handle, ())]
    return sorted({each.role for each in given} - {""}), sorted({each.site for each in given} - {""})


def _wrong(roles: list[str], sites: list[str]) -> Iterator[str]:
    for name, values in (("role", roles), ("site", sites)):
        if len(values) != 1:
            yield f"has {' and '.join(values) or 'no'} {name}; accepted is one {name}"
