"""The hours in which a worker takes nudges, as they choose: any two, over midnight too, and days of the week off."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block, CheckboxesElement, InputBlock, Option, StaticSelectElement

from bot.slack import blocks as kit
from bot.slack.addressing import Address, opened_view
from bot.slack.replies import Replies
from bot.wording.choosing import CHOOSING, Choosing
from privacy import uses
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.nudges import MOST, Settings
from privacy.rooms import Rooms
from privacy.uses import Language

FORM = "nudge_hours"
HOURS = {str(hour): f"{hour:02}:00" for hour in range(24)}


class OwnHours:
    """A form, and what it says kept for nudges. Sending it is a yes to nudges, and the form says so."""

    def __init__(self, rooms: Rooms, replies: Replies) -> None:
        self._rooms = rooms
        self._replies = replies

    def open(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        """With what holds now; what is read for that stands in the form."""
        request = self._replies.open(address, work.key)
        settings = self._rooms.nudges.settings(request)
        said = CHOOSING[address.voice.language]

        def view(notice: Notice) -> Outgoing:
            told = [kit.context(notice.text)] if notice.kinds else []
            shown = [kit.section(said.hours_mean), *_fields(settings, said), *told]
            form = kit.Form(said.save, FORM, kit.packed({"to": address.kept()}))
            page = kit.modal(said.own_hours, shown, address.voice.cancel, form)
            return opened_view(work.body["trigger"], address.user, page)

        self._replies.send(request, view)

    def save(self, work: Accepted) -> None:
        address, given = Address(**work.body["meta"]["to"]), work.body["fields"]
        settings = _settings(given)
        said = CHOOSING[address.voice.language]
        with self._replies.together():
            self._rooms.nudges.accept(self._replies.open(address, None), said.hours_mean, settings)
            self._replies.say(address, work.key, told_hours(settings, address.voice.language))


def told_hours(settings: Settings, language: Language) -> str:
    """What holds from now on, in one or two sentences."""
    said = CHOOSING[language]
    hours = said.any_hour if settings.begin == settings.end else said.from_to.format(**_times(settings))
    off = [said.days_off.format(days=", ".join(said.weekdays[day] for day in settings.off))] if settings.off else []
    return " ".join([said.will.format(limit=settings.limit, hours=hours), *off, said.see_or_stop])


def _times(settings: Settings) -> dict[str, str]:
    return {"begin": HOURS[str(settings.begin)], "end": HOURS[str(settings.end)]}


def _settings(given: dict[str, Any]) -> Settings:
    """Raises ValueError or LookupError for what this form cannot have sent."""
    hour = list(HOURS)
    off = tuple(sorted({int(day) for day in given.get("off") or ()} & set(range(7))))
    limit = min(MOST, max(1, int(given["limit"])))
    return Settings(limit, hour.index(given["begin"]), hour.index(given["end"]), off)


def _fields(settings: Settings, said: Choosing) -> Sequence[Block]:
    days = [Option(value=str(day), text=kit.plain(name)) for day, name in enumerate(said.weekdays)]
    boxes = CheckboxesElement(
        action_id="off", options=days, initial_options=[days[day] for day in settings.off] or None
    )
    return [
        _select("begin", said.begin, HOURS, str(settings.begin)),
        _select("end", said.end, HOURS, str(settings.end)),
        InputBlock(block_id="off", label=kit.plain(said.off), element=boxes, optional=True),
        _select("limit", said.limit, {str(each): str(each) for each in range(1, MOST + 1)}, str(settings.limit)),
    ]


def _select(name: str, label: str, options: dict[str, str], first: str) -> InputBlock:
    made = {value: Option(value=value, text=kit.plain(shown)) for value, shown in options.items()}
    chosen = StaticSelectElement(action_id=name, options=list(made.values()), initial_option=made[first])
    return InputBlock(block_id=name, label=kit.plain(label), element=chosen)


def hours_button(language: Language) -> Any:
    """Leads to the form, from wherever nudges are settled."""
    return kit.button(CHOOSING[language].own_hours, "nudge_hours", {"l": language})


USE = uses.NUDGES
"""The use beside whose switch the button stands, while it is on."""
