"""The parts of an Office file, checked before a parser sees them. Pictures and whatever else is not XML stay out."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import BinaryIO
from xml.parsers import expat

from knowledge.converting.piece import RefusedError, Tick

MOST_PARTS = 5_000
LARGEST_PART = 12_000_000
"""In bytes, of XML. A Word document of 200 pages has 2 to 4 MB."""
LARGEST_OF_ALL = 60_000_000
HIGHEST_RATIO = 150
"""Expanded to compressed, of a part of more than a megabyte. Word's own are up to 40."""
MOST_ELEMENTS = 100_000
"""Of one part. Word writes about ten for a paragraph: so that is 200 pages, or a table of 12,000 rows and 2 columns."""
DEEPEST = 120
MOST_WORDS = 2_000_000
"""In characters, of one part."""
_XML = (".xml", ".rels")
_MACROS = re.compile(r"vba\w*\.(bin|xml)$", re.IGNORECASE)
_CHUNK = 65_536

Change = Callable[[bytes], bytes]
Wanted = Callable[[str], bool]


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """The archive that an Office file is. Raises `RefusedError` for one that is broken, encrypted or too large."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise RefusedError("is broken: its parts cannot be found; open it in Office and save it again") from None
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        raise RefusedError(f"has {len(entries):,} parts; accepted are up to {MOST_PARTS:,}")
    for entry in entries:
        _check_entry(entry)
    whole = sum(entry.file_size for entry in entries if _is_xml(entry.filename))
    if whole > LARGEST_OF_ALL:
        raise RefusedError(f"expands to {whole:,} bytes; accepted are up to {LARGEST_OF_ALL:,}; split it")
    return archive


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise RefusedError("is encrypted; save it without a password")
    if _MACROS.search(entry.filename):
        raise RefusedError("holds macros, which are programs; save it without them")
    if entry.filename.startswith("/") or ".." in entry.filename.split("/"):
        raise RefusedError(
            f'has a part "{entry.filename[:80]}" that leads out of it; open it in Office and save it again'
        )
    if _is_xml(entry.filename):
        _check_size(entry)


def _check_size(entry: zipfile.ZipInfo) -> None:
    named = f"its part {entry.filename[:80]}"
    if entry.file_size > LARGEST_PART:
        raise RefusedError(f"{named} has {entry.file_size:,} bytes; accepted are up to {LARGEST_PART:,}; split it")
    times = entry.file_size // max(entry.compress_size, 1)
    if entry.file_size > 1_000_000 and times > HIGHEST_RATIO:
        raise RefusedError(f"{named} expands to {times:,} times its size; accepted is up to {HIGHEST_RATIO} times")


def _is_xml(name: str) -> bool:
    return name.lower().endswith(_XML)


def slimmed(
    file: BinaryIO, tick: Tick, changed: Mapping[str, Change] | None = None, wanted: Wanted = lambda _: True
) -> io.BytesIO:
    """The same file with the XML alone that is `wanted`, each part of it checked. The others are there and empty.

    `changed` are functions by the names of parts that give other bytes for them.
    """
    made = io.BytesIO()
    with opened(file) as archive, zipfile.ZipFile(made, "w") as slim:
        for name in archive.namelist():
            inside = part(archive, name) if _is_xml(name) and wanted(name) else b""
            if inside:
                check_xml(inside, name)
            slim.writestr(name, changed[name](inside) if inside and changed and name in changed else inside)
            tick()
    made.seek(0)
    return made


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part. Raises `RefusedError` where it is broken or larger than the archive says."""
    try:
        with archive.open(name) as file:
            return file.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise RefusedError(f"its part {name[:80]} is broken; open it in Office and save it again") from None


def check_xml(data: bytes, name: str) -> None:
    """Raises `RefusedError` for XML that declares entities or a document type, is nested too deep, or is too much."""
    _Checked(name).check(data)


class _Checked:
    def __init__(self, name: str) -> None:
        self._name = name[:80]
        self._depth = self._elements = self._words = 0

    def check(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._declared
        parser.EntityDeclHandler = self._declared
        parser.StartElementHandler = self._began
        parser.EndElementHandler = self._ended
        parser.CharacterDataHandler = self._said
        parser.buffer_text = True
        try:
            for start in range(0, len(data), _CHUNK):
                parser.Parse(data[start : start + _CHUNK])
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise RefusedError(f"its part {self._name} is no XML: {expat.ErrorString(error.code)}") from None

    def _declared(self, *_: object) -> None:
        raise RefusedError(f"its part {self._name} declares XML entities or a document type; Office writes none")

    def _began(self, *_: object) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST:
            raise RefusedError(f"its part {self._name} is nested more than {DEEPEST} deep")
        if self._elements > MOST_ELEMENTS:
            raise RefusedError(f"its part {self._name} has more than {MOST_ELEMENTS:,} elements; split it")

    def _ended(self, *_: object) -> None:
        self._depth -= 1

    def _said(self, words: str) -> None:
        self._words += len(words)
        if self._words > MOST_WORDS:
            raise RefusedError(f"its part {self._name} has more than {MOST_WORDS:,} characters of text; split it")
