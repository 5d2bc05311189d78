"""What Onhand does when somebody presses a button of a message or of the home tab."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from slack_sdk.models.blocks import Block

from bot.contests import Contests
from bot.pastuse import PastUse, shown_in
from bot.settings import Contact
from bot.slack import blocks as kit
from bot.slack.addressing import Address, only_for, opened_view
from bot.slack.article import WholeArticle
from bot.slack.owndata import OwnData
from bot.slack.replies import Replies
from bot.slack.shaping.parts import Shaping
from bot.slack.talk import Talk
from bot.slack.why import Why
from bot.wording import Voice
from privacy import uses
from privacy.inbox import Accepted
from privacy.measures import Verdict
from privacy.rooms import Rooms
from privacy.uses import DataUse


class Presses:
    """One method a button; each ends in a sentence or a view for the one who pressed it, alone."""

    def __init__(
        self, rooms: Rooms, replies: Replies, own: OwnData, shaping: Shaping, talk: Talk, contests: Contests
    ) -> None:
        self._rooms = rooms
        self._replies = replies
        self._own = own
        self._shaping = shaping
        self._misses = shaping.misses
        self._talk = talk
        self._why = Why(rooms, replies, talk.assistant)
        self._whole = WholeArticle(replies, talk.assistant)
        self._past = PastUse(rooms.gate)
        self._contests = contests

    def press(self, work: Accepted) -> None:
        """Finds the button's method by its action id; `stop:rank_by_role` is `stop` with a use."""
        address, value = only_for(Address(**work.body["to"])), work.body["value"]
        action, _, use = str(work.body["action"]).partition(":")
        self._rooms.measures.went_on(self._rooms.gate.worker(address.person))
        if action in ("stop", "off", "on"):
            self._switch(address, work, uses.declared(use), on=action == "on")
        elif action in ("helpful", "not_helpful"):
            self._opinion(address, work, value, helpful=action == "helpful")
        else:
            self._others[action](self, address, work, value)

    def _switch(self, address: Address, work: Accepted, use: DataUse, *, on: bool) -> None:
        voice = address.voice
        shown = voice.switched_on(use) if on else voice.stopped(use)
        worker = self._rooms.gate.worker(address.person)
        self._rooms.gate.choose(worker, use, "granted" if on else "withdrawn", shown)
        if work.body.get("home"):
            self._own.home_of(address, work)
            return
        again = kit.button(voice.use_again, f"on:{use.name}", {"u": use.name, "l": voice.language})
        self._replies.say(
            address, work.key, shown, [kit.section(shown), *([] if on else [kit.actions([again], "again")])]
        )

    def _opinion(self, address: Address, work: Accepted, value: dict[str, Any], *, helpful: bool) -> None:
        worker = self._rooms.gate.worker(address.person)
        opinion: Verdict = "helpful" if helpful else "not helpful"
        if not self._rooms.opinions.give(worker, value["r"], value["a"], opinion):
            self._replies.say(address, work.key, address.voice.already_said)
            return
        self._contests.count(value.get("team", ""), helpful)
        if helpful:
            self._helped(address, work, value)
        else:
            self._ask_what_was_wrong(address, work, value)

    def _helped(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Remembers it with leave; asks for leave once, in the first moment it would be of use.

        Asked again only when the use is another one than it was then. A preview says nothing of what helped: the
        example stands in the message.
        """
        gate, worker, voice = self._rooms.gate, self._rooms.gate.worker(address.person), address.voice
        request = self._replies.open(address, work.key)
        self._past.say(request, shown_in(value), "helped")
        open_to_all = Address(**work.body["to"]).place.public
        counted = not open_to_all and self._rooms.counting.helped(request, value["a"], value["t"])
        told = list(_told_of_counting(voice)) if counted else []
        if gate.asked(worker, uses.RANK_BY_PAST_USE) or request.public:
            self._replies.say(address, work.key, voice.thanks_helpful, [kit.section(voice.thanks_helpful), *told])
            return
        yes_no = [
            kit.button(voice.yes_remember, "remember", value, style="primary"),
            kit.button(voice.no_thanks, "forget", {"l": voice.language}),
        ]
        text = f"{voice.thanks_helpful} {voice.may_i_remember}"
        example = kit.context(voice.for_example(value["t"]))
        shown = [kit.section(text), example, kit.actions(yes_no, f"remember:{value['r']}"), *told]
        # As one: nobody counts as asked who never saw the question.
        with self._replies.together():
            gate.choose(worker, uses.RANK_BY_PAST_USE, "asked", voice.may_i_remember)
            self._replies.say(address, work.key, text, shown)

    def _yes(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        worker = self._rooms.gate.worker(address.person)
        self._rooms.gate.choose(worker, uses.RANK_BY_PAST_USE, "granted", address.voice.may_i_remember)
        self._past.say(self._replies.open(address, None), shown_in(value), "helped")
        self._replies.say(address, work.key, address.voice.will_remember)

    def _no(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        worker = self._rooms.gate.worker(address.person)
        self._rooms.gate.choose(worker, uses.RANK_BY_PAST_USE, "withdrawn", address.voice.may_i_remember)
        self._replies.say(address, work.key, address.voice.will_not_remember)

    def _keep_question(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._misses.yes(address, work, value)

    def _keep_none(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._misses.no(address, work, value)

    def _hear(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._shaping.hearing.yes(address, work, str(value["q"]))

    def _hear_none(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        self._shaping.hearing.no(address, work)

    def _fix(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._shaping.fixes.open(address, work, value)

    def _take(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._shaping.fixing.open(address, work, str(value["s"]))

    def _decline(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._shaping.fixing.open_no(address, work, str(value["s"]))

    def _make_article(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._shaping.experts.open(address, work, value)

    def _ask_what_was_wrong(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        voice = address.voice
        request = self._replies.open(address, None)
        self._past.say(request, shown_in(value), "unhelped")
        self._rooms.counting.unhelped(request, value["a"])
        carried = {"r": value["r"], "a": value["a"], "l": voice.language}
        reasons = [kit.button(label, f"reason:{name}", carried) for name, label in voice.reasons.items()]
        text = voice.thanks_not_helpful
        self._replies.say(address, work.key, text, [kit.section(text), kit.actions(reasons, f"reason:{value['r']}")])
        self._misses.not_helpful(address, value)

    def _reason(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        given = str(work.body["action"]).partition(":")[2]
        for reason in (name for name in address.voice.reasons if name == given):
            self._rooms.opinions.explain(self._rooms.gate.worker(address.person), value["r"], value["a"], reason)
        self._replies.say(address, work.key, address.voice.thanks_reason)

    def _why_this(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._why.of_answer(address, work, value)

    def _why_kept(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._why.of_request(address, work, value)

    def _read_it_all(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._whole.open(address, work, str(value["a"]))

    def _forget_answer(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._why.forget(address, work, value)

    def _ask_a_person(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Shows what will be shared, and with whom, before anything is."""
        voice, contact = address.voice, Contact(*value["c"]) if value["c"] else None
        if contact is None or contact.slack_user_id == address.user:
            self._replies.say(address, work.key, voice.nobody_to_ask)
            return
        shown = [kit.section(voice.shared_with(contact)), kit.text_input("question", voice.your_question, value["q"])]
        meta = kit.packed({"to": work.body["to"], "c": value["c"]})
        view = kit.modal(voice.ask_a_person, shown, voice.cancel, kit.Form(voice.send, "hand_over", meta))
        self._replies.show(address, work.key, lambda: opened_view(work.body["trigger"], address.user, view))

    def _answer(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Opens the form in which the person who was asked answers."""
        voice = address.voice
        fields = [kit.section(voice.asks_you(value["q"])), kit.text_input("answer", voice.your_answer)]
        form = kit.Form(voice.send, "answer", kit.packed({"e": value["e"], "to": work.body["to"]}))
        view = kit.modal(voice.answer, fields, voice.cancel, form)
        self._replies.show(address, work.key, lambda: opened_view(work.body["trigger"], address.user, view))

    def _show_my_data(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        """From the home tab: the page goes to the person's own conversation with the bot."""
        self._own.show(address, work)

    def _older(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._own.older(address, work, value["b"])

    def _what_i_keep(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        self._own.keeping(address, work)

    def _export(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        self._own.export(address, work)

    def _delete_kept(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._own.delete_kept(address, work, value["u"])

    def _hide(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        self._own.hide(address, work)

    def _in_language(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        """From the home tab: the same in the language of the button."""
        self._own.home_of(address, work)

    def _suggested(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """From the home tab the answer comes in the person's own conversation."""
        self._talk.tapped(address, str(value["q"]), work)

    def _pick(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        self._talk.picked(address, str(value["q"]), str(value["a"]), work)

    def _erase(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        self._own.erase(address, work)

    _others: ClassVar[dict[str, Callable[..., None]]] = {
        "remember": _yes,
        "forget": _no,
        "keep_question": _keep_question,
        "keep_none": _keep_none,
        "hear": _hear,
        "hear_none": _hear_none,
        "fix": _fix,
        "take": _take,
        "decline": _decline,
        "make_article": _make_article,
        "reason": _reason,
        "why": _why_this,
        "read": _read_it_all,
        "forget_answer": _forget_answer,
        "why_kept": _why_kept,
        "ask_a_person": _ask_a_person,
        "answer": _answer,
        "erase": _erase,
        "my_data": _show_my_data,
        "older": _older,
        "what_i_keep": _what_i_keep,
        "export": _export,
        "delete": _delete_kept,
        "hide": _hide,
        "language": _in_language,
        "suggested": _suggested,
        "pick": _pick,
    }


def _told_of_counting(voice: Voice) -> Iterator[Block]:
    """That it is counted, with the way to stop that."""
    use = uses.COUNT_IN_JOB
    yield kit.context(voice.counted_in_job)
    value = {"u": use.name, "l": voice.language}
    yield kit.actions([kit.button(voice.stop_label(use, alone=False), f"stop:{use.name}", value)], "counted")
