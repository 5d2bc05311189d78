"""Presentations as Markdown: a heading a slide, its lists, tables, pictures and what the speaker's notes say."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from pptx import Presentation
from pptx.exc import PythonPptxError

from knowledge.converting import markup
from knowledge.converting.office import slimmed
from knowledge.converting.piece import Piece, RefusedError, Tick
from knowledge.converting.word import title_of

MOST_SLIDES = 500
_NUMBERED = "{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum"
_NONE = "{http://schemas.openxmlformats.org/drawingml/2006/main}buNone"


def convert(file: BinaryIO, tick: Tick) -> list[Piece]:
    """One article of a presentation. Hidden slides are left out."""
    slim = slimmed(file, tick)
    slides = _slides(slim)
    if len(slides) > MOST_SLIDES:
        raise RefusedError(f"has {len(slides):,} slides; accepted are up to {MOST_SLIDES}; split it")
    parts = []
    for slide in slides:
        if slide._element.get("show") not in ("0", "false"):
            parts += list(_of_slide(slide))
        tick()
    title = title_of(slim)
    return [Piece(markup.tidy("\n\n".join(parts)), {"title": title} if title else {})]


def _slides(slim: BinaryIO) -> list[Any]:
    try:
        return list(Presentation(slim).slides)
    except (PythonPptxError, KeyError, ValueError, AttributeError, TypeError):
        raise RefusedError("is not a whole PowerPoint presentation; open it there and save it again") from None


def _of_slide(slide: Any) -> Iterator[str]:
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        yield f"## {markup.literal(title.text_frame.text)}"
    for shape in _in_reading_order(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            yield from _of_shape(shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        said = slide.notes_slide.notes_text_frame.text.strip()
        yield from (markup.paragraph(line) for line in said.splitlines() if line.strip())


def _in_reading_order(shapes: Any) -> list[Any]:
    """From top to bottom, then from left to right. Placeholders without a place of their own come first."""
    return sorted(shapes, key=lambda shape: ((shape.top or 0) // 200_000, shape.left or 0))


def _of_shape(shape: Any) -> Iterator[str]:
    if shape._element.xpath(".//p:cNvPr[@hidden='1']"):
        return
    if getattr(shape, "shapes", None) is not None:
        for inner in _in_reading_order(shape.shapes):
            yield from _of_shape(inner)
    elif getattr(shape, "has_table", False):
        yield markup.table([[cell.text for cell in row.cells] for row in shape.table.rows])
    elif shape.has_text_frame:
        yield from _of_text(shape)
    elif alt := shape._element.xpath(".//p:cNvPr/@descr"):
        yield markup.picture(str(alt[0]))


def _of_text(shape: Any) -> Iterator[str]:
    """Paragraphs of a placeholder are items of its list, unless they are called out or it has only one."""
    said = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()]
    listed = shape.is_placeholder and len(said) > 1
    lines: list[str] = []
    number = 0
    for paragraph in said:
        properties = paragraph._p.pPr
        numbered = properties is not None and properties.find(_NUMBERED) is not None
        number = number + 1 if numbered else 0
        bare = properties is not None and properties.find(_NONE) is not None
        words, indent = markup.paragraph(paragraph.text), "   " * paragraph.level
        if words.startswith("> ") or bare or not (listed or numbered):
            lines += ["", words, ""]
        else:
            lines.append(f"{indent}{f'{number}.' if numbered else '-'} {words}")
    yield "\n".join(lines)
