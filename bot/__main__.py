"""The command line: `onhand`, or `python -m bot`."""

import errno
import shutil
import sqlite3
from typing import Any

import click

from bot.commands import common, editing, versions
from bot.commands.articles import articles
from bot.commands.ask import ask
from bot.commands.backup import backup, restore
from bot.commands.bench import bench
from bot.commands.console import console
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.evaluate import evaluate
from bot.commands.gaps import gaps, measures
from bot.commands.people import people
from bot.commands.previewing import preview
from bot.commands.privacy import privacy
from bot.commands.ranking import ranking
from bot.commands.serve import serve
from bot.commands.syncing import sync
from bot.settings import BadSetting
from knowledge.whole import Damaged
from privacy.down import StoreDown


class Commands(click.Group):
    """The commands; where a setting or a database cannot be used, any of them ends with a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except sqlite3.DatabaseError as problem:
            common.stop(_of_a_database(problem), common.FAILED)
        except BadSetting as problem:
            common.stop(str(problem))
        except (Damaged, StoreDown, OSError) as problem:
            common.stop(_told(problem), common.FAILED)


LEAST_FREE = 100_000
"""Bytes that SQLite needs to open a database at all."""
FULL = "The disk is full. Nothing of this was saved; what was saved before is safe. Make room and run it again."


def _of_a_database(problem: sqlite3.DatabaseError) -> str:
    if getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or _no_room():
        return FULL
    return f"A database cannot be used: {problem}. “onhand doctor” tells which."


def _no_room() -> bool:
    """SQLite has other errors too where a file that it needs beside a database finds no room."""
    home = common.settings().home
    return home.exists() and shutil.disk_usage(home).free < LEAST_FREE


def _told(problem: Damaged | StoreDown | OSError) -> str:
    """A full disk is told; what else the system refuses is none of these, and ends as it did."""
    if not isinstance(problem, OSError):
        return f"{problem}."
    if problem.errno == errno.ENOSPC:
        return FULL
    raise problem


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onhand", prog_name="onhand")
def main() -> None:
    """Help on the job for workers with no desk.

    Onhand answers questions in Slack with short quotations from your company's own articles, and says each time which
    of the worker's own data it used.

    \b
    See it work:           onhand demo
    Set it up:             onhand people load people.csv
                           onhand articles load articles/
                           onhand doctor
                           onhand serve
    For the editors:       onhand console
    Ask in the terminal:   onhand ask "how hot must chicken be" --as U012ABC

    Everything lives in one folder, ONHAND_HOME (default ./data). Other settings are in .env.example.
    """


for command in (*editing.COMMANDS, *versions.COMMANDS, sync, preview):
    articles.add_command(command)
for command in (
    demo, serve, console, ask, articles, people, gaps, measures, privacy, backup, restore, doctor, evaluate, ranking,
    bench,
):  # fmt: skip
    main.add_command(command)


if __name__ == "__main__":
    main()
