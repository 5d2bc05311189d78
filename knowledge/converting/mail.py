"""E-mails as Markdown: the subject and what was written. Who wrote to whom stays out, and so do attachments."""

from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from typing import Any, BinaryIO

from bs4 import BeautifulSoup

from knowledge.converting import markup
from knowledge.converting.piece import Piece, RefusedError, Tick
from knowledge.converting.web import check_shape, markdown_of

MOST_PARTS = 200
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")


def convert(file: BinaryIO, tick: Tick) -> list[Piece]:
    """One article of an e-mail. Its title is the subject."""
    data = file.read()
    if data.count(b"oundary=") > MOST_PARTS or data.count(b"\n--") > MOST_PARTS * 10:
        raise RefusedError(f"has more than {MOST_PARTS} parts; accepted are e-mails with fewer")
    message: Any = BytesParser(policy=policy.default).parsebytes(data)
    tick()
    if message.get_content_type() in _ENCRYPTED:
        raise RefusedError("is encrypted; save it as plain text")
    if not message.keys() or not {"from", "subject", "date", "mime-version"} & {key.lower() for key in message}:
        raise RefusedError("is not an e-mail: it has no subject, date or sender")
    subject = " ".join(str(message["subject"] or "").split())[:200]
    return [Piece(_body(message), {"title": subject} if subject else {})]


def _body(message: EmailMessage) -> str:
    part = message.get_body(("html", "plain"))
    if part is None:
        raise RefusedError("has no text of its own, only attachments; save those as files")
    words = _content(part)
    if part.get_content_type() != "text/html":
        return markup.tidy("\n\n".join(_paragraphs(words)))
    check_shape(words.encode("utf-8", "replace"))
    return markdown_of(BeautifulSoup(words, "lxml"))


def _content(part: Message) -> str:
    try:
        return str(part.get_content())  # type: ignore[attr-defined]
    except (LookupError, ValueError, MessageError, AttributeError):
        raise RefusedError("is in an encoding that could not be told; save it as UTF-8") from None


def _paragraphs(words: str) -> list[str]:
    """Paragraphs as they stand: lines that begin as a list stay one, for plain text is often Markdown."""
    blocks = [block.strip() for block in words.replace("\r\n", "\n").split("\n\n")]
    return [block if block[:2] in ("- ", "* ", "1.") else markup.paragraph(block) for block in blocks if block]
