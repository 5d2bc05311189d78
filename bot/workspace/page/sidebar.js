/** The list of conversations: a sidebar on a desktop, a drawer on a phone. */

import { avatar } from "./cast.js";
import { byId, el, icon, keepingFocus } from "./dom.js";
import { go, goHome, linkFor } from "./place.js";

export class Sidebar {
  /** `openPerson(user)` starts or opens a direct message; `openApp()` the app's. */
  constructor(node, cast, { openPerson, openApp }) {
    Object.assign(this, { node, cast, openPerson, openApp });
    this.unread = new Map();
    byId("open-drawer").append(icon("menu"));
    byId("open-drawer").addEventListener("click", () => this.drawer(true));
    byId("drawer-shade").addEventListener("click", () => this.drawer(false));
    node.addEventListener("keydown", (event) => event.key === "Escape" && this.drawer(false));
  }

  drawer(open) {
    document.body.classList.toggle("drawer-open", open);
    byId("open-drawer").setAttribute("aria-expanded", String(open));
    if (open) this.node.querySelector("button, a")?.focus();
    else if (this.node.contains(document.activeElement)) byId("open-drawer").focus();
  }

  draw(place) {
    this.place = place;
    keepingFocus(this.node, () => this.drawParts());
    this.badge();
  }

  drawParts() {
    const channels = [...this.cast.channels.values()].filter((channel) => !channel.is_im);
    this.node.replaceChildren(
      this.head(),
      el("div", { class: "sidebar-lists" }, this.app(), this.group("Channels", channels.map((one) => this.channel(one))), this.people()),
      this.self(),
    );
  }

  head() {
    const close = el("button", { type: "button", class: "icon-button phone-only", "aria-label": "Hide conversations" }, icon("close"));
    close.addEventListener("click", () => this.drawer(false));
    const words = el("div", {}, el("b", { text: this.cast.team.name }), el("span", { text: "On this machine" }));
    return el("div", { class: "sidebar-head" }, words, close);
  }

  group(name, items) {
    return el("section", { class: "sidebar-group" }, el("h2", { text: name }), el("ul", {}, items));
  }

  item(props, sign, label, channelId) {
    const count = this.unread.get(channelId) ?? 0;
    const mark = count ? el("span", { class: "unread", text: String(count), "aria-label": `${count} new` }) : null;
    const current = props.current ? "page" : null;
    const look = { type: "button", class: "sidebar-item", "aria-current": current, "data-focus": label };
    const button = el("button", look, sign, el("span", { class: "item-name", text: label }), mark);
    button.addEventListener("click", () => {
      this.drawer(false);
      props.open();
    });
    return el("li", {}, button);
  }

  channel(channel) {
    const props = { current: this.place.channel === channel.id, open: () => go(channel.id) };
    return this.item(props, el("span", { class: "hash", "aria-hidden": "true", text: "#" }), channel.name, channel.id);
  }

  directWith(user) {
    return [...this.cast.channels.values()].find((channel) => channel.is_im && channel.user === user);
  }

  app() {
    const { bot } = this.cast;
    const channel = this.directWith(bot.id);
    const messages = { current: Boolean(channel) && this.place.channel === channel.id, open: this.openApp };
    const home = { current: this.place.home, open: goHome };
    const face = avatar({ id: bot.id, name: bot.name, app: true }, "small");
    const name = el("div", { class: "app-name" }, face, el("b", { text: bot.name }), el("span", { class: "badge", text: "App" }));
    const tabs = el("ul", {}, this.item(messages, icon("thread"), "Messages", channel?.id), this.item(home, icon("home"), "Home"));
    return el("section", { class: "sidebar-app", "aria-label": bot.name }, name, tabs);
  }

  people() {
    const others = this.cast.members.filter((member) => member.id !== this.cast.me);
    return this.group("Direct messages", others.map((member) => this.person(member)));
  }

  person(member) {
    const channel = this.directWith(member.id);
    const current = Boolean(channel) && this.place.channel === channel.id;
    return this.item({ current, open: () => this.openPerson(member.id) }, avatar(member, "small"), member.name, channel?.id);
  }

  self() {
    const me = this.cast.byId.get(this.cast.me);
    const words = el("div", { class: "self-words" }, el("b", { text: me.name }), el("span", { text: me.title }));
    const change = el("a", { class: "icon-button", href: "/", "aria-label": "Be someone else", title: "Be someone else" }, icon("switch"));
    return el("div", { class: "self" }, avatar(me), words, change);
  }

  /** One more unread. Before anything is drawn it is only counted: a message may come while the page still opens. */
  count(channelId) {
    this.unread.set(channelId, (this.unread.get(channelId) ?? 0) + 1);
    if (this.place) this.draw(this.place);
  }

  seen(channelId) {
    this.unread.delete(channelId);
  }

  badge() {
    const total = [...this.unread.values()].reduce((sum, count) => sum + count, 0);
    byId("open-drawer").classList.toggle("has-unread", total > 0);
    byId("open-drawer").setAttribute("aria-label", total ? `Show conversations, ${total} new` : "Show conversations");
  }
}

/** The first screen: who do you want to be? Plain links, so each person can also be opened in another tab. */
export function drawChooser(node, answer) {
  const cards = answer.members.map((member) => {
    const words = el("span", { class: "person-words" }, el("b", { text: member.name }), el("span", { text: member.title }));
    return el("li", {}, el("a", { class: "person", href: linkFor(member.id) }, avatar(member, "large"), words));
  });
  node.replaceChildren(
    el("img", { class: "chooser-sign", src: "/static/app-icon.svg", alt: "" }),
    el("p", { class: "chooser-team", text: `${answer.team.name}, on this machine` }),
    el("h1", { text: "Who would you like to be?" }),
    el("p", { class: "chooser-lead", text: `A small workspace on your own machine, with a made-up team. Pick a person and ask ${answer.bot.name} something.` }),
    el("ul", { class: "people" }, cards),
    el("p", { class: "chooser-foot", text: "Open a second tab to be two people at once. Nothing here leaves this machine." }),
  );
}
