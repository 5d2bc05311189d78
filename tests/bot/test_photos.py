"""A photo goes on without what it tells beside the picture, and is fetched from Slack alone."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Secret

from bot.slack.shaping.photos import MOST_BYTES, PNG, Photos, Unreadable, bare, suffix
from tests.scenarios.photographs import SECRET, jpeg


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + b"\0\0\0\0"


PICTURE = PNG + chunk(b"IHDR", b"\0" * 13) + chunk(b"tEXt", SECRET) + chunk(b"eXIf", SECRET) + chunk(b"gAMA", b"\0" * 4)
PICTURE += chunk(b"IDAT", b"words") + chunk(b"tIME", SECRET) + chunk(b"IEND", b"") + SECRET


@pytest.mark.parametrize("order", ["big", "little"])
def test_a_jpeg_keeps_its_picture_and_its_side_up(order: str) -> None:
    """Place, device and name go with every segment that holds them, and a film behind the end; the scans stay."""
    made = bare(jpeg(order))
    assert SECRET not in made
    assert made.endswith(b"\xff\xd9")
    assert made.count(b"\xff\xda") == jpeg(order).count(b"\xff\xda")
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in made
    assert b"ICC_PROFILE" in made
    assert bare(made) == made
    assert suffix(made) == "jpg"


def test_a_png_keeps_its_picture() -> None:
    """Texts, times and EXIF go, and what stands behind the end; what is needed to show it stays."""
    made = bare(PICTURE)
    assert SECRET not in made
    assert all(kind in made for kind in (b"IHDR", b"gAMA", b"IDAT", b"IEND"))
    assert bare(made) == made
    assert suffix(made) == "png"


@given(st.one_of(st.binary(), st.binary().map(lambda end: jpeg()[:-20] + end), st.binary().map(lambda end: PNG + end)))
def test_whatever_comes_is_bare_or_refused(content: bytes) -> None:
    """Any bytes are a photo without metadata, or are refused; nothing else happens."""
    with suppress(Unreadable):
        assert bare(bare(content)) == bare(content)


@pytest.mark.parametrize("length", range(0, len(jpeg()) - len(b"\xff\xd9film") - len(SECRET), 7))
def test_a_photo_that_is_cut_short_is_refused(length: int) -> None:
    """Where its end is missing, a photo is not passed on."""
    with pytest.raises(Unreadable):
        bare(jpeg()[:length])


def test_a_photo_that_is_too_large_is_refused() -> None:
    """Ten megabytes are enough for a photo."""
    with pytest.raises(Unreadable, match="more than"):
        bare(jpeg() + b"\0" * MOST_BYTES)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/files/x.jpg", "http://files.slack.com/x.jpg", "https://files.slack.com.evil.example/x",
        "https://files.slack.com@evil.example/x", "https://files.slack.com:444/x", "file:///etc/passwd", "", "http://[",
    ],
)  # fmt: skip
def test_the_token_goes_to_slack_alone(address: str) -> None:
    """A photo whose address is not on Slack's own file host is not fetched: the token would go along."""
    with pytest.raises(Unreadable, match="not Slack's"):
        Photos(Secret("xoxb-token"), "https://slack.com/api/").fetched([{"url_private_download": address}])
