"""The tables of `knowledge.db`, a migration a step. Nothing in them is about any person."""

from sqlite_utils import Database, Migrations

from knowledge.whole import checksum, mark

MIGRATIONS = Migrations("knowledge")


@MIGRATIONS()
def first_shelves(db: Database) -> None:
    """Versions of articles, the chunks of the live ones with their vectors, and the state of the whole."""
    db.execute(
        """create table version (
             article_id text not null, version integer not null check (version > 0),
             live integer not null check (live in (0, 1)), fingerprint text not null, title text not null,
             body text not null, roles text not null, sites text not null,
             owner text, owner_slack_id text, reviewed text, review_by text, language text not null,
             critical integer not null check (critical in (0, 1)), source text not null, licence text not null,
             saved_at text not null, primary key (article_id, version)) strict"""
    )
    db.execute("create unique index one_live_version on version (article_id) where live = 1")
    db.execute(
        """create table chunk (
             id integer primary key autoincrement, article_id text not null, version integer not null,
             position integer not null, heading text not null, text text not null, vector blob not null,
             unique (article_id, version, position),
             foreign key (article_id, version) references version (article_id, version)) strict"""
    )
    db.execute(
        """create table state (
             one integer primary key check (one = 1), generation integer not null,
             model text, dimension integer) strict"""
    )
    db.execute("insert into state values (1, 0, null, null)")


@MIGRATIONS()
def sentences(db: Database) -> None:
    """The vectors of a chunk's sentences. The chunks of before have none, and are of a model that asks to be loaded."""
    db.execute("alter table chunk add column sentences blob not null default x''")


@MIGRATIONS()
def staging(db: Database) -> None:
    """What is embedded anew until that is whole, and the setting by which the model of what is live is opened again."""
    db.execute("alter table state add column setting text not null default ''")
    db.execute(
        "create table staged (fingerprint text not null, model text not null, primary key (fingerprint, model)) strict"
    )
    db.execute(
        """create table staged_chunk (
             fingerprint text not null, model text not null, position integer not null, heading text not null,
             text text not null, vector blob not null, sentences blob not null,
             primary key (fingerprint, model, position),
             foreign key (fingerprint, model) references staged (fingerprint, model)) strict"""
    )


@MIGRATIONS()
def changes(db: Database) -> None:
    """At which generation each article was last written, so that a reader takes up what is new and no more.

    The database keeps it: no way of writing can forget to.
    """
    db.execute("create table change (article_id text primary key, generation integer not null) strict, without rowid")
    db.execute("create index change_by_generation on change (generation)")
    db.execute("insert into change select distinct article_id, (select generation from state) from version")
    written = {
        "insert on version": "new",
        "update on version": "new",
        "insert on chunk": "new",
        "delete on chunk": "old",
    }
    for number, (event, row) in enumerate(written.items()):
        db.execute(
            f"""create trigger change_{number} after {event} begin
                  insert into change values ({row}.article_id, (select generation from state))
                  on conflict (article_id) do update set generation = excluded.generation; end"""  # noqa: S608
        )


@MIGRATIONS()
def written_for(db: Database) -> None:
    """The roles that an article was written for, where others may find it too, and what it is about."""
    for column in ("written_for", "topics"):
        db.execute(f"alter table version add column {column} text not null default '[]'")


@MIGRATIONS()
def hours(db: Database) -> None:
    """The part of the day in which an article is suggested."""
    db.execute("alter table version add column hours text not null default ''")


@MIGRATIONS()
def proposals(db: Database) -> None:
    """What waits for another editor, and where each version came from. Editors are keys here, and nobody's name."""
    for column in ("live_from text", "live_until text", "approved_at text"):
        db.execute(f"alter table version add column {column}")
    for column in ("origin", "proposed_by", "approved_by"):
        db.execute(f"alter table version add column {column} text not null default ''")
    db.execute("alter table version add column withdrawn integer not null default 0 check (withdrawn in (0, 1))")
    db.execute(
        """create table proposal (
             id integer primary key autoincrement, article_id text not null,
             action text not null check (action in ('publish', 'retire')), fingerprint text not null,
             article text not null, origin text not null, proposed_by text not null, proposed_at text not null,
             state text not null check (state in
               ('waiting', 'approved', 'live', 'refused', 'replaced', 'withdrawn')),
             decided_by text not null default '', decided_at text, note text not null default '') strict"""
    )
    db.execute("create unique index one_waiting_proposal on proposal (article_id) where state = 'waiting'")
    db.execute("create index approved_proposal on proposal (article_id, fingerprint) where state = 'approved'")
    db.execute("create index outlived_version on version (live_until) where live and live_until is not null")


@MIGRATIONS()
def reminded(db: Database) -> None:
    """In which week an article's owner was last asked to look at it. Whose it is stands in the article alone."""
    db.execute("create table reminded (article_id text primary key, week text not null) strict, without rowid")


@MIGRATIONS()
def checksums(db: Database) -> None:
    """What was written, so that damage is told: a checksum a chunk, their sum, and how many versions are live."""
    for table in ("chunk", "staged_chunk"):
        db.execute(f"alter table {table} add column checksum integer not null default 0")
    for column in ("checksums", "live"):
        db.execute(f"alter table state add column {column} integer not null default 0")
    said = "position, heading, text, vector, sentences"
    rows = db.execute(f"select id, article_id, version, {said} from chunk")  # noqa: S608
    sums = [(checksum(*row[3:]) + mark(row[1], row[2]), row[0]) for row in rows]
    db.conn.executemany("update chunk set checksum = ? where id = ?", sums)
    rows = db.execute(f"select rowid, {said} from staged_chunk")  # noqa: S608
    db.conn.executemany(
        "update staged_chunk set checksum = ? where rowid = ?", [(checksum(*row[1:]), row[0]) for row in rows]
    )
    db.execute(
        """update state set live = (select count(*) from version where live),
           checksums = (select coalesce(sum(checksum), 0) from chunk)"""
    )
    changed = {
        "insert on chunk": "checksums = checksums + new.checksum",
        "delete on chunk": "checksums = checksums - old.checksum",
        "insert on version": "live = live + new.live",
        "update of live on version": "live = live + new.live - old.live",
        "delete on version": "live = live - old.live",
    }
    for number, (event, sums_up) in enumerate(changed.items()):
        db.execute(f"create trigger sum_{number} after {event} begin update state set {sums_up}; end")  # noqa: S608


@MIGRATIONS()
def listing(db: Database) -> None:
    """What a list of articles shows, apart from their texts, so that a list never reads those."""
    db.execute(
        """create index listed_version on version (article_id, title, version, owner, reviewed, review_by, language,
             critical, roles, sites, topics, live) where live"""
    )
    db.execute("create index listed_proposal on proposal (state, id)")
