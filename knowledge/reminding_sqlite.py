"""When owners were last asked, in `knowledge.db`."""

import json
from collections.abc import Collection, Mapping

from knowledge.file_sqlite import KnowledgeFile


class SqliteReminding:
    """The `Reminding` in the file of the library."""

    def __init__(self, file: KnowledgeFile) -> None:
        self._file = file

    def weeks(self) -> Mapping[str, str]:
        """See `Reminding.weeks`."""
        with self._file.open() as db:
            return dict(db.execute("select article_id, week from reminded"))

    def note(self, article_ids: Collection[str], week: str) -> None:
        """See `Reminding.note`."""
        with self._file.write_aside() as db:
            db.execute(
                """insert into reminded select value, ? from json_each(?) where true
                   on conflict (article_id) do update set week = excluded.week""",
                [week, json.dumps(sorted(article_ids))],
            )
