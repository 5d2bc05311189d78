"""The bodies that Slack sends to an app, with the keys that recorded ones have.

Two keys of the recorded samples are left out on purpose: `enterprise_id`, which only Enterprise Grid fills, and
`authed_users`, which Slack replaced by `authorizations`.
"""

import secrets

from bot.workspace import cast
from bot.workspace.cast import Json, Member
from bot.workspace.state import Channel

TEAM = {"id": cast.TEAM_ID, "domain": cast.TEAM_DOMAIN}


def event(inner: Json, token: str, channel: str = "") -> Json:
    """The Events API body around `inner`, with an event id of its own."""
    as_bot = {
        "enterprise_id": None,
        "team_id": cast.TEAM_ID,
        "user_id": cast.BOT_USER_ID,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": token,
        "team_id": cast.TEAM_ID,
        "context_team_id": cast.TEAM_ID,
        "api_app_id": cast.APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev0{secrets.token_hex(5).upper()}",
        "event_time": int(float(inner["event_ts"])),
        "authorizations": [as_bot],
        "is_ext_shared_channel": False,
        "event_context": f"4-{inner['type']}-{cast.TEAM_ID}-{channel}",
    }


def message(sent: Json, channel: Channel) -> Json:
    """The `message` event for a new message."""
    return {**sent, **_where(channel, sent["ts"])}


def mention(sent: Json, channel: Channel) -> Json:
    """The `app_mention` event for a message that names the app."""
    return {**sent, "type": "app_mention", "channel": channel.id, "event_ts": sent["ts"]}


def changed(after: Json, before: Json, channel: Channel, ts: str) -> Json:
    """The `message_changed` event."""
    both = {"message": after, "previous_message": before, "hidden": True, "ts": ts}
    return {"type": "message", "subtype": "message_changed", **both, **_where(channel, ts)}


def deleted(before: Json, channel: Channel, ts: str) -> Json:
    """The `message_deleted` event."""
    gone = {"previous_message": before, "deleted_ts": before["ts"], "hidden": True, "ts": ts}
    return {"type": "message", "subtype": "message_deleted", **gone, **_where(channel, ts)}


def _where(channel: Channel, ts: str) -> Json:
    return {"channel": channel.id, "event_ts": ts, "channel_type": "im" if channel.is_im else "channel"}


def home_opened(user: str, dm: Channel, tab: str, ts: str, view: Json | None) -> Json:
    """The `app_home_opened` event; `view` is there only when the home tab has been published before."""
    inner = {"type": "app_home_opened", "user": user, "channel": dm.id, "tab": tab, "event_ts": ts}
    return inner | ({"view": view} if view and tab == "home" else {})


def command(member: Member, channel: Channel, name: str, text: str, token: str) -> Json:
    """The body of a slash command, without trigger and response URL."""
    return {
        "token": token,
        "team_id": cast.TEAM_ID,
        "team_domain": cast.TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": member.id,
        "user_name": member.handle,
        "command": name,
        "text": text,
        "api_app_id": cast.APP_ID,
        "is_enterprise_install": "false",
    }


def shortcut(member: Member, channel: Channel, callback_id: str, on: Json, *, token: str, ts: str) -> Json:
    """The body of a shortcut on the message `on`, without trigger and response URL."""
    return {
        "type": "message_action",
        "token": token,
        "action_ts": ts,
        "team": TEAM,
        "user": _user(member),
        "channel": {"id": channel.id, "name": channel.name},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "message_ts": on["ts"],
        "message": on,
    }


def actions(member: Member, pressed: Json, container: Json, token: str) -> Json:
    """The body of a pressed button or changed input, without what depends on where it stands."""
    return {**_interaction("block_actions", member, token), "container": container, "actions": [pressed]}


def suggestion(member: Member, element: Json, block_id: str, typed: str, view: Json, *, token: str) -> Json:
    """The body that asks the app for what a select should offer, for what was typed in it so far."""
    asked = {"action_id": element["action_id"], "block_id": block_id, "value": typed}
    container = {"type": "view", "view_id": view["id"]}
    return {**_interaction("block_suggestion", member, token), "container": container, "view": view, **asked}


def submission(member: Member, view: Json, token: str) -> Json:
    """The body of a submitted modal, without trigger."""
    return {**_interaction("view_submission", member, token), "view": view, "response_urls": []}


def closing(member: Member, view: Json, token: str, *, cleared: bool) -> Json:
    """The body that tells of a modal closed by the person."""
    return {**_interaction("view_closed", member, token), "view": view, "is_cleared": cleared, "response_urls": []}


def _interaction(kind: str, member: Member, token: str) -> Json:
    return {
        "type": kind,
        "team": TEAM,
        "user": _user(member),
        "api_app_id": cast.APP_ID,
        "token": token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _user(member: Member) -> Json:
    return {"id": member.id, "username": member.handle, "name": member.handle, "team_id": cast.TEAM_ID}
