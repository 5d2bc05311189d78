"""auth.*, users.*, usergroups.*, bots.* and team.*: who is here."""

from bot.workspace import cast
from bot.workspace.cast import Json, Member
from bot.workspace.refusals import SlackError
from bot.workspace.web_api.methods import Desk, Method, page_of

_USERS = ("users:read",)


def auth_test(desk: Desk, _args: Json) -> Json:
    return {
        "url": f"{desk.url}/",
        "team": cast.TEAM_NAME,
        "user": desk.state.bot_name.lower(),
        "team_id": cast.TEAM_ID,
        "user_id": cast.BOT_USER_ID,
        "bot_id": cast.BOT_ID,
        "is_enterprise_install": False,
    }


def _profile(name: str, title: str) -> Json:
    first, _, last = name.partition(" ")
    return {
        "title": title,
        "real_name": name,
        "real_name_normalized": name,
        "display_name": name,
        "display_name_normalized": name,
        "first_name": first,
        "last_name": last,
        "fields": {},
        "status_text": "",
        "status_emoji": "",
        "team": cast.TEAM_ID,
    }


def _user(desk: Desk, user: str, handle: str, profile: Json, *, is_bot: bool) -> Json:
    return {
        "id": user,
        "team_id": cast.TEAM_ID,
        "name": handle,
        "deleted": False,
        "real_name": profile["real_name"],
        "tz": desk.state.zones.get(user, "Europe/London"),
        "tz_label": "Greenwich Mean Time",
        "tz_offset": 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": is_bot,
        "is_app_user": False,
        "updated": 0,
    }


def _person(desk: Desk, member: Member) -> Json:
    return _user(desk, member.id, member.handle, _profile(member.name, member.title), is_bot=False)


def _bot(desk: Desk) -> Json:
    name = desk.state.bot_name
    profile = {**_profile(name, ""), "api_app_id": cast.APP_ID, "bot_id": cast.BOT_ID}
    return _user(desk, cast.BOT_USER_ID, name.lower(), profile, is_bot=True)


def _found(desk: Desk, user: str) -> Json:
    if user == cast.BOT_USER_ID:
        return _bot(desk)
    if user not in desk.state.members:
        raise SlackError("user_not_found")
    return _person(desk, desk.state.members[user])


def user_info(desk: Desk, args: Json) -> Json:
    locale = {"locale": "en-GB"} if args.get("include_locale") else {}
    return {"user": {**_found(desk, args["user"]), **locale}}


def user_list(desk: Desk, args: Json) -> Json:
    everyone = [*(_person(desk, member) for member in desk.state.members.values()), _bot(desk)]
    page, more = page_of(everyone, args, 1000)
    locale = {"locale": "en-GB"} if args.get("include_locale") else {}
    members = [{**user, **locale} for user in page]
    return {"members": members, "cache_ts": int(desk.state.clock()), "response_metadata": more}


def profile(desk: Desk, args: Json) -> Json:
    return {"profile": _found(desk, args.get("user", cast.BOT_USER_ID))["profile"]}


def user_groups(desk: Desk, args: Json) -> Json:
    return {"usergroups": [_group(desk, handle, args) for handle in desk.state.usergroups]}


def _group(desk: Desk, handle: str, args: Json) -> Json:
    users = desk.state.usergroups[handle]
    counted = {"user_count": len(users)} if args.get("include_count") else {}
    listed = {"users": users} if args.get("include_users") else {}
    place = list(desk.state.usergroups).index(handle) + 1
    return {
        "id": f"S0LOCAL{place:03}",
        "team_id": cast.TEAM_ID,
        "is_usergroup": True,
        "name": handle.replace("-", " ").capitalize(),
        "handle": handle,
        "description": "",
        "is_external": False,
        "date_delete": 0,
        **counted,
        **listed,
    }


def do_not_disturb(desk: Desk, args: Json) -> Json:
    begins, ends = desk.state.quiet.get(_found(desk, args["user"])["id"], (1, 1))
    return {"dnd_enabled": ends > 1, "next_dnd_start_ts": begins, "next_dnd_end_ts": ends}


def bot_info(desk: Desk, args: Json) -> Json:
    if args.get("bot", cast.BOT_ID) != cast.BOT_ID:
        raise SlackError("bot_not_found")
    ids = {"id": cast.BOT_ID, "app_id": cast.APP_ID, "user_id": cast.BOT_USER_ID}
    return {"bot": {**ids, "deleted": False, "name": desk.state.bot_name, "updated": 0, "icons": {}}}


def team_info(_desk: Desk, args: Json) -> Json:
    if args.get("team", cast.TEAM_ID) != cast.TEAM_ID:
        raise SlackError("team_not_found")
    team = {"id": cast.TEAM_ID, "name": cast.TEAM_NAME, "domain": cast.TEAM_DOMAIN, "email_domain": "", "icon": {}}
    return {"team": team}


METHODS = (
    Method("auth.test", auth_test, 5),
    Method("users.info", user_info, 4, ("user",), _USERS, reads=True),
    Method("users.list", user_list, 2, (), _USERS, reads=True),
    Method("users.profile.get", profile, 4, (), ("users.profile:read",), reads=True),
    Method("usergroups.list", user_groups, 2, (), ("usergroups:read",), reads=True),
    Method("dnd.info", do_not_disturb, 3, ("user",), ("dnd:read",), reads=True),
    Method("bots.info", bot_info, 3, (), _USERS, reads=True),
    Method("team.info", team_info, 3, (), ("team:read",), reads=True),
)
