"""Nudges reach a manager's own people alone, only after their yes, and tell nothing back but totals."""

from datetime import timedelta
from itertools import product

import pytest

from privacy import uses
from privacy.directory import Entry
from privacy.nudges import AGAIN, ASLEEP, LIMIT, WAITS, WEEK, Nudge, Sent, Settings, Taken
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.worker import Person
from tests.privacy.house import TEAM, Clock, House, saying

BOSS, CHIEF = Person(TEAM, "U0BOSS"), Person(TEAM, "U0CHIEF")
TEAMS = {BOSS: [Person(TEAM, f"U0A{n}") for n in range(6)], CHIEF: [Person(TEAM, f"U0B{n}") for n in range(2)]}
CAI, GIA = TEAMS[BOSS][:2]
STRANGER = Person(TEAM, "U0NOBODY")
PEOPLE = [
    Entry(person.slack_user_id, "cook" if number % 2 == 0 else "barista", "Harbour", boss.slack_user_id)
    for boss, team in TEAMS.items()
    for number, person in enumerate(team)
]
EVERYBODY = [BOSS, CHIEF, *TEAMS[BOSS], *TEAMS[CHIEF], STRANGER]
TIP = Nudge("milk", "Milk", "Sixty-five degrees.")


@pytest.fixture
def rooms(house: House) -> Rooms:
    rooms = house.rooms()
    rooms.directory.load(PEOPLE, TEAM)
    return rooms


def opened(rooms: Rooms, person: Person) -> Request:
    return rooms.gate.open(person, public=False)


def write(rooms: Rooms, sender: Person = BOSS, nudge: Nudge = TIP, id: str = "n1") -> int:
    return rooms.nudges.write(opened(rooms, sender), sender, nudge, id)


def to(person: Person) -> Nudge:
    return Nudge("milk", "Milk", "Sixty-five degrees.", to=person.slack_user_id)


USUAL = Settings()


def agree(rooms: Rooms, *people: Person, settings: Settings = USUAL) -> None:
    for person in people:
        rooms.nudges.accept(opened(rooms, person), "yes", settings)


def taken(rooms: Rooms) -> list[Taken]:
    return [found for row in rooms.nudges.due() if (found := rooms.nudges.take(row)) is not None]


def post(rooms: Rooms, each: Taken) -> bool:
    """Hands one over, as the bot does it."""
    with rooms.gate.together():
        done = rooms.nudges.hand_over(each)
        if done:
            rooms.gate.send(each.request, saying())
    return done


def deliver(rooms: Rooms, error: str = "") -> int:
    """Posts all that is due, and what Slack said to it. Returns how many that were."""
    found = [each for each in taken(rooms) if post(rooms, each)]
    while (parcel := rooms.outbox.claim()) is not None:
        rooms.outbox.failed(parcel.id, error) if error else rooms.outbox.sent(parcel.id)
    rooms.nudges.settle()
    return len(found)


def states(house: House) -> set[tuple[str, bool]]:
    """The states that there are, and whether the words are still there."""
    return set(house.rows("SELECT state, sealed IS NOT NULL FROM nudge"))


def sent_by(rooms: Rooms, sender: Person = BOSS) -> tuple[Sent, ...]:
    return rooms.nudges.sent_by(opened(rooms, sender))


def test_a_manager_writes_to_their_own_people_and_to_nobody_else(rooms: Rooms) -> None:
    """Of all pairs of a sender and a receiver, exactly a manager and one of their people are let through; what is
    refused is the same for everybody else."""
    for number, (sender, receiver) in enumerate(product(EVERYBODY, EVERYBODY)):
        own = receiver in TEAMS.get(sender, [])
        assert write(rooms, sender, to(receiver), f"n{number}") == int(own)
        assert bool(rooms.nudges.receivers(sender, receiver.slack_user_id)) == own
    assert [person for person in EVERYBODY if rooms.nudges.manages(person)] == [BOSS, CHIEF]
    assert write(rooms) == 6


def test_to_how_many_it_goes_tells_of_nobodys_choice(rooms: Rooms) -> None:
    """It is the number of the company's list, of a job where it is for one, also after somebody erased everything."""
    cooks = Nudge("milk", "Milk", "Sixty-five degrees.", role="cook")
    before = write(rooms), write(rooms, nudge=cooks, id="n2")
    assert before == (6, 3)
    rooms.rights.erase(rooms.gate.worker(CAI))
    rooms.directory.load(PEOPLE, TEAM)
    assert (write(rooms, id="n3"), write(rooms, nudge=cooks, id="n4")) == before
    assert [each.people for each in rooms.nudges.sent_by(opened(rooms, BOSS))] == [6, 3, 6, 3]
    assert write(rooms, nudge=Nudge("milk", "Milk", "Mind it.", role="porter"), id="n5") == 0


def test_a_list_that_an_earlier_release_loaded(house: House, rooms: Rooms) -> None:
    """Where it is not known how many work where, a nudge goes to those whom the list puts under their manager."""
    house.raw().execute("DELETE FROM staff")
    assert write(rooms) == 6


def test_nothing_comes_before_a_yes(house: House, rooms: Rooms, clock: Clock) -> None:
    """It waits for somebody who was not asked, and they are found to be asked; the yes wakes it at once."""
    write(rooms, nudge=to(CAI))
    assert deliver(rooms) == 0
    worker = rooms.gate.worker(CAI)
    assert rooms.nudges.waits_for(worker)
    assert not rooms.nudges.waits_for(rooms.gate.worker(GIA))
    rooms.gate.choose(worker, uses.NUDGES, "asked", "may I?")
    assert not rooms.nudges.waits_for(worker)
    clock.forward(hours=ASLEEP.total_seconds() / 3600)
    assert deliver(rooms) == 0
    agree(rooms, CAI)
    assert deliver(rooms) == 1
    assert states(house) == {("sent", False)}


def test_a_no_ends_it_and_forgets_its_words(house: House, rooms: Rooms) -> None:
    """What waits for somebody who said no is never delivered and no longer held."""
    write(rooms, nudge=to(CAI))
    rooms.gate.choose(rooms.gate.worker(CAI), uses.NUDGES, "withdrawn", "no")
    assert deliver(rooms) == 0
    assert states(house) == {("gone", False)}


def test_each_delivery_is_drawn_and_told(rooms: Rooms) -> None:
    """Its request has the receipt of who the manager is; role and site are read where it goes by them alone."""
    agree(rooms, CAI)
    write(rooms, nudge=to(CAI))
    (one,) = taken(rooms)
    assert (one.address, one.sender, one.nudge) == (CAI.slack_user_id, BOSS.slack_user_id, to(CAI))
    assert rooms.gate.notice(one.request).kinds == {"manager", "nudged"}
    assert post(rooms, one)
    agree(rooms, GIA)
    write(rooms, nudge=Nudge("milk", "Milk", "For cooks.", role="cook", site="Harbour"), id="n2")
    (other,) = taken(rooms)
    assert other.address == CAI.slack_user_id
    assert rooms.gate.notice(other.request).kinds == {"manager", "nudged", "role", "site"}
    assert not post(rooms, one)
    assert one.once == "nudge:n1:0"


@pytest.mark.parametrize("gone", ["transfer", "left", "erased", "unreadable", "off the list"])
def test_who_is_not_theirs_any_more_gets_nothing(house: House, rooms: Rooms, gone: str) -> None:
    """After a transfer, a leave or an erasure, a nudge that waits is not delivered."""
    agree(rooms, CAI)
    write(rooms, nudge=to(CAI))
    worker = rooms.gate.worker(CAI)
    (row,) = rooms.nudges.due()
    if gone in ("transfer", "left"):
        moved = [Entry(CAI.slack_user_id, "cook", "Harbour", "U0CHIEF")] if gone == "transfer" else []
        rooms.directory.load([*PEOPLE[1:], *moved], TEAM)
    elif gone == "off the list":
        house.raw().execute("DELETE FROM held WHERE worker = ? AND field = 'slack_user_id'", [worker])
    elif gone == "erased":
        rooms.rights.erase(worker)
    else:
        house.lose_key(worker)
    assert rooms.nudges.take(row) is None
    assert states(house) in ({("gone", False)}, set())


def test_an_address_is_told_for_a_request_that_drew_and_no_other(rooms: Rooms) -> None:
    """The Slack id of somebody leaves only beside a receipt that they can see."""
    agree(rooms, CAI)
    request = opened(rooms, CAI)
    assert rooms.gate.address(request) is None
    rooms.gate.draw(request, uses.NUDGES)
    assert rooms.gate.address(request) == CAI.slack_user_id


def test_the_limit_of_the_receiver_and_of_the_sender(rooms: Rooms, clock: Clock) -> None:
    """A receiver takes one more when the oldest is a week old; a sender has so many in seven days."""
    agree(rooms, CAI)
    for number in range(LIMIT):
        write(rooms, nudge=to(CAI), id=f"n{number}")
        assert deliver(rooms) == 1
    write(rooms, nudge=to(CAI), id="more")
    (waiting,) = taken(rooms)
    assert waiting.free == clock() + WEEK
    rooms.nudges.later(waiting.row, waiting.free)
    assert taken(rooms) == []
    assert rooms.nudges.left(opened(rooms, BOSS)) == 5 - LIMIT - 1
    rooms.rights.erase_use(rooms.gate.worker(BOSS), uses.SEND_NUDGE)
    assert rooms.nudges.left(opened(rooms, BOSS)) == 5 - LIMIT - 1
    clock.forward(days=7)
    (free,) = taken(rooms)
    assert free.free == clock()
    assert rooms.nudges.left(opened(rooms, BOSS)) == 5


def test_fewer_and_fewer_until_none(rooms: Rooms) -> None:
    """Each time one less a week, with the hours as they were; after the last one the use is off."""
    agree(rooms, CAI, settings=Settings(2, 20, 8))
    request = opened(rooms, CAI)
    assert rooms.nudges.fewer(request) == 1
    write(rooms, nudge=to(CAI))
    (one,) = taken(rooms)
    assert one.settings == Settings(1, 20, 8)
    assert rooms.nudges.fewer(request) == 0
    assert not rooms.gate.allowed(request.worker, uses.NUDGES)


def test_what_slack_does_not_take_is_tried_again_or_reported(house: House, rooms: Rooms, clock: Clock) -> None:
    """After an expired token it comes again, known by the same name; who has left Slack was not reached."""
    agree(rooms, CAI)
    write(rooms, nudge=to(CAI))
    deliver(rooms, "token_expired")
    assert states(house) == {("waiting", True)}
    clock.forward(minutes=AGAIN.total_seconds() / 60)
    (again,) = taken(rooms)
    assert again.row.tries == 1
    assert again.once == "nudge:n1:0"
    deliver(rooms, "user_not_found")
    assert states(house) == {("missed", False)}


@pytest.mark.parametrize(("yes", "state"), [(True, "missed"), (False, "gone")])
def test_what_could_not_be_delivered_ends(house: House, rooms: Rooms, clock: Clock, yes: bool, state: str) -> None:
    """After a fortnight it is over; of those who never said yes no total is made, either."""
    if yes:
        agree(rooms, CAI)
    write(rooms, nudge=to(CAI))
    clock.forward(days=WAITS.days)
    assert deliver(rooms) == 0
    assert states(house) == {(state, False)}


def test_it_ends_for_one_who_may_not_see_its_article_or_left_slack(house: House, rooms: Rooms) -> None:
    """Neither is tried again."""
    agree(rooms, CAI, GIA)
    for number, (person, end) in enumerate([(CAI, rooms.nudges.end), (GIA, rooms.nudges.miss)]):
        write(rooms, nudge=to(person), id=f"n{number}")
        (one,) = taken(rooms)
        end(one.row)
    assert states(house) == {("gone", False), ("missed", False)}


def test_later_brings_it_once_more(rooms: Rooms, clock: Clock) -> None:
    """Tomorrow, as another message; only for somebody who got it."""
    agree(rooms, CAI)
    write(rooms, nudge=to(CAI))
    deliver(rooms)
    assert not rooms.nudges.again(rooms.gate.worker(GIA), "n1", to(GIA), BOSS.slack_user_id)
    assert rooms.nudges.again(rooms.gate.worker(CAI), "n1", to(CAI), BOSS.slack_user_id)
    assert taken(rooms) == []
    clock.forward(days=1)
    (one,) = taken(rooms)
    assert one.once == "nudge:n1:1"
    assert one.row.tries == 0


def test_the_sender_reads_totals_in_whole_steps_once(rooms: Rooms, clock: Clock) -> None:
    """Three weeks on, five of six who thanked are five; four are nothing, as none are; later thanks change no total."""
    team = TEAMS[BOSS]
    agree(rooms, *team)
    for id, thankful in (("many", team), ("few", team[:4])):
        write(rooms, id=id)
        deliver(rooms)
        for person in [*thankful, *thankful]:
            rooms.nudges.thank(rooms.gate.worker(person), id)
    assert [(each.people, each.thanked) for each in sent_by(rooms)] == [(6, None), (6, None)]
    clock.forward(days=22)
    rooms.nudges.count()
    told = sent_by(rooms)
    assert [(each.people, each.thanked, each.missed) for each in told] == [(6, 5, None), (6, None, None)]
    for person in team:
        rooms.nudges.thank(rooms.gate.worker(person), "few")
    rooms.nudges.count()
    assert sent_by(rooms) == told


@pytest.mark.parametrize("act", ["none", "decline", "later", "fewer", "stop", "erase"])
def test_what_a_receiver_does_leaves_no_trace(rooms: Rooms, clock: Clock, act: str) -> None:
    """What the sender reads is the same whatever one receiver did, before and after the totals are made."""
    agree(rooms, *TEAMS[BOSS])
    write(rooms)
    deliver(rooms)
    worker = rooms.gate.worker(CAI)
    if act == "decline":
        rooms.nudges.decline(worker, "n1")
    elif act == "later":
        rooms.nudges.again(worker, "n1", TIP, BOSS.slack_user_id)
    elif act == "fewer":
        rooms.nudges.fewer(opened(rooms, CAI))
    elif act == "stop":
        rooms.gate.choose(worker, uses.NUDGES, "withdrawn", "stop")
    elif act == "erase":
        rooms.rights.erase(worker)
    expected = (Sent(TIP, clock(), 6),)
    assert sent_by(rooms) == expected
    clock.forward(days=22)
    rooms.nudges.count()
    assert sent_by(rooms) == expected


def test_declining_what_is_somebody_elses_does_nothing(house: House, rooms: Rooms) -> None:
    """A nudge is ended by its receiver alone."""
    write(rooms, nudge=to(CAI))
    rooms.nudges.decline(rooms.gate.worker(GIA), "n1")
    assert states(house) == {("waiting", True)}


def test_it_waits_for_the_day_it_was_written_for(rooms: Rooms, clock: Clock) -> None:
    """A nudge for tomorrow is not due today."""
    agree(rooms, CAI)
    write(rooms, nudge=Nudge("milk", "Milk", "Tomorrow.", to=CAI.slack_user_id, days=1))
    assert deliver(rooms) == 0
    clock.now += timedelta(days=1)
    assert deliver(rooms) == 1


def test_hours_of_ones_own_outlast_a_month_without_a_nudge(rooms: Rooms, clock: Clock) -> None:
    """Whoever sleeps by day is not written to by day, however long no nudge came; the nudge itself goes after 30 days.
    Other hours are no second yes."""
    mine = Settings(3, 22, 6, (5, 6))
    rooms.gate.choose(rooms.gate.worker(CAI), uses.NUDGES, "granted", "on")
    assert rooms.nudges.settings(opened(rooms, CAI)) == Settings()
    agree(rooms, CAI)
    agree(rooms, CAI, settings=mine)
    write(rooms, nudge=to(CAI))
    deliver(rooms)
    kept = rooms.rights.show(opened(rooms, CAI)).kept["nudges"]
    assert [each["title"] for each in kept] == ["Milk", "3 × 7 d, 22–6 h, 5 / 7 d"]
    assert len(rooms.rights.show(opened(rooms, CAI)).receipts) > 0
    clock.forward(days=31)
    assert [each["title"] for each in rooms.rights.show(opened(rooms, CAI)).kept["nudges"]] == [kept[1]["title"]]
    assert rooms.nudges.settings(opened(rooms, CAI)) == mine


def test_a_reply_goes_to_who_sent_it_once(rooms: Rooms) -> None:
    """Only from somebody who got the nudge from that sender; the second one is refused. It stands in both records, in
    the sender's without words and name, and counts as no nudge of either."""
    agree(rooms, CAI, GIA)
    write(rooms, nudge=to(CAI))

    def reply(person: Person, boss: Person = BOSS, id: str = "n1") -> Request | None:
        return rooms.nudges.reply(opened(rooms, person), id, boss, "Milk", "I will.")

    assert reply(CAI) is None
    deliver(rooms)
    assert [reply(GIA), reply(STRANGER), reply(CAI, CHIEF), reply(CAI, id="n2")] == [None] * 4
    theirs = reply(CAI)
    assert theirs is not None
    assert theirs.worker == rooms.gate.worker(BOSS)
    assert reply(CAI) is None
    assert "I will." in rooms.rights.export(opened(rooms, CAI)).json
    own = rooms.rights.export(opened(rooms, BOSS)).json
    assert "↩ Milk" in own
    assert "I will." not in own
    assert CAI.slack_user_id not in own
    assert len(sent_by(rooms)) == 1
    assert rooms.nudges.left(opened(rooms, BOSS)) == 4


def test_both_see_it_among_their_data(rooms: Rooms) -> None:
    """The sender and the receiver find the nudge in what is held about them; the sender's names no receiver."""
    agree(rooms, CAI)
    write(rooms, nudge=to(CAI))
    assert "Sixty-five" in rooms.rights.export(opened(rooms, CAI)).json
    deliver(rooms)
    assert "Sixty-five" in rooms.rights.export(opened(rooms, CAI)).json
    own = rooms.rights.export(opened(rooms, BOSS)).json
    assert "Sixty-five" in own
    assert CAI.slack_user_id not in own
