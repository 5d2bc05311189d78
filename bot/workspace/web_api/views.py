"""views.*: modals and home tabs."""

from bot.workspace import blocks
from bot.workspace.cast import Json
from bot.workspace.refusals import SlackError
from bot.workspace.web_api.methods import Desk, Method


def open_view(desk: Desk, args: Json) -> Json:
    content = blocks.check_view(args["view"], "modal")
    trigger = desk.board.tickets.check(args["trigger_id"])
    desk.board.clear_modals(trigger.user)
    shown = desk.board.views.open(trigger.user, content)
    trigger.exchanged = True
    return {"view": desk.board.show_modal(shown)}


def push(desk: Desk, args: Json) -> Json:
    content = blocks.check_view(args["view"], "modal")
    trigger = desk.board.tickets.check(args["trigger_id"])
    if trigger.view_id is None:
        raise SlackError("invalid_trigger_id")
    shown = desk.board.views.push(trigger.user, content)
    trigger.exchanged = True
    return {"view": desk.board.show_modal(shown)}


def update(desk: Desk, args: Json) -> Json:
    if not args.get("view_id") and not args.get("external_id"):
        raise SlackError("invalid_arguments", "missing required field: view_id")
    shown = desk.board.views.find(args.get("view_id"), args.get("external_id"))
    content = blocks.check_view(args["view"], shown.view["type"])
    desk.board.views.update(shown, content, args.get("hash"))
    return {"view": desk.board.show_home(shown) if content["type"] == "home" else desk.board.show_modal(shown)}


def publish(desk: Desk, args: Json) -> Json:
    if not desk.board.manifest.home_tab:
        raise SlackError("not_enabled")
    if args["user_id"] not in desk.state.members:
        raise SlackError("user_not_found")
    content = blocks.check_view(args["view"], "home")
    shown = desk.board.views.publish(args["user_id"], content, args.get("hash"))
    return {"view": desk.board.show_home(shown)}


METHODS = (
    Method("views.open", open_view, 4, ("trigger_id", "view")),
    Method("views.push", push, 4, ("trigger_id", "view")),
    Method("views.update", update, 4, ("view",)),
    Method("views.publish", publish, 4, ("user_id", "view")),
)
