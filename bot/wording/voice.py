"""What the bot says, in one language: its sentences, filled in. Only the notices stand elsewhere, in `privacy.uses`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.settings import Contact
from bot.wording.sentences import Sentences, Used
from bot.wording.shaping import SHAPING, Shaping
from knowledge.article import Owner
from privacy.keeping import RECEIPT_DAYS
from privacy.receipt import UsageReceipt
from privacy.rights import MyData
from privacy.uses import FOLLOW_UP, KINDS, USES, DataUse
from retrieval.answer import Answer, Citation, Reason
from retrieval.suggesting import DATED, Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice(Sentences):
    """Every sentence of one language, as pure functions where something has to be filled in."""

    @property
    def shaping(self) -> Shaping:
        """What is said where workers shape the articles."""
        return SHAPING[self.language]

    def day(self, moment: date) -> str:
        number = self.first_of_month if moment.day == 1 else str(moment.day)
        return self.patterns.day.format(day=number, month=self.months[moment.month - 1], year=moment.year)

    def source(self, citation: Citation) -> str:
        """Where a quotation stands, who looks after it, and when it was, or should have been, checked."""
        late = [self.patterns.overdue.format(day=self.day(citation.overdue))] if citation.overdue else []
        return " ".join([self.place(citation), *self.kept_up(citation.owner, citation.reviewed), *late])

    def place(self, citation: Citation) -> str:
        """The article and the heading that a quotation stands under."""
        title, heading = citation.title, citation.heading
        under = heading and heading != title
        said = self.patterns.source_under if under else self.patterns.source
        return said.format(title=title, heading=heading)

    def kept_up(self, owner: Owner | None, reviewed: date | None) -> list[str]:
        """Who looks after an article, and when it was last checked, as far as that is known."""
        cared = [self.patterns.owner.format(name=owner.name)] if owner else []
        return [*cared, *([self.patterns.checked.format(day=self.day(reviewed))] if reviewed else [])]

    def first_line(self, answer: Answer) -> str:
        """What a phone shows first: the answer itself, or that none is sure, or that there is none."""
        if answer.found:
            return answer.text
        return self.not_sure if answer.nearest else self.not_in_the_articles

    def nearest(self, citation: Citation) -> str:
        return self.patterns.nearest.format(title=citation.title)

    def offers(self, answer: Answer) -> str:
        """The articles that may have it, in one line."""
        return f"{self.one_of_these} {' · '.join(offer.title for offer in answer.offered)}"

    def written_in(self, language: str) -> str:
        """That an article is in the language of that ISO code."""
        name = self.languages.get(language)
        return self.patterns.written_in.format(language=name) if name else self.in_another_language

    def next_step(self, answer: Answer, contact: Contact | None) -> str:
        """One thing the worker can do now."""
        if contact is None:
            return self.ask_your_supervisor if answer.found else self.nobody_to_ask
        said = self.patterns.ask_contact if answer.found else self.patterns.contact_can_help
        return said.format(name=contact.name, button=self.ask_a_person)

    def stop_label(self, use: DataUse, alone: bool) -> str:
        return self.stop if alone else self.patterns.stop.format(use=self.uses[use.name].short)

    def stopped(self, use: DataUse) -> str:
        done = self.patterns.stopped.format(use=self.uses[use.name].title)
        return f"{done} {self.patterns.deleted}" if use.keep_days else done

    def switched_on(self, use: DataUse) -> str:
        return self.patterns.switched_on.format(use=self.uses[use.name].title)

    def reason(self, why: Reason) -> str:
        """Why an article stands where it does, in plain words."""
        named = {
            "role": self.patterns.for_your_job,
            "version": self.patterns.other_version,
            "site": self.patterns.for_your_site,
            "others": self.patterns.helped_others,
        }
        if why.use in named:
            return named[why.use].format(role=why.detail, site=why.detail, people=why.detail)
        dated = {
            "past_use": self.patterns.helped_on,
            "alike": self.patterns.like_what_helped,
            "instead": self.patterns.instead,
            "overdue": self.patterns.other_overdue,
        }
        return dated[why.use].format(day=self.day(date.fromisoformat(why.detail)))

    def suggestion(self, suggestion: Suggestion) -> str:
        """The label of its button."""
        title = suggestion.article.title
        return self.patterns.new_title.format(title=title) if "new" in suggestion.uses else title

    def why_suggested(self, suggestion: Suggestion) -> str:
        """Each of its reasons, in one line."""
        return " ".join(map(self._suggested, suggestion.reasons))

    def _suggested(self, why: Reason) -> str:
        said = {
            "hour": self.patterns.suggested_hour,
            "new": self.patterns.suggested_new,
            "changed": self.patterns.suggested_changed,
            "role": self.patterns.suggested_role,
            "site": self.patterns.suggested_site,
            "past_use": self.patterns.suggested_helped,
            "everyone": self.patterns.suggested_everyone,
        }
        day = self.day(date.fromisoformat(why.detail)) if why.use in DATED else ""
        return said[why.use].format(role=why.detail, site=why.detail, day=day)

    def you_tapped(self, title: str) -> str:
        return self.patterns.you_tapped.format(title=title)

    def why(self, title: str, reasons: tuple[Reason, ...], receipts: tuple[UsageReceipt, ...]) -> list[str]:
        """The lines behind “Why this?”: why the article, then what was read for it, by receipt number."""
        # What was moved to the first place is not what fits the words best.
        fits = self.patterns.fits_too if reasons else self.patterns.fits
        lines = [fits.format(title=title) if title else self.no_article_fits]
        lines += [self.reason(each) for each in reasons]
        lines += [self.receipt_line(receipt) for receipt in receipts]
        return lines if receipts else [*lines, self.nothing_read]

    def read_as(self, words: str) -> str:
        """What a question was read as, where it was read with the one before it."""
        return self.patterns.read_as.format(question=words)

    def receipt_line(self, receipt: UsageReceipt) -> str:
        use = self.uses.get(receipt.use, Used(receipt.use, receipt.use))
        return f"{self.receipt(receipt)} {use.purpose}"

    def receipt(self, receipt: UsageReceipt) -> str:
        at, kinds = receipt.at, self.kinds(receipt.kinds)
        return self.patterns.receipt.format(number=receipt.number, day=self.day(at), time=f"{at:%H:%M}", kinds=kinds)

    def moment(self, at: datetime) -> str:
        return f"{self.day(at)} {at:%H:%M} UTC"

    def kinds(self, names: tuple[str, ...]) -> str:
        phrases = [kind.names[self.language].phrase for kind in KINDS if kind.name in names]
        return ", ".join(phrases) if phrases else self.nothing_found

    def shared_with(self, contact: Contact) -> str:
        return self.patterns.shared_with.format(name=contact.name)

    def handed_over(self, contact: Contact) -> str:
        return self.patterns.handed_over.format(name=contact.name)

    def asks_you(self, question: str) -> str:
        return self.patterns.asks_you.format(question=question)

    def answered_by(self, name: str, question: str, words: str) -> str:
        return self.patterns.answered_by.format(name=name, question=question, words=words)

    def held_lines(self, data: MyData) -> list[str]:
        """What the company's list says about a worker, a line each, or that nothing is held at all."""
        known = [field for field in self.held_fields if field in data.held]
        fields = [*known, *sorted(data.held.keys() - set(known))]
        lines = [self._held(self.held_fields.get(field, field), data.held[field]) for field in fields]
        return lines or ([] if data.kept else [self.nothing_held])

    def _held(self, field: str, value: str) -> str:
        return self.patterns.held.format(field=field, value=value)

    def kept_line(self, use: DataUse, values: tuple[Any, ...]) -> str:
        """What one use keeps, with the latest of it."""
        shown = "; ".join(map(self._kept_value, values[-5:]))
        return self.patterns.kept_for.format(use=self.uses[use.name].title, count=len(values), values=shown)

    def _kept_value(self, value: Mapping[str, Any]) -> str:
        said = kept_value(value)
        return self.patterns.did_not_help.format(title=said) if value.get("said") == "unhelped" else said

    def also_held(self, data: MyData) -> list[str]:
        """What else there is about a worker, counted, a line each. The event that shows it is left out."""
        said, messages = self.patterns, max(0, data.waiting_in - 1) + data.waiting_out
        counted = (
            (said.opinions_counted, data.votes),
            (said.questions_for_you, data.to_answer),
            (said.messages_waiting, messages),
        )
        return [line.format(count=count) for line, count in counted if count]

    def receipt_told(self, receipt: UsageReceipt, notices: tuple[str, ...]) -> str:
        """A receipt with the notice of its message, which the worker saw then."""
        line = self.receipt(receipt)
        if not notices:
            return f"{line} {self.no_message}"
        return self.patterns.receipt_told.format(receipt=line, notice=notices[-1])

    def deleted_kept(self, use: DataUse, *, on: bool) -> str:
        """That what a use kept is deleted; where the use reads the company's list, that it is off with it."""
        if on:
            return self.patterns.deleted_kept.format(use=self.uses[use.name].title)
        done = self.patterns.stopped.format(use=self.uses[use.name].title)
        return f"{done} {self.patterns.deleted}"

    def closed(self, button: str) -> str:
        return self.patterns.closed.format(button=button)

    def days(self, count: int) -> str:
        return self.one_day if count == 1 else self.patterns.days.format(days=count)

    def first_contact(self) -> tuple[str, str, str]:
        """What this is, what it keeps and for how long, what managers see: three lines, each bound to its tests."""
        keeping = self.patterns.told_keeping.format(days=self.days(FOLLOW_UP.keep_days))
        return self.told_what, keeping, self.told_managers

    def keeping_lines(self) -> list[str]:
        """How long everything is kept, by the registry: the same for everybody."""
        lines = [self._keeps(use) for use in USES]
        return [self.kept_list, *lines, self.patterns.kept_receipts.format(days=RECEIPT_DAYS), self.kept_slack]

    def _keeps(self, use: DataUse) -> str:
        named, days = self.uses[use.name], use.keep_days
        kept = {0: self.kept_nothing, 1: self.kept_day}.get(days, self.patterns.kept_days.format(days=days))
        kept = f"{kept}, {self.after_yes}" if use.needs_yes else kept
        return self.patterns.keeps.format(use=named.title, kept=kept, purpose=named.purpose)

    def changed(self, now: Mapping[str, str]) -> list[str]:
        """What the company's list says now about a worker, of what it changed."""
        said = {"role": self.patterns.role_now, "site": self.patterns.site_now}
        return [said[field].format(value=value) for field, value in now.items() if field in said]

    def for_example(self, title: str) -> str:
        return self.patterns.for_example.format(title=title)

    def choice_line(self, use: DataUse, on: bool) -> str:
        named = self.uses[use.name]
        return self.patterns.choice.format(use=named.title, state=self.on if on else self.off, purpose=named.purpose)


def kept_value(value: Mapping[str, Any]) -> str:
    """What a kept value is known by."""
    said = value.get("words") or value.get("title") or value.get("question") or value.get("asked")
    return str(said or ", ".join(value.get("now", {}).values()))
