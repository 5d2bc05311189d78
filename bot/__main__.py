"""The command line: `onhand`, or `python -m bot`."""

import sqlite3
from typing import Any

import click

from bot.commands import common, editing, versions
from bot.commands.articles import articles
from bot.commands.ask import ask
from bot.commands.backup import backup, restore
from bot.commands.bench import bench
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.evaluate import evaluate
from bot.commands.people import people
from bot.commands.privacy import privacy
from bot.commands.ranking import ranking
from bot.commands.serve import serve
from bot.commands.syncing import sync
from bot.settings import BadSetting


class Commands(click.Group):
    """The commands; where a setting or a database cannot be used, any of them ends with a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except sqlite3.DatabaseError as problem:
            common.stop(f"A database cannot be used: {problem}. “onhand doctor” tells which.", common.FAILED)
        except BadSetting as problem:
            common.stop(str(problem))


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
    Ask in the terminal:   onhand ask "how hot must chicken be" --as U012ABC

    Everything lives in one folder, ONHAND_HOME (default ./data). Other settings are in .env.example.
    """


for command in (*editing.COMMANDS, *versions.COMMANDS, sync):
    articles.add_command(command)
for command in (demo, serve, ask, articles, people, privacy, backup, restore, doctor, evaluate, ranking, bench):
    main.add_command(command)


if __name__ == "__main__":
    main()
