/** A list of messages, kept in the order of their time stamps; the conversation and the thread each have one. */

import { avatar } from "./cast.js";
import { el, icon, keepingFocus } from "./dom.js";
import { blockParts } from "./blocks.js";
import { mrkdwn } from "./mrkdwn.js";
import { redraw } from "./redraw.js";
import { whenStill } from "./still.js";
import { longPress } from "./touch.js";

const TOGETHER_SECONDS = 300;
const NEAR_END_PIXELS = 120;
/** What stays in sight above a tall answer: the question, and room for the notification preview on a phone. */
const LEFT_ABOVE_PIXELS = 150;

const seconds = (ts) => Number.parseFloat(ts);

export function clock(ts) {
  return new Date(seconds(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function timeNode(ts) {
  const when = new Date(seconds(ts) * 1000);
  return el("time", { datetime: when.toISOString(), title: when.toLocaleString(), text: clock(ts) });
}

function sizeInWords(bytes) {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

function fileNode(file) {
  const words = el("span", {}, el("b", { text: file.title || file.name || "File" }), file.size ? ` ${sizeInWords(file.size)}` : "");
  const address = file.url_private_download || file.url_private;
  const own = address && new URL(address, location.origin).origin === location.origin;
  const props = own ? { class: "file", href: address, download: file.name || "" } : { class: "file" };
  return el(own ? "a" : "span", props, icon("file"), words);
}

export class MessageList {
  /**
   * `options`: cast, scene(message), menu(message, anchor), openThread(ts) and `inThread`.
   * The list never draws what is not given to it.
   */
  constructor(scroller, options) {
    Object.assign(this, options);
    this.scroller = scroller;
    this.list = el("ol", { class: "messages", "aria-label": options.inThread ? "Messages of this thread" : "Messages" });
    this.lead = el("div", { class: "lead" });
    this.typingNode = el("p", { class: "typing", hidden: true });
    this.newer = el("button", { type: "button", class: "newer pill pill-primary", hidden: true, text: "New messages", onclick: () => this.toEnd() });
    scroller.replaceChildren(this.lead, this.list, this.typingNode, this.newer);
    this.nodes = new Map();
    this.stayAtEnd();
  }

  /** Who reads the end stays there when a keyboard opens or a message grows; who reads further up is left alone. */
  stayAtEnd() {
    this.atEnd = true;
    this.scroller.addEventListener("scroll", () => {
      this.atEnd = this.isNearEnd();
      // Its button takes room at the end: what stands above it moves when it goes.
      whenStill(() => this.atEnd && this.reached());
    });
    const sizes = new ResizeObserver(() => whenStill(() => this.atEnd && this.toEnd()));
    sizes.observe(this.scroller);
    sizes.observe(this.list);
  }

  /** These and no others. Those that are there already stay as they are, and so does who reads further up. */
  show(messages) {
    const stay = this.atEnd;
    const shown = new Set(messages.map((message) => message.ts));
    [...this.nodes.keys()].filter((ts) => !shown.has(ts)).forEach((ts) => this.remove(ts));
    const came = messages.filter((message) => this.draw(message));
    if (stay) this.toEnd();
    else if (came.length) this.newer.hidden = false;
  }

  /** Draw a message, and go along with it. */
  put(message) {
    const author = this.cast.author(message);
    const stay = this.atEnd || author.id === this.cast.me;
    const came = this.draw(message);
    if (stay) this.follow(this.nodes.get(message.ts), author.app && came);
    else if (came) this.newer.hidden = false;
  }

  /** A message in its place in time; again when it is there already. True when it is new. */
  draw(message) {
    const old = this.nodes.get(message.ts);
    const node = old ?? this.node(message);
    keepingFocus(node, () => this.fill(node, message));
    if (old) return false;
    this.nodes.set(message.ts, node);
    this.insert(node, message);
    this.join(node);
    this.join(node.nextElementSibling);
    return true;
  }

  insert(node, message) {
    let after = this.list.lastElementChild;
    while (after && seconds(after.dataset.ts) > seconds(message.ts)) after = after.previousElementSibling;
    if (after) after.after(node);
    else this.list.prepend(node);
  }

  remove(ts) {
    const node = this.nodes.get(ts);
    const next = node?.nextElementSibling;
    node?.remove();
    this.nodes.delete(ts);
    this.join(next);
  }

  /** Messages of one author within some minutes are drawn together, with one name. */
  join(node) {
    if (!node) return;
    const before = node.previousElementSibling;
    const near = before && seconds(node.dataset.ts) - seconds(before.dataset.ts) < TOGETHER_SECONDS;
    const same = near && before.dataset.author === node.dataset.author && before.dataset.only === node.dataset.only;
    node.classList.toggle("follows", Boolean(same));
  }

  node(message) {
    const author = this.cast.author(message);
    const mine = author.id === this.cast.me;
    const node = el("li", { class: `message${mine ? " mine" : ""}${author.app ? " from-app" : ""}` });
    Object.assign(node.dataset, { ts: message.ts, author: author.id, only: String(Boolean(message.ephemeral)) });
    if (!mine) node.append(avatar(author));
    node.append(el("div", { class: "message-body" }));
    if (!message.ephemeral) longPress(node, () => this.menu(message, node.querySelector(".message-menu")));
    return node;
  }

  /** What a message shows. Its author and its time are always the same. */
  fill(node, message) {
    const body = node.querySelector(".message-body");
    redraw(body, [["head", () => this.head(message)], ["bubble", () => this.bubble(message)], this.replies(message)]);
    const bubble = body.querySelector(".bubble");
    redraw(bubble, [
      message.ephemeral && ["only you", () => el("p", { class: "only-you-mark" }, icon("eye"), "Only visible to you")],
      ["content", () => el("div", { class: "content" })],
      message.files?.length && [JSON.stringify(message.files), () => el("div", { class: "files" }, message.files.map(fileNode))],
      message.edited && ["edited", () => el("span", { class: "edited", text: "(edited)" })],
    ]);
    redraw(bubble.querySelector(".content"), this.content(message));
  }

  head(message) {
    const author = this.cast.author(message);
    const mine = author.id === this.cast.me;
    const head = el("div", { class: "message-head" }, el("b", { class: "author", text: mine ? "You" : author.name }));
    if (author.app) head.append(el("span", { class: "badge", text: "App" }));
    head.append(timeNode(message.ts));
    return head;
  }

  bubble(message) {
    const bubble = el("div", { class: `bubble${message.ephemeral ? " only-you" : ""}` });
    return el("div", { class: "bubble-row" }, bubble, message.ephemeral ? null : this.menuButton(message));
  }

  content(message) {
    if (message.blocks?.length) return blockParts(message.blocks, this.scene(message));
    return [[message.text ?? "", () => mrkdwn(message.text ?? "", this.cast)]];
  }

  menuButton(message) {
    const label = `Actions for the message of ${clock(message.ts)}`;
    const props = { type: "button", class: "icon-button message-menu", "aria-label": label, "aria-haspopup": "menu", "data-focus": "menu" };
    const button = el("button", props, icon("dots"));
    button.addEventListener("click", () => this.menu(message, button));
    return button;
  }

  /** The “N replies” link below a message that started a thread. */
  replies(message) {
    const thread = this.inThread ? { count: 0 } : this.threadOf(message.ts);
    return thread.count > 0 && [`replies ${thread.count} ${thread.last}`, () => this.repliesLink(message, thread)];
  }

  repliesLink(message, thread) {
    const words = thread.count === 1 ? "1 reply" : `${thread.count} replies`;
    const props = { type: "button", class: "replies", "data-focus": "replies", onclick: () => this.openThread(message.ts) };
    return el("button", props, icon("thread"), el("span", { text: words }), el("span", { class: "replies-last", text: clock(thread.last) }));
  }

  refreshReplies(message) {
    if (message && this.nodes.has(message.ts)) this.draw(message);
  }

  typing(name) {
    const stay = this.atEnd;
    this.typingNode.hidden = !name;
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    this.typingNode.replaceChildren(...(name ? [dots, `${name} is typing…`] : []));
    if (stay) this.toEnd();
  }

  /** Go on to the end, but not past the first line of an answer that is taller than the screen. */
  follow(node, startsThere) {
    this.toEnd();
    const room = this.scroller.clientHeight - LEFT_ABOVE_PIXELS;
    if (!startsThere || node.offsetHeight < room) return;
    this.scroller.scrollTop = node.offsetTop - this.scroller.offsetTop - LEFT_ABOVE_PIXELS;
    this.atEnd = false;
  }

  isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.atEnd = true;
    this.reached();
  }

  /** What is new is in sight. */
  reached() {
    this.newer.hidden = true;
  }
}
