"""Photographs made of a few bytes, with secrets in all places where cameras and programs put them."""

SECRET = b"GPS 53.48 Cai Morgan"


def segment(mark: int, body: bytes) -> bytes:
    return bytes((0xFF, mark)) + (len(body) + 2).to_bytes(2) + body


def exif(order: str = "big", orientation: int = 6) -> bytes:
    """An EXIF segment with a side up, and a secret behind it."""
    name, end = (b"MM\0*", "big") if order == "big" else (b"II*\0", "little")

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, end)  # type: ignore[arg-type]

    entry = number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + b"\0\0"
    other = number(0x0110, 2) + number(2, 2) + number(1, 4) + number(0, 4)
    return segment(0xE1, b"Exif\0\0" + name + number(8, 4) + number(2, 2) + other + entry + b"\0" * 4 + SECRET)


def jpeg(order: str = "big") -> bytes:
    """A JPEG in shape: all kinds of segments, two scans, and a film after its end."""
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
    return b"".join(
        (
            b"\xff\xd8", segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), exif(order), segment(0xE1, b"http://xmp" + SECRET),
            segment(0xE2, b"ICC_PROFILE\0\1\1profile"), segment(0xE2, b"MPF\0" + SECRET), segment(0xED, SECRET),
            segment(0xFE, SECRET), segment(0xDB, b"\0" * 65), segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0"),
            scan, segment(0xC4, b"\0" * 20), scan, b"\xff\xd9", b"film" + SECRET,
        )
    )  # fmt: skip
