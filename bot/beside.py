"""What a service is given beside its answers: what articles are changed with, and what is done now and then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.editorial import Editorial
from bot.editors import Editing


def lists_alone(_words: str) -> bool:
    """What holds where no model of meaning is at hand: the lists of words have the last say."""
    return False


@dataclass(frozen=True, slots=True)
class Beside:
    """`editing` is what workers shape articles with, `editorial` what editors work with in Slack, where they do.

    `alike` tells questions that must not be kept though no list of words says so; `chores` are run beside the answers.
    """

    editing: Editing
    alike: Callable[[str], bool] = lists_alone
    chores: Sequence[Callable[[], object]] = ()
    editorial: Editorial | None = None
