/** One person's view of the workspace: ties the address, the stream and the parts of the page together. */

import { Composer } from "./composer.js";
import { byId, el, icon, onPhone } from "./dom.js";
import { eventHandlers } from "./events.js";
import { History } from "./history.js";
import { drawHome } from "./home.js";
import { openMenu } from "./menu.js";
import { MessageList } from "./messages.js";
import { Modals } from "./modal.js";
import { showError } from "./notices.js";
import { go, goHome, onMove, where } from "./place.js";
import { sendTyped, suggestions } from "./sending.js";
import { get, post } from "./server.js";
import { Sidebar } from "./sidebar.js";
import { whenStill } from "./still.js";
import { openStream } from "./stream.js";
import { Typing } from "./typing.js";

export class Desk {
  constructor(cast) {
    this.cast = cast;
    this.place = { channel: null, thread: null, home: false };
    this.homesDrawn = 0;
    this.history = new History(cast.me);
    this.sidebar = new Sidebar(byId("sidebar"), cast, { openPerson: (user) => this.openDirect(user), openApp: () => this.openDirect(cast.bot.id) });
    this.main = this.list("messages", false);
    this.thread = this.list("thread-messages", true);
    this.composer = this.writing("composer", () => ({ channel: this.place.channel, thread: null }));
    this.threadComposer = this.writing("thread-composer", () => this.place);
    this.modals = new Modals((view, values) => this.scene({ view_id: view.id }, values), {
      submit: (id, values) => post("/page/submit", { as: cast.me, view_id: id, values }),
      close: (id) => this.tell("/page/close", { view_id: id }),
    });
    this.typing = new Typing(cast, this.main, this.thread);
    this.drawTabs();
    byId("close-thread").append(icon("close"));
    byId("close-thread").addEventListener("click", () => go(this.place.channel));
    byId("skip").addEventListener("click", () => this.composer.focus());
  }

  async open() {
    const handlers = eventHandlers(this);
    const hear = (event) => whenStill(() => handlers[event.type]?.(event));
    await openStream(this.cast.me, hear, (state) => whenStill(() => this.connection(state)));
    await this.loadChannels();
    onMove(() => this.moved());
    if (where().channel || where().home) await this.moved();
    else await this.openDirect(this.cast.bot.id);
  }

  /** Ask the server for something and show its words when it refuses; null then. */
  async tell(path, body) {
    try {
      return await post(path, { as: this.cast.me, ...body });
    } catch (refusal) {
      showError(refusal.message);
      return null;
    }
  }

  async loadChannels() {
    const { channels } = await get("/page/state", { as: this.cast.me });
    this.cast.channels = new Map(channels.map((channel) => [channel.id, channel]));
  }

  /**
   * After a lost connection everything on screen is read again, so nothing that happened meanwhile is missing. Nobody
   * moved by that: the focus and the place one reads at stay.
   */
  async connection(state) {
    const line = byId("connection");
    line.hidden = state === "open";
    line.textContent = "The connection was lost. Trying again…";
    if (state === "lost") this.wasLost = true;
    if (state !== "open" || !this.wasLost) return;
    this.wasLost = false;
    await this.loadChannels();
    this.place = { channel: null, thread: null, home: false };
    await this.moved({ again: true });
  }

  async openDirect(user) {
    const known = this.sidebar.directWith(user);
    const answer = known ? { channel: known.id } : await this.tell("/page/dm", { user });
    if (!answer) return;
    if (!known) await this.learn(answer.channel, user);
    go(answer.channel);
    await this.moved();
  }

  async learn(channel, user) {
    await this.loadChannels();
    if (!this.cast.channels.has(channel)) this.cast.channels.set(channel, { id: channel, name: "", is_im: true, user, topic: "" });
  }

  async moved({ again = false } = {}) {
    const before = this.place;
    const place = where();
    if (place.channel && !this.cast.channels.has(place.channel)) return this.openDirect(this.cast.bot.id);
    if (before.channel === place.channel && before.thread === place.thread && before.home === place.home) return null;
    this.place = place;
    this.sidebar.seen(place.channel);
    this.sidebar.draw(place);
    this.head();
    try {
      if (place.home) await this.showHome();
      else await this.showConversation(before, again);
    } catch (refusal) {
      showError(refusal.message);
    }
    return null;
  }

  appChannel() {
    return this.sidebar.directWith(this.cast.bot.id);
  }

  inApp() {
    return this.place.home || (this.place.channel && this.place.channel === this.appChannel()?.id);
  }

  head() {
    const channel = this.cast.channels.get(this.place.channel);
    const title = this.inApp() ? this.cast.bot.name : `${channel.is_im ? "" : "#"}${this.cast.titleOf(channel)}`;
    const topic = this.inApp() ? "App" : channel.topic || this.cast.byId.get(channel.user)?.title || "";
    byId("conversation-title").textContent = title;
    byId("conversation-topic").textContent = topic;
    document.title = `${title} · Local workspace`;
    byId("tabs").hidden = !this.inApp();
    this.tabs.forEach((tab) => tab.setAttribute("aria-selected", String((tab.textContent === "Home") === this.place.home)));
    byId("messages-pane").hidden = this.place.home;
    byId("home-pane").hidden = !this.place.home;
    this.composer.rename(`Message ${title}`);
  }

  tab(name, pane, open) {
    return el("button", { type: "button", role: "tab", class: "tab", "aria-controls": pane, text: name, onclick: open });
  }

  drawTabs() {
    const messages = this.tab("Messages", "messages-pane", () => this.openDirect(this.cast.bot.id));
    this.tabs = [messages, this.tab("Home", "home-pane", goHome)];
    byId("tabs").append(...this.tabs);
    byId("tabs").setAttribute("aria-label", this.cast.bot.name);
    byId("tabs").addEventListener("keydown", (event) => {
      if (["ArrowLeft", "ArrowRight"].includes(event.key)) this.tabs.find((tab) => tab !== document.activeElement).focus();
    });
  }

  async showHome() {
    this.showThread();
    const drawn = this.homesDrawn;
    const answer = await this.tell("/page/home", { tab: "home" });
    // What the app published meanwhile is newer than the answer, and stays.
    if (answer && this.place.home && this.homesDrawn === drawn) this.drawHome(answer.view);
  }

  drawHome(view) {
    this.homesDrawn += 1;
    drawHome(byId("home-pane"), view, (one) => this.scene({ view_id: one.id }), this.cast.bot.name);
  }

  async showConversation(before, again) {
    const { channel } = this.place;
    if (before.channel !== channel) {
      await this.history.load(channel);
      if (this.place.channel !== channel) return;
      this.main.show(this.history.conversation(channel));
      this.composer.ready();
      this.lead();
      if (this.inApp()) this.tell("/page/home", { tab: "messages" });
      if (!again) this.begin(this.main, this.composer);
    }
    this.showThread(again);
  }

  /** Somebody has just come here: to what was said last, and ready to write where no keyboard covers it. */
  begin(list, composer) {
    list.toEnd();
    if (!onPhone()) composer.focus();
  }

  /** The words above the first message. */
  lead() {
    const channel = this.cast.channels.get(this.place.channel);
    const app = this.inApp();
    const words = app
      ? `This is the start of your messages with ${this.cast.bot.name}. Ask it anything about your work, in your own words.`
      : `This is the start of ${channel.is_im ? `your messages with ${this.cast.titleOf(channel)}` : `#${channel.name}`}.`;
    const sign = app ? el("img", { class: "lead-sign", src: "/static/app-icon.svg", alt: "" }) : null;
    this.main.lead.replaceChildren(...[sign, el("p", { text: words })].filter(Boolean));
  }

  showThread(again = false) {
    const { channel, thread } = this.place;
    byId("thread").hidden = !thread;
    document.body.classList.toggle("thread-open", Boolean(thread));
    if (!thread) return;
    byId("thread-topic").textContent = byId("conversation-title").textContent;
    this.threadComposer.ready();
    this.thread.show(this.history.thread(channel, thread));
    if (again) return;
    if (onPhone()) byId("thread-messages").focus();
    this.begin(this.thread, this.threadComposer);
  }

  list(id, inThread) {
    return new MessageList(byId(id), {
      inThread,
      cast: this.cast,
      scene: (message) => this.scene({ channel: message.channel, message_ts: message.ts }),
      menu: (message, anchor) => this.menu(message, anchor),
      openThread: (ts) => go(this.place.channel, ts),
      threadOf: (ts) => this.history.repliesOf(this.place.channel, ts),
    });
  }

  /** What blocks need: names, and ways to send an action from where they are and to look up options there. */
  scene(from, values = () => undefined) {
    return {
      names: this.cast,
      act: (action) => this.tell("/page/action", { ...from, action, values: values() }),
      suggest: async (actionId, typed) => (await this.tell("/page/suggest", { ...from, action_id: actionId, value: typed }))?.options ?? [],
    };
  }

  menu(message, anchor) {
    const root = message.thread_ts ?? message.ts;
    const reply = { label: "Reply in thread", icon: "thread", pick: () => go(message.channel, root) };
    const shortcuts = this.cast.shortcuts.map((shortcut) => ({
      label: shortcut.name,
      icon: "spark",
      pick: () => this.tell("/page/shortcut", { channel: message.channel, callback_id: shortcut.callback_id, message_ts: message.ts }),
    }));
    openMenu(anchor, "Message actions", [reply, ...shortcuts]);
  }

  writing(id, place) {
    return new Composer(byId(id), {
      label: id === "composer" ? "Message" : "Reply in this thread",
      suggest: (typed) => suggestions(typed, this.cast),
      send: (text, files) => this.send(text, place(), files),
    });
  }

  async send(text, place, files) {
    (place.thread ? this.thread : this.main).toEnd();
    if (this.cast.channels.get(place.channel).user === this.cast.bot.id) this.typing.start(place);
    try {
      await sendTyped(text, place, this.cast, files);
    } catch (problem) {
      this.typing.stop();
      showError(problem.message);
      throw problem;
    }
  }
}
