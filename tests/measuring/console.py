"""How long each page of the console takes with many articles: `python -m tests.measuring.console [--articles N]`.

The articles are varied from the sample ones, as `onhand bench` does it, with checks and owners spread over two years,
and a tenth of them wait in a new version. Nothing is embedded but what is searched.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from starlette.testclient import TestClient

from bot.console.app import console_app
from bot.console.tickets import Tickets
from bot.demo import for_demo, load_sample
from bot.settings import Settings
from bot.wiring import Onhand
from bot.workspace.server import LocalWorkspace
from knowledge.article import Article
from knowledge.library import Entry
from knowledge.proposals import Draft
from privacy.worker import Person
from retrieval.synthetic import Synthetic, rows_of

TIMES = 30
BATCH = 500
NAME = "http://127.0.0.1:8788"
PAGES = {
    "articles": "/articles",
    "articles, page 150": "/articles?page=150",
    "articles, overdue": "/articles?standing=check+overdue",
    "articles, longest unchecked": "/articles?order=check",
    "articles, words": "/articles?words=milk",
    "articles, words, role, site": "/articles?words=a&role=cook&site=Mill+Lane&language=en",
    "one article": "/articles/made-0000100",
    "what changed": "/articles/allergens-list/changes?from=1&to=2",
    "edit": "/articles/made-0000100/edit",
    "waiting": "/waiting",
    "one proposal": "/waiting/1",
    "search as (empty)": "/ask",
    "search as (an answer)": "/ask?words=wat+temp+chiken&role=cook&site=Mill+Lane",
    "gaps": "/gaps",
    "charts": "/charts",
    "a chart, drawn before": "/charts/sites.svg",
    "the whole list as CSV": "/articles.csv",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--home", type=Path, help="A folder with an exported model under models/, to be quicker.")
    asked = parser.parse_args()
    with _home(asked.home) as home:
        onhand = load_sample(for_demo(Settings(home=home)), lambda *_: None, lambda *_: None)
        _fill(onhand, asked.articles)
        print(f"{onhand.library.live_count():,} articles, {onhand.listing.proposals('waiting', 1).total:,} proposals")
        _print(_browser(onhand))


@contextmanager
def _home(models: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        if models:
            (Path(folder) / "models").symlink_to(models / "models", target_is_directory=True)
        yield Path(folder)


def _fill(onhand: Onhand, articles: int) -> None:
    model = onhand.library.model()
    assert model is not None
    made: list[Entry] = []
    for entry in Synthetic(rows_of(onhand.library.shelf())).entries(articles * 10):
        if entry.article.id.startswith("made-"):
            made.append(replace(entry, article=_spread(entry.article, onhand)))
        if len(made) + 85 >= articles:
            break
    for begin in range(0, len(made), BATCH):
        onhand.library.save(made[begin : begin + BATCH], model)
    changed = [Draft(replace(each.article, body=f"{each.article.body}\n\nMore."), "many.zip") for each in made[::10]]
    onhand.proposals.propose(changed, "somebody")
    first = onhand.library.get("allergens-list")
    assert first is not None
    onhand.history.renew(first.id, 1, onhand.today(), None, "somebody")


def _spread(article: Article, onhand: Onhand) -> Article:
    lots = random.Random(article.id)
    reviewed = onhand.today() - timedelta(days=lots.randrange(730))
    topics = frozenset({f"topic {lots.randrange(30)}"})
    owner = article.owner if lots.random() < 0.9 else None
    return replace(article, reviewed=reviewed, review_by=reviewed + timedelta(days=365), topics=topics, owner=owner)


def _browser(onhand: Onhand) -> TestClient:
    browser = TestClient(console_app(onhand), NAME)
    leo = onhand.rooms.gate.worker(Person(LocalWorkspace.team_id, "U0LEO"))
    browser.post("/in", data={"link": Tickets(onhand.home).link(leo)})
    return browser


def _print(browser: TestClient) -> None:
    print(f"Milliseconds of {TIMES} each, the first one left out; “work”: of the processor.")
    print(f"{'page':32} {'p50':>8} {'p95':>8} {'work':>8} {'kB':>6}")
    for name, address in PAGES.items():
        taken, size, worked = [], 0, time.process_time()
        for _ in range(TIMES + 1):
            begin = time.perf_counter()
            answer = browser.get(address)
            taken.append((time.perf_counter() - begin) * 1000)
            assert answer.status_code == 200, (name, answer.status_code)
            size = len(answer.content)
        taken, work = sorted(taken[1:]), (time.process_time() - worked) * 1000 / (TIMES + 1)
        half, most = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        print(f"{name:32} {half:8.1f} {most:8.1f} {work:8.1f} {size / 1000:6.0f}")


if __name__ == "__main__":
    main()
