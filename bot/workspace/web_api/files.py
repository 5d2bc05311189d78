"""files.*: uploading a file in the three steps that Slack asks for."""

import mimetypes
import secrets
from pathlib import PurePath
from urllib.parse import quote

from bot.workspace.cast import Json
from bot.workspace.refusals import SlackError
from bot.workspace.state import File, bot_message
from bot.workspace.web_api.methods import Desk, Method, joined_channel

MOST_BYTES = 20_000_000
_WRITE, _READ = ("files:write",), ("files:read",)


def upload_url(desk: Desk, args: Json) -> Json:
    if not 0 < args["length"] <= MOST_BYTES:
        raise SlackError("invalid_arguments", f"length {args['length']}: 1 to {MOST_BYTES} bytes are accepted")
    file_id = f"F0{secrets.token_hex(5).upper()}"
    file = File(file_id, args["filename"], args["length"], secrets.token_urlsafe(18), args.get("alt_txt", ""))
    desk.state.files[file_id] = file
    return {"upload_url": f"{desk.url}/upload/{file.secret}", "file_id": file_id}


def receive(desk: Desk, secret: str, content: bytes) -> None:
    """Take the bytes for an upload URL; SlackError when it is unknown, used, or the length is not the announced one."""
    file = next((file for file in desk.state.files.values() if file.secret == secret), None)
    if file is None or file.content is not None:
        raise SlackError("invalid_url")
    if len(content) != file.length:
        raise SlackError("length_mismatch")
    file.content = content


def complete(desk: Desk, args: Json) -> Json:
    chosen = [_uploaded(desk, entry) for entry in _entries(args["files"])]
    described = [described_file(desk.url, file, desk.state.clock()) for file in chosen]
    targets = [name for name in (args.get("channel_id"), *args.get("channels", "").split(",")) if name]
    for name in targets:
        channel = joined_channel(desk, name)
        message = bot_message(args.get("initial_comment", ""), desk.state.next_ts(), desk.state.bot_name)
        message |= {"subtype": "file_share", "files": described, "upload": True}
        message |= {"thread_ts": args["thread_ts"]} if args.get("thread_ts") else {}
        for file in chosen:
            file.channels.add(channel.id)
        desk.board.post(channel, message)
    return {"files": described}


def _entries(given: object) -> list[Json]:
    entries = given if isinstance(given, list) else []
    if not entries or not all(isinstance(entry, dict) and isinstance(entry.get("id"), str) for entry in entries):
        raise SlackError("invalid_arguments", "files: a list of objects with an id is accepted")
    return entries


def _uploaded(desk: Desk, entry: Json) -> File:
    file = desk.state.files.get(entry["id"])
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    file.title = str(entry.get("title") or file.name)
    return file


def described_file(url: str, file: File, now: float) -> Json:
    """A file with Slack's keys."""
    link = f"{url}/files/{file.id}/{quote(file.name)}"
    return {
        "id": file.id,
        "created": int(now),
        "timestamp": int(now),
        "name": file.name,
        "title": file.title,
        "mimetype": media_type(file),
        "filetype": PurePath(file.name).suffix.lstrip(".") or "text",
        "user": file.user,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": link,
        "url_private_download": link,
        "permalink": link,
        "alt_txt": file.alt_text,
    }


def media_type(file: File) -> str:
    """The media type that goes with the file's name."""
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def info(desk: Desk, args: Json) -> Json:
    """A file that the app can see: its own, and what is shared where it is."""
    file = desk.state.files.get(args["file"])
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    return {"file": described_file(desk.url, file, desk.state.clock()), "comments": []}


def put(desk: Desk, user: str, name: str, content: bytes) -> File:
    """What a person chose to send, before it is shared. SlackError for a file that Slack would not take."""
    if not 0 < len(content) <= MOST_BYTES:
        raise SlackError("file_size", f"{len(content)} bytes: 1 to {MOST_BYTES} are accepted")
    file_id = f"F0{secrets.token_hex(5).upper()}"
    file = File(file_id, name, len(content), secrets.token_urlsafe(18), "", name, user, content)
    desk.state.files[file_id] = file
    return file


METHODS = (
    Method("files.info", info, 4, ("file",), _READ, reads=True),
    Method("files.getUploadURLExternal", upload_url, 4, ("filename", "length"), _WRITE, reads=True),
    Method("files.completeUploadExternal", complete, 4, ("files",), _WRITE),
)
