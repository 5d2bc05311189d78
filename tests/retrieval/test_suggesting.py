"""What is suggested before anybody asked: never what is not the reader's, a few at most, each with its reason."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.article import ANYONE, Article, Audience, Hours, Viewer
from retrieval.answer import Reason
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.suggesting import MOST, NEW_DAYS, PERSONAL, TRIED, Listed, Moment, Suggestion, suggest

BEGAN = datetime(2026, 3, 1, 9, tzinfo=UTC)
MORNING = Moment(datetime(2026, 11, 24, 6, 40, tzinfo=UTC))
EVENING = Moment(datetime(2026, 11, 24, 20, 0, tzinfo=UTC))
ROLES, SITES = ("cook", "barista"), ("Harbour", "Mill Lane")
FLOOR = Listed(Article("floor", "The floor", ""), BEGAN)


def any_article(_: Suggestion) -> bool:
    return True


def listed(
    article_id: str = "a", *, since: datetime = BEGAN, changed: bool = False, roles: str = "", **more: object
) -> Listed:
    audience = Audience(frozenset(roles.split()))
    return Listed(Article(article_id, article_id.title(), "", audience, **more), since, changed)  # type: ignore[arg-type]


def uses_of(
    *found: Listed, viewer: Viewer = ANYONE, preference: Preference = NO_PREFERENCE, moment: Moment = MORNING
) -> dict[str, list[str]]:
    """Of each suggestion its reasons; an article of the library's first day stands beside them."""
    made = suggest((FLOOR, *found), viewer, preference, moment, any_article)
    return {each.article.id: [reason.use for reason in each.reasons] for each in made}


some = st.lists(st.sampled_from(ROLES), unique=True, max_size=2).map(frozenset)
places = st.lists(st.sampled_from(SITES), unique=True, max_size=1).map(frozenset)
hours = st.none() | st.builds(Hours, st.integers(0, 11), st.integers(12, 23))
articles = st.builds(
    lambda at, roles, sites, written, hours, critical: Article(
        f"a{at}", f"A{at}", "", Audience(roles, sites), critical=critical, written_for=written, hours=hours
    ),
    st.integers(0, 30), some, places, some, hours, st.booleans(),
)  # fmt: skip
days = st.integers(0, 60).map(lambda ago: MORNING.at - timedelta(days=ago))
libraries = st.lists(
    st.builds(Listed, articles, days, st.booleans()), max_size=20, unique_by=lambda each: each.article.id
)
helped = st.dictionaries(st.integers(0, 30).map("a{}".format), st.just(date(2026, 5, 3)), max_size=5)
preferences = st.builds(
    lambda role, site, helped, unhelped: Preference(role, site, helped=helped, unhelped=unhelped),
    st.sampled_from((None, *ROLES)), st.sampled_from((None, *SITES)), helped, helped,
)  # fmt: skip


@given(libraries, preferences, st.sampled_from((MORNING, EVENING)))
@example([listed(since=MORNING.at)], NO_PREFERENCE, MORNING)
def test_never_what_is_not_the_readers(library: list[Listed], preference: Preference, moment: Moment) -> None:
    """Whatever there is: each suggestion may be seen, has its reasons, is made once, and there are four at most."""
    viewer = Viewer(preference.role, preference.site)
    made = suggest(library, viewer, preference, moment, any_article)
    assert len(made) <= MOST
    assert len({each.article.id for each in made}) == len(made)
    for each in made:
        assert each.article.audience.admits(viewer)
        assert each.reasons
        assert each.article.id not in preference.unhelped


@given(libraries, preferences)
def test_with_nothing_to_prefer_nothing_is_personal(library: list[Listed], preference: Preference) -> None:
    """For somebody of whom nothing is used the suggestions are those for everyone, by no personal reason, and what
    somebody else has to prefer changes nothing of them."""
    before = suggest(library, ANYONE, NO_PREFERENCE, MORNING, any_article)
    suggest(library, Viewer(preference.role, preference.site), preference, MORNING, any_article)
    assert suggest(library, ANYONE, NO_PREFERENCE, MORNING, any_article) == before
    assert [each for each in before if each.uses & PERSONAL or each.article.audience != Audience()] == []


@given(libraries, preferences)
def test_who_has_the_last_word_is_asked_a_few_times(library: list[Listed], preference: Preference) -> None:
    """What does not fit is not suggested, and no more are tried than was said."""
    tried: list[str] = []

    def none(suggestion: Suggestion) -> bool:
        tried.append(suggestion.article.id)
        return False

    assert suggest(library, Viewer(preference.role, preference.site), preference, MORNING, none) == ()
    assert len(tried) == len(set(tried)) <= TRIED


def test_in_its_hours_and_for_the_job() -> None:
    """An opening list is suggested in the morning, to those whom it is for, and not in the evening."""
    opening = listed("opening", roles="barista", hours=Hours(5, 11))
    barista = Viewer("barista"), Preference("barista")
    assert uses_of(opening, viewer=barista[0], preference=barista[1]) == {"opening": ["hour", "role"]}
    assert uses_of(opening, viewer=barista[0], preference=barista[1], moment=EVENING) == {}
    assert uses_of(opening) == {}


def test_what_was_written_for_others_is_not_for_this_time() -> None:
    """An article that others may find too is suggested by the hour to those for whom it was written."""
    night = listed("night", hours=Hours(22, 7), written_for=frozenset({"cook"}))
    assert uses_of(night, preference=Preference("cook")) == {"night": ["hour", "role"]}
    assert uses_of(night, preference=Preference("barista")) == {}


def test_new_and_changed_for_a_while() -> None:
    """What came after the library's first day is new for two weeks; what says something else is changed as long."""
    today = MORNING.at
    for age, told in ((0, True), (NEW_DAYS - 1, True), (NEW_DAYS, False)):
        since = today - timedelta(days=age)
        assert uses_of(listed("oat", since=since)) == ({"oat": ["new"]} if told else {})
        assert uses_of(listed("oat", since=since, changed=True)) == ({"oat": ["changed"]} if told else {})


def test_what_a_library_begins_with_is_not_new() -> None:
    """A company that loaded its articles today is not told that all of them are new; one that changed since is."""
    loaded = [listed(name, since=MORNING.at - timedelta(hours=ago)) for name, ago in (("a", 3), ("b", 2))]
    assert suggest(loaded, ANYONE, NO_PREFERENCE, MORNING, any_article) == ()
    changed = Listed(loaded[1].article, MORNING.at, changed=True)
    assert [each.article.id for each in suggest([loaded[0], changed], ANYONE, NO_PREFERENCE, MORNING, any_article)] == [
        "b"
    ]


def test_the_day_is_that_of_the_clock_on_the_wall() -> None:
    """An article that came at night counts for the day that it was there."""
    from zoneinfo import ZoneInfo

    since = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    there = Moment(MORNING.at.astimezone(ZoneInfo("Asia/Tokyo")))
    (made,) = suggest((FLOOR, listed("oat", since=since)), ANYONE, NO_PREFERENCE, there, any_article)
    assert made.reasons == (Reason("new", "2026-11-24"),)


def test_what_helped_the_last_first_and_not_what_did_not() -> None:
    """Of what helped, the latest comes first; what did not help the last time is not suggested at all."""
    known = Preference(helped={"a": date(2026, 5, 3), "b": date(2026, 6, 1)}, unhelped={"c": date(2026, 6, 2)})
    told = uses_of(listed("a"), listed("b"), listed("c", critical=True), preference=known)
    assert list(told.items()) == [("b", ["past_use"]), ("a", ["past_use"])]


def test_no_sort_crowds_out_the_others() -> None:
    """With much of everything there is something of the hour, of the news, of what helped and of the job."""
    hour = [listed(f"hour{at}", hours=Hours(5, 11)) for at in range(9)]
    new = [listed(f"new{at}", since=MORNING.at) for at in range(9)]
    past = [listed(f"past{at}") for at in range(9)]
    known = Preference(helped={each.article.id: date(2026, 5, 3) for each in past})
    sorts = [uses[0] for uses in uses_of(*hour, *new, *past, preference=known).values()]
    assert sorts == ["hour", "hour", "new", "past_use"]


def test_in_the_readers_language_first() -> None:
    """Of two alike, the one in the language of the page comes first."""
    two = [listed(code, hours=Hours(5, 11), language=code) for code in ("en", "es-MX")]
    spanish = Moment(MORNING.at, "es")
    assert list(uses_of(*two)) == ["en", "es-MX"]
    assert list(uses_of(*two, moment=spanish)) == ["es-MX", "en"]


def test_another_one_each_day() -> None:
    """Of many for the same job, it is not the same ones day after day."""
    many = [listed(f"job{at}", roles="cook") for at in range(20)]
    shown = [
        tuple(uses_of(*many, viewer=Viewer("cook"), preference=Preference("cook"), moment=Moment(MORNING.at + ahead)))
        for ahead in map(timedelta, range(5))
    ]
    assert len(set(shown)) > 1
    assert all(len(each) == MOST for each in shown)
