"""Which kinds of files are converted, and whether a file is what its name says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

from knowledge.converting.piece import Piece, RefusedError, Tick

Convert = Callable[[BinaryIO, Tick], list[Piece]]
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is read: `owner` is the module that knows it, `begins` are its first bytes.

    A text has no first bytes of its own: it must have no NUL and not be one of the others. `largest` is in bytes.
    """

    words: str
    owner: str
    begins: bytes = b""
    largest: int = 5_000_000


_PAGE = Format("a web page", "web")
_BIG = 100_000_000
FORMATS: Mapping[str, Format] = {
    ".html": _PAGE,
    ".htm": _PAGE,
    ".aspx": Format("a SharePoint page", "web"),
    ".docx": Format("a Word document", "word", _ZIP, _BIG),
    ".pptx": Format("a PowerPoint presentation", "slides", _ZIP, _BIG),
    ".pdf": Format("a PDF", "pdf", b"%PDF-", _BIG),
    ".xlsx": Format("an Excel workbook", "workbook", _ZIP, 20_000_000),
    ".csv": Format("a CSV file", "table"),
    ".eml": Format("an e-mail", "mail", largest=30_000_000),
}
_REFUSED = {
    **dict.fromkeys((".docm", ".pptm", ".xlsm", ".dotm", ".xlsb"), "may hold macros, which are programs"),
    **dict.fromkeys((".doc", ".ppt", ".xls"), "is in Office's old format"),
}
_INSTEAD = {"d": ".docx", "p": ".pptx", "x": ".xlsx"}


def refuse_by_name(suffix: str) -> None:
    """Raises `RefusedError` for kinds that are known and not accepted, with what to save them as."""
    if suffix in _REFUSED:
        raise RefusedError(f"a {suffix} file {_REFUSED[suffix]}; save it as {_INSTEAD[suffix[1]]}")


def check_beginning(suffix: str, head: bytes) -> None:
    """Raises `RefusedError` where the first bytes of a file are not of the kind that its name says."""
    format = FORMATS[suffix]
    if head.startswith(_OLE):
        raise RefusedError(f"is encrypted, or in Office's old format; save it without a password as {suffix}")
    if not _fits(format.begins, head):
        raise RefusedError(f"is not {format.words}, although it is named {suffix}; it begins as {_named(head)}")


def _fits(begins: bytes, head: bytes) -> bool:
    if begins == b"%PDF-":
        return begins in head[:1024]
    return head.startswith(begins) if begins else b"\0" not in head and not _signed(head)


def _signed(head: bytes) -> bool:
    return any(head.startswith(each) for each in _SIGNS)


_SIGNS = {
    _ZIP: "a ZIP file", b"%PDF-": "a PDF", b"\x7fELF": "a program", b"MZ": "a program", b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"{\\rtf": "rich text", b"Rar!": "a RAR file",
    b"7z\xbc\xaf": "a 7z file", b"\x1f\x8b": "a GZIP file",
}  # fmt: skip
_TEXTS = {b"<?xml": "XML", b"<!doctype html": "a web page", b"<html": "a web page"}


def _named(head: bytes) -> str:
    known = [words for sign, words in _SIGNS.items() if head.startswith(sign)]
    known += [words for sign, words in _TEXTS.items() if head.lstrip().lower().startswith(sign)]
    return known[0] if known else "text" if head and b"\0" not in head else "something else"


def first_bytes(file: BinaryIO) -> bytes:
    """What `check_beginning` looks at; the file stands at its beginning again."""
    head = file.read(_HEAD)
    file.seek(0)
    return head


def converter(suffix: str) -> Convert:
    """The function that converts a kind of file. Its libraries are loaded with it, and no others."""
    convert: Convert = import_module(f"knowledge.converting.{FORMATS[suffix].owner}").convert
    return convert
