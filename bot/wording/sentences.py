"""What has to be said in every language: the names of its sentences, none of them optional."""

from collections.abc import Mapping
from dataclasses import dataclass

from privacy.opinion import Opinion
from privacy.uses import Language


@dataclass(frozen=True, slots=True)
class Used:
    """How one declared use is named: `title` within a sentence, `purpose` as a sentence, `short` on a button."""

    title: str
    purpose: str
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """Sentences with places to fill in, each named in braces."""

    day: str
    source: str
    source_under: str
    owner: str
    checked: str
    overdue: str
    nearest: str
    written_in: str
    ask_contact: str
    contact_can_help: str
    stop: str
    stopped: str
    deleted: str
    switched_on: str
    helped_on: str
    for_your_job: str
    like_what_helped: str
    helped_others: str
    for_your_site: str
    other_version: str
    instead: str
    other_overdue: str
    did_not_help: str
    fits: str
    fits_too: str
    read_as: str
    receipt: str
    shared_with: str
    handed_over: str
    asks_you: str
    answered_by: str
    held: str
    kept_for: str
    choice: str
    told_keeping: str
    keeps: str
    kept_days: str
    kept_receipts: str
    deleted_kept: str
    closed: str
    receipt_told: str
    opinions_counted: str
    questions_for_you: str
    messages_waiting: str
    for_example: str
    role_now: str
    site_now: str
    days: str
    new_title: str
    you_tapped: str
    suggested_hour: str
    suggested_new: str
    suggested_changed: str
    suggested_role: str
    suggested_site: str
    suggested_helped: str
    suggested_everyone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """One language: its buttons, titles and whole sentences, its patterns, and the names of things.

    `months` stand as they do within a date, `languages` as they do within `patterns.written_in`.
    """

    language: Language
    own_name: str
    patterns: Patterns

    helpful: str
    not_helpful: str
    ask_a_person: str
    why_this: str
    read_it_all: str
    stop: str
    close: str
    send: str
    cancel: str
    answer: str
    erase: str
    yes_remember: str
    no_thanks: str
    yes_keep: str
    use_again: str
    switch_on: str
    switch_off: str
    show_my_data: str

    home_title: str
    my_data_title: str
    erase_title: str
    your_question: str
    your_answer: str

    not_in_the_articles: str
    not_sure: str
    one_of_these: str
    they_disagree: str
    no_article_fits: str
    in_another_language: str
    ask_your_supervisor: str
    nobody_to_ask: str
    empty: str
    too_long: str
    went_wrong: str
    without_you: str
    not_now: str
    done_later: str
    busy: str
    trigger_too_old: str
    already_said: str
    thanks_helpful: str
    counted_in_job: str
    thanks_not_helpful: str
    thanks_reason: str
    may_i_remember: str
    will_remember: str
    will_not_remember: str
    may_i_keep: str
    will_keep: str
    not_kept: str
    will_not_keep: str
    already_answered: str
    press_answer: str
    asker_is_gone: str
    answer_passed_on: str
    say_something: str
    welcome: str
    greeting: str
    help: str
    not_personal_here: str
    nothing_read: str
    for_you: str
    for_everyone: str
    same_for_everyone: str
    only_yours: str
    article_gone: str
    article_cut: str
    nothing_found: str
    my_data: str
    my_data_elsewhere: str
    nothing_held: str
    read_lately: str
    not_read_yet: str
    choices: str
    what_managers_see: str
    erase_sure: str
    erased: str
    on: str
    off: str
    what_i_keep: str
    older: str
    get_a_copy: str
    copy_sent: str
    delete_kept: str
    delete_kept_sure: str
    hide_page: str
    forget_answer: str
    answer_forgotten: str
    last_answers: str
    no_message: str
    told_what: str
    told_managers: str
    kept_nothing: str
    kept_day: str
    after_yes: str
    kept_list: str
    kept_slack: str
    list_changed: str
    from_the_list: str
    one_day: str
    suggested: str

    first_of_month: str
    months: tuple[str, ...]
    languages: Mapping[str, str]
    reasons: Mapping[Opinion, str]
    held_fields: Mapping[str, str]
    uses: Mapping[str, Used]
