"""Whether a question is asked again."""

import pytest

from bot.pastuse import about, same

AGAIN = (
    ("wat temp chiken", "what temp chicken??"),
    ("how long do i wash my hands", "how long wash hands"),
    ("where do i put the milk delivery", "milk delivery where does it go"),
    ("how do i descale the espresso machine", "descale espresso"),
    ("allergens", "what are the allergens"),
    ("¿a qué temperatura va el pollo?", "a que temperatura va el pollo porfa"),
)
ANOTHER = (
    ("wat temp chiken", "how long do i wash my hands"),
    ("how hot must chicken be", "how long can i keep chicken"),
    ("how do i clean the oven", "how do i clean the slicer"),
    ("what is the fridge temperature", "what is the freezer temperature"),
    ("how do i descale the espresso machine", "how do i clean the espresso machine"),
    ("what do i do with a burn", "what do i do with a cut"),
    ("refund", "refund without receipt"),
    ("thanks", "ok"),
)


@pytest.mark.parametrize(("before", "now"), AGAIN)
def test_the_same_again(before: str, now: str) -> None:
    """The same thing in other words or spelling is asked again, whichever came first."""
    assert same(about(now), about(before))
    assert same(about(before), about(now))


@pytest.mark.parametrize(("before", "now"), ANOTHER)
def test_another_question(before: str, now: str) -> None:
    """Another thing, also one that shares most of its words, is not asked again."""
    assert not same(about(now), about(before))
