/** The people, the app and the channels by id: names for mentions, avatars for lists. */

import { el } from "./dom.js";

const HUES = 8;

function initials(name) {
  const words = name.trim().split(/\s+/);
  return (words[0][0] + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}

/** The same person always has the same colour; it is decoration, never the only sign. */
function hue(id) {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % HUES;
}

export class Cast {
  constructor(answer, me) {
    Object.assign(this, answer);
    this.me = me;
    this.channels = new Map();
    this.byId = new Map(answer.members.map((member) => [member.id, member]));
  }

  isBot(id) {
    return id === this.bot.id;
  }

  nameOf(id) {
    if (this.isBot(id)) return this.bot.name;
    return this.byId.get(id)?.name ?? id;
  }

  /** {id, name, app} of whoever wrote a message. A message with a bot_id is the app's. */
  author(message) {
    const app = Boolean(message.bot_id) || this.isBot(message.user);
    const id = app ? this.bot.id : message.user;
    return { id, app, name: message.username ?? this.nameOf(id) };
  }

  mention(id) {
    const [user, label] = id.split("|");
    const name = this.isBot(user) || this.byId.has(user) ? this.nameOf(user) : label || user;
    return el("span", { class: user === this.me ? "mention mention-me" : "mention", text: `@${name}` });
  }

  channel(id, label) {
    const known = this.channels.get(id);
    const name = known?.name ?? label ?? id;
    if (!known) return el("span", { class: "mention", text: `#${name}` });
    return el("a", { class: "mention", href: `#/${id}`, text: `#${name}` });
  }

  /** What a conversation is called for the person looking at it. */
  titleOf(channel) {
    return channel.is_im ? this.nameOf(channel.user) : channel.name;
  }
}

export function avatar(author, size = "medium") {
  if (author.app) return el("img", { class: `avatar avatar-${size} avatar-app`, src: "/static/app-icon.svg", alt: "" });
  const look = `avatar avatar-${size} hue-${hue(author.id)}`;
  return el("span", { class: look, "aria-hidden": "true", text: initials(author.name) });
}
