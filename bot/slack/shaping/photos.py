"""A photo that came with a form: fetched from Slack, and freed of what tells where, when and by whom it was taken.

Nothing is decoded: only the marks between the parts of the file are read, so no picture can do harm here.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from starlette.datastructures import Secret

log = logging.getLogger(__name__)

MOST_BYTES = 10_000_000
SECONDS = 10
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
OF_THE_PICTURE = (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD")
"""Chunks of a PNG that are needed to show it, beside those that begin with a capital."""
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
START, SCAN, END = 0xD8, 0xDA, 0xD9
STUFFED, RESTARTS = 0x00, range(0xD0, 0xD8)
EXIF, ICC = b"Exif\0\0", b"ICC_PROFILE\0"
ORIENTATION, SHORT = 0x0112, 3


class Unreadable(ValueError):
    """What came is no photo that can be passed on."""


class _NoOtherWay(HTTPRedirectHandler):
    """Nothing is followed: the token would go along."""

    def redirect_request(self, *_told: object, **_more: object) -> None:
        return None


class Photos:
    """Fetches photos with the bot's token, which goes to Slack's own file host alone."""

    def __init__(self, token: Secret, api_url: str) -> None:
        self._token = token
        self._api = urlsplit(api_url)
        self._opener = build_opener(_NoOtherWay)

    def fetched(self, files: Sequence[Mapping[str, Any]]) -> bytes:
        """The first of the files, without what it tells beside the picture. Raises Unreadable."""
        address = str(files[0].get("url_private_download") or files[0].get("url_private") or "")
        if not self._of_slack(address):
            raise Unreadable("the address of a photo is not Slack's")
        asked = Request(address, headers={"Authorization": f"Bearer {self._token}"})  # noqa: S310
        try:
            with self._opener.open(asked, timeout=SECONDS) as answer:
                return bare(answer.read(MOST_BYTES + 1))
        except (URLError, OSError, HTTPException) as problem:
            log.warning("a photo could not be fetched: %s", type(problem).__name__)
            raise Unreadable("a photo could not be fetched") from None

    def _of_slack(self, address: str) -> bool:
        try:
            given = urlsplit(address)
        except ValueError:
            return False
        if self._api.hostname in LOOPBACK:
            return given.scheme == "http" and given.hostname in LOOPBACK
        return given.scheme == "https" and given.netloc == f"files.{self._api.hostname}"


def bare(content: bytes) -> bytes:
    """The same picture without its metadata: place, time, device and name go; which side is up stays.

    Raises Unreadable for what is no whole JPEG or PNG, or too large.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(f"a photo has more than {MOST_BYTES} bytes")
    try:
        if content.startswith(PNG):
            return PNG + b"".join(_chunks(content))
        if content.startswith(JPEG):
            return b"\xff\xd8" + b"".join(_segments(content))
    except IndexError:
        raise Unreadable("a photo is cut short") from None
    raise Unreadable("a photo is neither JPEG nor PNG")


def suffix(content: bytes) -> str:
    """How the name of such a file ends."""
    return "png" if content.startswith(PNG) else "jpg"


def _chunks(content: bytes) -> Iterator[bytes]:
    at, kind = len(PNG), b""
    while kind != b"IEND":
        kind, end = content[at + 4 : at + 8], at + 12 + int.from_bytes(content[at : at + 4])
        if end > len(content) or len(kind) < len(b"IEND"):
            raise IndexError
        if kind[:1].isupper() or kind in OF_THE_PICTURE:
            yield content[at:end]
        at = end


def _segments(content: bytes) -> Iterator[bytes]:
    """What stands after the start of a JPEG. What stands after its end, such as a film, goes."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise IndexError
        mark = content[at + 1]
        if mark == END:
            yield content[at : at + 2]
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if end > len(content) or end < at + 4:
            raise IndexError
        yield _kept(mark, content[at:end])
        at = end
        if mark == SCAN:
            end = _end_of_scan(content, at)
            yield content[at:end]
            at = end


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise IndexError
        if content[at + 1] != STUFFED and content[at + 1] not in RESTARTS:
            return at
        at += 2


def _kept(mark: int, segment: bytes) -> bytes:
    said = segment[4:]
    if mark == APP1 and said.startswith(EXIF):
        return _upright(said[len(EXIF) :])
    if mark in (APP0, APP14) or (mark == APP2 and said.startswith(ICC)):
        return segment
    return b"" if APP1 <= mark <= APP15 or mark == COMMENT else segment


def _upright(tiff: bytes) -> bytes:
    """A segment that tells which side is up, as an EXIF segment told it, and nothing else."""
    order: Any = "little" if tiff.startswith(b"II") else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], order)

    table = number(4, 4)
    for entry in range(table + 2, table + 2 + 12 * min(number(table, 2), 100), 12):
        if number(entry, 2) == ORIENTATION and number(entry + 2, 2) == SHORT and 1 <= number(entry + 8, 2) <= 8:
            told = b"MM\0*\0\0\0\x08\0\x01" + bytes((0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, number(entry + 8, 2), 0, 0))
            body = EXIF + told + b"\0\0\0\0"
            return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body
    return b""
