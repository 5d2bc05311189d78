"""Word documents as Markdown: headings, numbered steps, tables, call-outs; what is hidden or deleted stays out."""

import io
import re
from typing import Any, BinaryIO

import mammoth
from bs4 import BeautifulSoup
from lxml import etree

from knowledge.converting import markup
from knowledge.converting.office import check_xml, opened, part, slimmed
from knowledge.converting.piece import Piece, RefusedError, Tick
from knowledge.converting.web import check_shape, markdown_of

_MAIN = "word/document.xml"
_STYLES = "word/styles.xml"
_WANTED = re.compile(
    r"\.rels$|^\[Content_Types\]|^docProps/core|^word/(document|styles|numbering|footnotes|endnotes)\.xml$"
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PARSER: Any = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_MAPPED = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh\n"


def convert(file: BinaryIO, tick: Tick) -> list[Piece]:
    """One article. Its title is that of the document's properties, where it has one."""
    slim = slimmed(
        file, tick, {_MAIN: _readable, _STYLES: _named_styles}, lambda name: _WANTED.search(name) is not None
    )
    html = _html(slim, tick)
    check_shape(html.encode())
    title = title_of(slim)
    return [Piece(markdown_of(BeautifulSoup(html, "lxml")), {"title": title} if title else {})]


def title_of(file: BinaryIO) -> str:
    """The title in the properties of an Office file; empty where it has none, or the one that Office itself writes."""
    with opened(file) as archive:
        if "docProps/core.xml" not in archive.namelist():
            return ""
        data = part(archive, "docProps/core.xml")
    check_xml(data, "docProps/core.xml")
    words = " ".join((etree.fromstring(data, _PARSER).findtext(f".//{_TITLE}") or "").split())
    return "" if words in ("PowerPoint Presentation", "Word Document", "Document", "Presentation") else words[:200]


def _html(slim: io.BytesIO, tick: Tick) -> str:
    tick()
    try:
        made = mammoth.convert_to_html(slim, style_map=_MAPPED + _call_outs(slim), convert_image=_picture)
    except (KeyError, OSError, AttributeError, ValueError, TypeError):
        raise RefusedError("is not a whole Word document; open it in Word and save it again") from None
    tick()
    return str(made.value)


def _picture(image: Any) -> Any:
    from mammoth import html

    return [html.element("img", {"alt": image.alt_text or "", "src": ""})]


def _call_outs(slim: io.BytesIO) -> str:
    """Every style that is named for a warning or a note, as mammoth maps it."""
    with opened(slim) as archive:
        data = part(archive, _STYLES) if _STYLES in archive.namelist() else b"<w/>"
    slim.seek(0)
    names = (each.get(f"{_W}val") or "" for each in etree.fromstring(data, _PARSER).iter(f"{_W}name"))
    found = ((name, markup.label_of([name])) for name in names if "'" not in name and "\\" not in name)
    lines = [f"p[style-name='{name}'] => p.{label.lower()}:fresh" for name, label in found if label]
    return "\n".join(lines[:200])


def _readable(data: bytes) -> bytes:
    """The document without hidden runs; the first row of each table is its head."""
    root = etree.fromstring(data, _PARSER)
    for run in list(root.iter(f"{_W}r")):
        hidden = run.find(f"{_W}rPr/{_W}vanish")
        parent = run.getparent()
        if hidden is not None and hidden.get(f"{_W}val") not in ("0", "false") and parent is not None:
            parent.remove(run)
    for table in root.iter(f"{_W}tbl"):
        _with_head(table)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _named_styles(data: bytes) -> bytes:
    """The styles with their names and numbering alone: all that is read of them, and a tenth of what Word writes."""
    root = etree.fromstring(data, _PARSER)
    for child in list(root):
        if child.tag != f"{_W}style":
            root.remove(child)
            continue
        for inside in list(child):
            if inside.tag not in (f"{_W}name", f"{_W}pPr"):
                child.remove(inside)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _with_head(table: Any) -> None:
    rows = table.findall(f"{_W}tr")
    if len(rows) > 1 and not any(row.find(f"{_W}trPr/{_W}tblHeader") is not None for row in rows):
        properties = rows[0].find(f"{_W}trPr")
        if properties is None:
            properties = etree.Element(f"{_W}trPr")
            rows[0].insert(0, properties)
        etree.SubElement(properties, f"{_W}tblHeader")
