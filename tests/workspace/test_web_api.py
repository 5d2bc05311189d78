"""The Web API, driven by the real slack_sdk client: what it gives, and what it refuses as Slack does."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.cast import Json
from bot.workspace.driving import Person, Refused
from bot.workspace.manifest import Manifest
from bot.workspace.server import LocalWorkspace
from tests.workspace.app import form, home
from tests.workspace.conftest import kitchen

Call = Callable[[WebClient, LocalWorkspace], Any]


def refusal(call: Callable[[], Any]) -> Json:
    """The body of the refusal that `call` meets."""
    with pytest.raises(SlackApiError) as refused:
        call()
    body: Json = refused.value.response.data
    return body


def test_app_learns_who_it_is(client: WebClient, workspace: LocalWorkspace) -> None:
    """auth.test names the team and the bot, and its headers carry the scopes."""
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0LOCAL", "U0ONHAND", "B0ONHAND")
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")
    assert client.team_info()["team"]["id"] == workspace.team_id
    assert client.bots_info(bot="B0ONHAND")["bot"]["app_id"] == workspace.app_id


def test_people_are_listed_with_their_titles(client: WebClient) -> None:
    """users.* give names and titles; the bot is among them and marked."""
    everyone = client.users_list()["members"]
    assert [person["id"] for person in everyone if person["is_bot"]] == ["U0ONHAND"]
    assert client.users_info(user="U0ANA", include_locale=True)["user"]["locale"] == "en-GB"
    assert client.users_profile_get(user="U0BEN")["profile"]["title"] == "Manager, Harbour Street"
    assert client.usergroups_list()["usergroups"] == []


def test_channels_are_listed_page_by_page(client: WebClient, workspace: LocalWorkspace) -> None:
    """Lists come in pages with a cursor, and tell what the app is in."""
    first = client.conversations_list(types="public_channel,im", limit=2)
    rest = client.conversations_list(types="public_channel,im", cursor=first["response_metadata"]["next_cursor"])
    names = {channel.get("name"): channel.get("is_member") for channel in first["channels"]}
    assert names == {"kitchen": True, "office": False}
    assert [channel["user"] for channel in rest["channels"]] == ["U0ANA", "U0BEN", "U0CEM"]
    office = client.conversations_info(channel=workspace.channel_id("office"), include_num_members=True)["channel"]
    assert (office["name"], office["num_members"]) == ("office", 1)
    assert client.conversations_members(channel=workspace.channel_id("kitchen"))["members"] == [
        "U0ANA",
        "U0BEN",
        "U0ONHAND",
    ]


def test_dm_is_opened_by_person_or_by_id(client: WebClient, workspace: LocalWorkspace) -> None:
    """conversations.open gives the DM with one person; groups of people are not part of the workspace."""
    dm = workspace.dm_id("U0ANA")
    assert client.conversations_open(users="U0ANA")["channel"] == {"id": dm}
    described = client.conversations_open(channel=dm, return_im=True)["channel"]
    assert (described["user"], described["is_im"]) == ("U0ANA", True)
    body = refusal(lambda: client.conversations_open(users=["U0ANA", "U0BEN"]))
    assert body["error"] == "method_not_supported_for_channel_type"
    assert refusal(lambda: client.api_call("conversations.open"))["error"] == "invalid_arguments"


def test_message_is_posted_changed_and_deleted(client: WebClient, workspace: LocalWorkspace, ana: Person) -> None:
    """The page sees each step; new text without blocks takes the blocks away, metadata stays."""
    divider: list[Json] = [{"type": "divider"}]
    metadata = {"event_type": "reply", "event_payload": {"row": 7}}
    posted = client.chat_postMessage(channel=ana.dm, text="one", blocks=divider, metadata=metadata, unfurl_links=False)
    assert ana.next_message()["blocks"][0]["type"] == "divider"
    client.chat_update(channel=ana.dm, ts=posted["ts"], text="two")
    changed = ana.next_change(ts=posted["ts"])
    assert (changed["text"], changed["blocks"]) == ("two", [])
    kept = client.conversations_history(channel=ana.dm, include_all_metadata=True)["messages"][0]
    assert kept["metadata"] == metadata
    assert "metadata" not in client.conversations_history(channel=ana.dm)["messages"][0]
    link = client.chat_getPermalink(channel=ana.dm, message_ts=posted["ts"])["permalink"]
    assert link == f"{workspace.url}/archives/{ana.dm}/p{posted['ts'].replace('.', '')}"
    client.chat_delete(channel=ana.dm, ts=posted["ts"])
    assert ana.history() == []


def test_thread_is_read_with_its_figures(client: WebClient, ana: Person) -> None:
    """Replies stand in their thread and not in the channel, unless broadcast; a reply to a reply joins the thread."""
    channel = ana.channel("kitchen")
    root = ana.says("who has the key?", channel=channel)
    reply = client.chat_postMessage(channel=channel, text="Ben", thread_ts=root)["ts"]
    client.chat_postMessage(channel=channel, text="in all", thread_ts=reply, reply_broadcast=True)
    thread = client.conversations_replies(channel=channel, ts=root)["messages"]
    assert [message["text"] for message in thread] == ["who has the key?", "Ben", "in all"]
    assert (thread[0]["reply_count"], thread[0]["latest_reply"]) == (2, thread[2]["ts"])
    newest_first = client.conversations_history(channel=channel)["messages"]
    assert [message["text"] for message in newest_first] == ["in all", "who has the key?"]
    since = client.conversations_history(channel=channel, oldest=root, inclusive=False)["messages"]
    assert [message["text"] for message in since] == ["in all"]


def test_message_ids_rise_while_the_clock_stands(client: WebClient) -> None:
    """Two messages in one instant have ids of their own, in order, in Slack's form."""
    one = client.chat_postMessage(channel="U0ANA", text="a")["ts"]
    two = client.chat_postMessage(channel="U0ANA", text="b")["ts"]
    assert one < two
    assert (len(one), one[10]) == (17, ".")


def test_ephemeral_message_is_for_one(client: WebClient, ana: Person) -> None:
    """An ephemeral message reaches its person, and can be neither found nor changed afterwards."""
    channel = ana.channel("kitchen")
    ts = client.chat_postEphemeral(channel=channel, user="U0ANA", text="psst")["message_ts"]
    assert ana.next_message()["ephemeral"] is True
    assert client.conversations_history(channel=channel)["messages"] == []
    assert refusal(lambda: client.chat_update(channel=channel, ts=ts, text="x"))["error"] == "message_not_found"


def test_reaction_is_added_once(client: WebClient, ana: Person) -> None:
    """A reaction shows in the history; the same one again is refused."""
    ts = ana.says("thanks")
    client.reactions_add(channel=ana.dm, timestamp=ts, name="eyes")
    assert client.conversations_history(channel=ana.dm)["messages"][0]["reactions"][0]["name"] == "eyes"
    again = refusal(lambda: client.reactions_add(channel=ana.dm, timestamp=ts, name="eyes"))
    assert again["error"] == "already_reacted"


def test_file_is_uploaded_in_three_steps(client: WebClient, workspace: LocalWorkspace, ana: Person) -> None:
    """A file reaches the page with a link of the page's own, and the app downloads it with its token."""
    client.files_upload_v2(channel=ana.dm, content="Wash hands.", filename="hands.txt", initial_comment="Read this")
    [file] = ana.next_message()["files"]
    with urllib.request.urlopen(workspace.url + file["url_private"]) as answer:
        assert answer.read() == b"Wash hands."
    private = client.conversations_history(channel=ana.dm)["messages"][0]["files"][0]["url_private"]
    request = urllib.request.Request(private, headers={"Authorization": f"Bearer {client.token}"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["content-type"].startswith("text/plain")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(private)


def test_people_send_files(client: WebClient, workspace: LocalWorkspace, ana: Person) -> None:
    """What a person drops into a conversation has Slack's keys; the app reads it with its token, and nobody else."""
    ts = ana.sends({"steps.md": b"# Steps"}, "have a look")
    [message] = client.conversations_history(channel=ana.dm)["messages"]
    assert (message["ts"], message["subtype"], message["user"]) == (ts, "file_share", "U0ANA")
    [file] = message["files"]
    assert client.files_info(file=file["id"])["file"]["size"] == len(b"# Steps")
    request = urllib.request.Request(file["url_private_download"], headers={"Authorization": f"Bearer {client.token}"})
    with urllib.request.urlopen(request) as answer:
        assert answer.read() == b"# Steps"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{workspace.url}/page/file?as=U0BEN&id={file['id']}")
    with Person(workspace.url, "U0BEN") as ben, pytest.raises(Refused, match="no such file"):
        ben._post("message", channel=ben.dm, text="mine", files=file["id"])


REFUSED: dict[str, tuple[Call, str]] = {
    "no token": (lambda _, w: WebClient(base_url=w.api_url).auth_test(), "not_authed"),
    "wrong token": (lambda _, w: WebClient("xoxb-x", base_url=w.api_url).auth_test(), "invalid_auth"),
    "app token": (lambda _, w: WebClient(w.app_token, base_url=w.api_url).auth_test(), "not_allowed_token_type"),
    "bot token": (lambda c, w: c.apps_connections_open(app_token=w.bot_token), "not_allowed_token_type"),
    "no such method": (lambda c, _: c.api_call("chat.shout"), "unknown_method"),
    "no such channel": (lambda c, _: c.chat_postMessage(channel="C0NONE", text="x"), "channel_not_found"),
    "no channel": (lambda c, _: c.api_call("chat.postMessage", json={"text": "x"}), "invalid_arguments"),
    "others' DM": (lambda c, w: c.conversations_history(channel=w.dm_id("U0ANA", "U0BEN")), "channel_not_found"),
    "not in it": (lambda c, _: c.chat_postMessage(channel="#office", text="x"), "not_in_channel"),
    "unread": (lambda c, w: c.conversations_history(channel=w.channel_id("office")), "not_in_channel"),
    "no text": (lambda c, _: c.api_call("chat.postMessage", json={"channel": "U0ANA"}), "no_text"),
    "long text": (lambda c, _: c.chat_postMessage(channel="U0ANA", text="x" * 40_001), "msg_too_long"),
    "no thread": (lambda c, _: c.chat_postMessage(channel="U0ANA", text="x", thread_ts="1.0"), "thread_not_found"),
    "metadata": (lambda c, _: c.chat_postMessage(channel="U0ANA", text="x", metadata={}), "invalid_metadata_format"),
    "unknown": (
        lambda c, _: c.api_call("chat.postMessage", json={"channel": "U0ANA", "text": "x", "colour": "red"}),
        "invalid_arguments",
    ),
    "blocks as text": (
        lambda c, _: c.api_call("chat.postMessage", params={"channel": "U0ANA", "blocks": "["}),
        "invalid_blocks_format",
    ),
    "two texts": (
        lambda c, _: c.chat_postMessage(channel="U0ANA", text="x", markdown_text="y"),
        "markdown_text_conflict",
    ),
    "ephemeral for a stranger": (
        lambda c, _: c.chat_postEphemeral(channel="#kitchen", user="U0CEM", text="x"),
        "user_not_in_channel",
    ),
    "update of nothing": (
        lambda c, w: c.chat_update(channel=w.dm_id("U0ANA"), ts="1.0", text="x"),
        "message_not_found",
    ),
    "deletion of nothing": (lambda c, w: c.chat_delete(channel=w.dm_id("U0ANA"), ts="1.0"), "message_not_found"),
    "user": (lambda c, _: c.users_info(user="U0NONE"), "user_not_found"),
    "dm with nobody": (lambda c, _: c.conversations_open(users="U0NONE"), "user_not_found"),
    "cursor": (lambda c, _: c.users_list(cursor="zzz"), "invalid_cursor"),
    "number": (lambda c, _: c.users_list(limit="many"), "invalid_arguments"),  # type: ignore[arg-type]
    "switch": (
        lambda c, _: c.api_call("users.list", params={"include_locale": "maybe"}),
        "invalid_arguments",
    ),
    "JSON for a reading method": (lambda c, _: c.api_call("users.info", json={"user": "U0ANA"}), "invalid_arguments"),
    "view": (lambda c, _: c.views_update(view_id="V0NONE", view=form()), "view_not_found"),
    "trigger": (lambda c, _: c.views_open(trigger_id="1.2.x", view=form()), "invalid_trigger_id"),
    "home of nobody": (lambda c, _: c.views_publish(user_id="U0NONE", view=home("x")), "user_not_found"),
    "file": (lambda c, _: c.files_completeUploadExternal(files=[{"id": "F0NONE"}]), "file_not_found"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_as_slack_refuses(client: WebClient, workspace: LocalWorkspace, case: str) -> None:
    """A wrong call gets Slack's own error code, with HTTP status 200."""
    call, code = REFUSED[case]
    assert refusal(lambda: call(client, workspace))["error"] == code


def test_only_own_messages_can_be_changed(client: WebClient, ana: Person) -> None:
    """A person's message is not the app's to change or delete."""
    ts = ana.says("mine")
    assert refusal(lambda: client.chat_update(channel=ana.dm, ts=ts, text="x"))["error"] == "cant_update_message"
    assert refusal(lambda: client.chat_delete(channel=ana.dm, ts=ts))["error"] == "cant_delete_message"


def test_update_takes_less_text_than_posting(client: WebClient, ana: Person) -> None:
    """chat.update counts bytes, and takes 4,000 of them."""
    ts = client.chat_postMessage(channel=ana.dm, text="x" * 40_000)["ts"]
    client.chat_update(channel=ana.dm, ts=ts, text="é" * 2000)
    assert refusal(lambda: client.chat_update(channel=ana.dm, ts=ts, text="é" * 2001))["error"] == "msg_too_long"


def test_unknown_arguments_are_named(client: WebClient) -> None:
    """invalid_arguments says which argument is wrong."""
    body = refusal(lambda: client.api_call("users.info", params={"colour": "red"}))
    assert body["response_metadata"]["messages"] == [
        "[ERROR] invalid additional property: colour",
        "[ERROR] missing required field: user",
    ]


def test_home_changes_only_from_its_latest_state(client: WebClient) -> None:
    """A home published with an old hash is refused; an external id belongs to one view."""
    first = client.views_publish(user_id="U0ANA", view=home("one"))["view"]
    client.views_publish(user_id="U0ANA", view={**home("two"), "external_id": "mine"}, hash=first["hash"])
    late = refusal(lambda: client.views_publish(user_id="U0ANA", view=home("three"), hash=first["hash"]))
    assert late["error"] == "hash_conflict"
    other = refusal(lambda: client.views_publish(user_id="U0BEN", view={**home("x"), "external_id": "mine"}))
    assert other["error"] == "duplicate_external_id"
    updated = client.views_update(external_id="mine", view=home("four"))["view"]
    assert updated["id"] == first["id"]


def test_scope_that_was_not_granted_is_missing() -> None:
    """With scopes in its manifest the app may call only what they allow, and is told which it lacks."""
    with kitchen(manifest=Manifest(scopes=frozenset({"chat:write"}))) as started:
        client = WebClient(started.bot_token, base_url=started.api_url)
        client.chat_postMessage(channel="U0ANA", text="x")
        body = refusal(lambda: client.users_info(user="U0ANA"))
        assert (body["error"], body["needed"], body["provided"]) == ("missing_scope", "users:read", "chat:write")


def test_call_by_get_with_the_token_as_argument(workspace: LocalWorkspace) -> None:
    """A reading method can be called with nothing but a query."""
    url = f"{workspace.api_url}users.info?user=U0ANA&token={workspace.bot_token}"
    with urllib.request.urlopen(url) as answer:
        assert json.load(answer)["user"]["real_name"] == "Ana Ruiz"


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("text/plain", b"x", "invalid_post_type"),
    ],
)
def test_body_that_cannot_be_read(workspace: LocalWorkspace, kind: str, raw: bytes, code: str) -> None:
    """A body of a wrong kind, or that is not what it says, has an error of its own."""
    request = urllib.request.Request(f"{workspace.api_url}chat.postMessage", raw, {"Content-Type": kind})
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["error"] == code
