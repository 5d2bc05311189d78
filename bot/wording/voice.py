"""What the bot says, in one language: its sentences, filled in. Only the notices stand elsewhere, in `privacy.uses`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.settings import Contact
from bot.wording.sentences import Sentences, Used
from privacy.receipt import UsageReceipt
from privacy.rights import MyData
from privacy.uses import KINDS, DataUse
from retrieval.answer import Answer, Citation, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice(Sentences):
    """Every sentence of one language, as pure functions where something has to be filled in."""

    def day(self, moment: date) -> str:
        number = self.first_of_month if moment.day == 1 else str(moment.day)
        return self.patterns.day.format(day=number, month=self.months[moment.month - 1], year=moment.year)

    def source(self, citation: Citation) -> str:
        """Where a quotation stands, who looks after it and when it was last checked."""
        said, title, heading = self.patterns, citation.title, citation.heading
        parts = [said.source_under if heading and heading != title else said.source]
        parts += [said.owner] if citation.owner else []
        parts += [said.checked] if citation.reviewed else []
        name = citation.owner.name if citation.owner else ""
        day = self.day(citation.reviewed) if citation.reviewed else ""
        return " ".join(parts).format(title=title, heading=heading, name=name, day=day)

    def first_line(self, answer: Answer) -> str:
        """What a phone shows first: the answer itself, or that there is none."""
        return answer.text if answer.found else self.not_in_the_articles

    def nearest(self, citation: Citation) -> str:
        return self.patterns.nearest.format(title=citation.title)

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
        if why.use == "past_use":
            return self.patterns.helped_on.format(day=self.day(date.fromisoformat(why.detail)))
        return self.patterns.for_your_job.format(role=why.detail)

    def why(self, title: str, reasons: tuple[Reason, ...], receipts: tuple[UsageReceipt, ...]) -> list[str]:
        """The lines behind “Why this?”: why the article, then what was read for it, by receipt number."""
        lines = [self.patterns.fits.format(title=title) if title else self.no_article_fits]
        lines += [self.reason(each) for each in reasons]
        lines += [self.receipt_line(receipt) for receipt in receipts]
        return lines if receipts else [*lines, self.nothing_read]

    def receipt_line(self, receipt: UsageReceipt) -> str:
        use = self.uses.get(receipt.use, Used(receipt.use, receipt.use))
        return f"{self.receipt(receipt)} {use.purpose}"

    def receipt(self, receipt: UsageReceipt) -> str:
        at, kinds = receipt.at, self.kinds(receipt.kinds)
        return self.patterns.receipt.format(number=receipt.number, day=self.day(at), time=f"{at:%H:%M}", kinds=kinds)

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
        """What is held about a worker, a line each."""
        lines = [self._held(self.held_fields.get(field, field), value) for field, value in sorted(data.held.items())]
        lines += [self._kept(name, values) for name, values in data.kept.items()]
        return lines or [self.nothing_held]

    def _held(self, field: str, value: str) -> str:
        return self.patterns.held.format(field=field, value=value)

    def _kept(self, name: str, values: tuple[Any, ...]) -> str:
        shown = "; ".join(map(kept_value, values[-5:]))
        return self.patterns.kept_for.format(use=self.uses[name].title, count=len(values), values=shown)

    def choice_line(self, use: DataUse, on: bool) -> str:
        named = self.uses[use.name]
        return self.patterns.choice.format(use=named.title, state=self.on if on else self.off, purpose=named.purpose)


def kept_value(value: Mapping[str, Any]) -> str:
    """What a kept value is known by."""
    return str(value.get("title") or value.get("words") or value.get("question") or "")
