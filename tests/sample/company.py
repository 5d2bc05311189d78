"""The people and articles of the sample company, as the tests read them."""

import csv
from pathlib import Path
from typing import Any

import frontmatter

import bot
from knowledge.article import Audience, Viewer

SAMPLE = Path(bot.__file__).parent / "sample"
FILES = sorted((SAMPLE / "articles").glob("*.md"))

ROWS = (SAMPLE / "people.csv").read_text(encoding="utf-8").splitlines()
PEOPLE = {row["slack_user_id"]: row for row in csv.DictReader(ROWS)}
ROLES = {row["role"] for row in PEOPLE.values()}
SITES = {row["site"] for row in PEOPLE.values()}
ARTICLES = {path.stem: frontmatter.loads(path.read_text(encoding="utf-8")) for path in FILES}


def meta(name: str) -> dict[str, Any]:
    return dict(ARTICLES[name].metadata)


def body(name: str) -> str:
    return str(ARTICLES[name].content)


def audience(name: str) -> Audience:
    declared = meta(name).get("audience", {})
    return Audience(frozenset(declared.get("roles", ())), frozenset(declared.get("sites", ())))


def viewer(slack_user_id: str) -> Viewer:
    person = PEOPLE[slack_user_id]
    return Viewer(person["role"], person["site"])
