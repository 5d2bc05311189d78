"""Files that were made to hurt whoever opens them, written by code, so that none lies in the repository."""

import copy
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

from tests.knowledge import documents
from tests.knowledge.documents import SAMPLE

BOMBS: dict[str, Callable[[], bytes]] = {}
"""Each by the name of its file, whose kind it claims to be."""
_WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
_RANDOM = b"".join(struct.pack("<I", number * 2_654_435_761 % 2**32) for number in range(25_000))


def bomb(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def put(make: Callable[[], bytes]) -> Callable[[], bytes]:
        BOMBS[name] = make
        return make

    return put


def archive(entries: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, data in entries:
            writing.writestr(name, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def with_part(document: bytes, name: str, data: bytes) -> bytes:
    """An Office file with one part put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(document)) as held:
        kept = [(each, held.read(each)) for each in held.namelist() if each != name]
    return archive([*kept, (name, data)])


def word_of(body: str) -> bytes:
    return with_part(documents.word("A", SAMPLE), "word/document.xml", _WORD.format(body).encode())


@bomb("expands-a-thousand-times.zip")
def zip_ratio() -> bytes:
    return archive([("a.md", bytes(60_000_000))])


@bomb("more-entries-than-anyone-reads.zip")
def zip_entries() -> bytes:
    return archive((f"{number}.md", b"") for number in range(21_000))


@bomb("path-that-leads-out.zip")
def zip_traversal() -> bytes:
    return archive([("../../../../tmp/a.md", b"# Out\n\nText.")])


@bomb("path-from-the-root.zip")
def zip_absolute() -> bytes:
    return archive([("/etc/a.md", b"# Out\n\nText.")])


@bomb("path-for-another-system.zip")
def zip_backslash() -> bytes:
    return archive([("C:\\Windows\\a.md", b"# Out\n\nText.")])


@bomb("link-to-a-file.zip")
def zip_link() -> bytes:
    link = zipfile.ZipInfo("a.md")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return archive([(link, b"/etc/passwd")])


@bomb("archive-in-archives.zip")
def zip_nested() -> bytes:
    inner = archive([("a.md", bytes(10_000_000))])
    return archive([("inner.zip", archive([("again.zip", inner)]))])


@bomb("entries-that-share-their-bytes.zip")
def zip_overlapping() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as writing:
        writing.writestr("0.md", _RANDOM * 40)
        for number in range(1, 2_000):
            again = copy.copy(writing.filelist[0])
            again.filename = f"{number}.md"
            writing.filelist.append(again)
    return made.getvalue()


@bomb("sizes-that-are-not-true.zip")
def zip_lying() -> bytes:
    made = bytearray(archive([("a.md", bytes(20_000_000))]))
    for at in (made.find(b"PK\x01\x02") + 24, 22):
        made[at : at + 4] = struct.pack("<I", 100)
    return bytes(made)


@bomb("encrypted.zip")
def zip_encrypted() -> bytes:
    made = bytearray(archive([("a.md", b"Text.")]))
    for at in (made.find(b"PK\x01\x02") + 8, 6):
        made[at] |= 1
    return bytes(made)


@bomb("list-of-gigabytes.zip")
def zip_list() -> bytes:
    made = bytearray(archive([("a.md", b"Text.")]))
    at = made.rfind(b"PK\x05\x06")
    made[at + 12 : at + 16] = struct.pack("<I", 3_000_000_000)
    return bytes(made)


@bomb("form-of-giant-archives.zip")
def zip_64() -> bytes:
    made = archive([("a.md", b"Text.")])
    at = made.rfind(b"PK\x05\x06")
    return made[:at] + b"PK\x06\x07" + bytes(16) + made[at:]


@bomb("cut-off.zip")
def zip_cut() -> bytes:
    return archive([("a.md", _RANDOM)])[:50_000]


@bomb("expands.docx")
def word_ratio() -> bytes:
    return word_of(f"<w:p><w:r><w:t>{'a' * 60_000_000}</w:t></w:r></w:p>")


@bomb("many-laughs.docx")
def word_laughs() -> bytes:
    laughs = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
    declared = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    body = _WORD.format("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>")
    return with_part(documents.word("A", SAMPLE), "word/document.xml", (declared + body).encode())


@bomb("reads-another-file.docx")
def word_entity() -> bytes:
    declared = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = _WORD.format("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")
    return with_part(documents.word("A", SAMPLE), "word/document.xml", (declared + body).encode())


@bomb("entity-in-utf-16.docx")
def word_entity_hidden() -> bytes:
    said = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return with_part(documents.word("A", SAMPLE), "word/document.xml", (said + _WORD.format("&x;")).encode("utf-16"))


@bomb("nested.docx")
def word_nested() -> bytes:
    return word_of("<w:tbl><w:tr><w:tc>" * 50_000 + "</w:tc></w:tr></w:tbl>" * 50_000)


@bomb("elements.docx")
def word_elements() -> bytes:
    return word_of("".join(f'<w:p w:id="{number * 7919}"/>' for number in range(420_000)))


@bomb("a-million-small-runs.docx")
def word_runs() -> bytes:
    """Within what is looked at before: 11 MB of XML that its parsers make 800 MB of."""
    return word_of("".join(f"<w:p><w:r><w:t>{number * 7919}</w:t></w:r></w:p>" for number in range(125_000)))


@bomb("styles.docx")
def word_styles() -> bytes:
    style = '<w:style w:type="paragraph" w:styleId="s{0}"><w:name w:val="Warning {0}"/></w:style>'
    body = "".join(style.format(number) for number in range(120_000))
    root = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:styles>'
    return with_part(documents.word("A", SAMPLE), "word/styles.xml", root.format(body).encode())


@bomb("macros.docx")
def word_macros() -> bytes:
    return with_part(documents.word("A", SAMPLE), "word/vbaProject.bin", b"Sub AutoOpen()")


@bomb("macros-by-name.docm")
def word_macros_named() -> bytes:
    return documents.word("A", SAMPLE)


@bomb("old-or-encrypted.docx")
def word_ole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


@bomb("program.docx")
def word_program() -> bytes:
    return b"MZ\x90\x00" + bytes(4096)


@bomb("empty-inside.docx")
def word_empty() -> bytes:
    return archive([("a.txt", b"nothing")])


@bomb("slides.pptx")
def slides_ratio() -> bytes:
    return with_part(documents.slides("A", SAMPLE), "ppt/slides/slide1.xml", b"<a>" + b" " * 60_000_000 + b"</a>")


@bomb("groups-in-groups.pptx")
def slides_groups() -> bytes:
    made = documents.slides("A", SAMPLE)
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        slide = held.read("ppt/slides/slide1.xml")
    group = b"<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>"
    deep = slide.replace(b"</p:spTree>", group * 20_000 + b"</p:grpSp>" * 20_000 + b"</p:spTree>")
    return with_part(made, "ppt/slides/slide1.xml", deep)


@bomb("nested.html")
def page_nested() -> bytes:
    return b"<div>" * 200_000 + b"Text"


@bomb("tags.html")
def page_tags() -> bytes:
    return b"<p>a</p>" * 500_000


@bomb("cells-that-span.html")
def page_spans() -> bytes:
    return b"<table><tr>" + b"<td colspan=999999999 rowspan=999999999>a</td>" * 20_000 + b"</tr></table>"


@bomb("attributes.html")
def page_attributes() -> bytes:
    return b"<p " + b"".join(b"a%d=1 " % number for number in range(400_000)) + b">Text</p>"


@bomb("picture.html")
def page_picture() -> bytes:
    return documents.png()


def printed(objects: Iterable[bytes], root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1. Without a table of them: every reader finds them all the same."""
    numbered = (b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + b"".join(numbered) + b"trailer << /Root %d 0 R >>\n%%%%EOF" % root


def packed(data: bytes, extra: bytes = b"/Filter /FlateDecode") -> bytes:
    return b"<< %s /Length %d >> stream\n%s\nendstream" % (extra, len(data), data)


def one_page(content: bytes, box: bytes = b"0 0 600 800", resources: bytes = b"<< >>") -> list[bytes]:
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources %s >>" % (box, resources),
        content,
    ]


@bomb("stream-that-expands.pdf")
def pdf_stream() -> bytes:
    return printed(one_page(packed(zlib.compress(bytes(400_000_000), 1))))


@bomb("stream-in-a-stream.pdf")
def pdf_twice() -> bytes:
    inner = zlib.compress(zlib.compress(bytes(300_000_000), 1))
    return printed(one_page(packed(inner, b"/Filter [/FlateDecode /FlateDecode]")))


@bomb("marks.pdf")
def pdf_marks() -> bytes:
    return printed(one_page(packed(zlib.compress(b"0 0 m 9 9 l S\n" * 1_500_000))))


@bomb("page-of-a-kilometre.pdf")
def pdf_huge_page() -> bytes:
    return printed(one_page(packed(zlib.compress(b"BT ET")), b"0 0 9000000 9000000"))


@bomb("pages.pdf")
def pdf_pages() -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 60_003))
    pages = b"<< /Type /Pages /Kids [%s] /Count 60000 >>" % kids
    return printed([b"<< /Type /Catalog /Pages 2 0 R >>", pages, *([page] * 60_000)])


@bomb("pages-of-themselves.pdf")
def pdf_loop() -> bytes:
    return printed([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


@bomb("form-of-itself.pdf")
def pdf_form() -> bytes:
    form = packed(
        zlib.compress(b"/F Do /F Do /F Do"),
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Filter /FlateDecode",
    )
    return printed([*one_page(packed(zlib.compress(b"/F Do")), resources=b"<< /XObject << /F 5 0 R >> >>"), form])


@bomb("objects-that-expand.pdf")
def pdf_objects() -> bytes:
    inside = packed(zlib.compress(bytes(400_000_000), 1), b"/Type /ObjStm /N 1000000 /First 10 /Filter /FlateDecode")
    return printed([b"<< /Type /Catalog /Pages 3 0 R >>", inside])


@bomb("slow-to-unpack.pdf")
def pdf_lzw() -> bytes:
    return printed(one_page(packed(_RANDOM * 60, b"/Filter /LZWDecode")))


@bomb("arrays-in-arrays.pdf")
def pdf_nested() -> bytes:
    return printed([b"<< /Type /Catalog /Pages %s >>" % (b"[" * 500_000)])


@bomb("encrypted.pdf")
def pdf_encrypted() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, encrypt="secret")
    canvas.drawString(100, 100, "Text")
    canvas.save()
    return made.getvalue()


@bomb("program.pdf")
def pdf_program() -> bytes:
    return b"\x7fELF" + bytes(4096)


@bomb("strings.xlsx")
def book_strings() -> bytes:
    strings = b"<sst>" + b"<si><t>a</t></si>" * 3_000_000 + b"</sst>"
    return with_part(documents.pairs("A", SAMPLE), "xl/sharedStrings.xml", strings)


@bomb("last-row-of-all.xlsx")
def book_rows() -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    root = f'<worksheet xmlns="{main}"><sheetData>{{}}</sheetData></worksheet>'
    cell = '<c r="{}{{0}}" t="inlineStr"><is><t>{{{}}}</t></is></c>'
    cells = cell.format("A", 1) + cell.format("B", 2)
    row = f'<row r="{{0}}">{cells}</row>'
    rows = row.format(1, "Question", "Answer") + row.format(1_048_576, "Why?", "So.")
    return with_part(documents.pairs("A", SAMPLE), "xl/worksheets/sheet1.xml", root.format(rows).encode())


@bomb("macros.xlsm")
def book_macros() -> bytes:
    return documents.pairs("A", SAMPLE)


@bomb("cell.csv")
def table_cell() -> bytes:
    return b"question,answer\nWhy?," + b"a" * 4_000_000


@bomb("columns.csv")
def table_columns() -> bytes:
    return b"question,answer" + b",x" * 2_000_000 + b"\nWhy?,So." + b",y" * 400_000


@bomb("parts-in-parts.eml")
def mail_nested() -> bytes:
    part = b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n'
    return b"Subject: A\n" + b"".join(part % (number, number) for number in range(20_000))


@bomb("messages-in-messages.eml")
def mail_messages() -> bytes:
    return b"Subject: A\n" + b"Content-Type: message/rfc822\n\n" * 20_000 + b"Text"


@bomb("encrypted.eml")
def mail_encrypted() -> bytes:
    return b"Subject: A\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIAG"
