/** “… is typing” between a person's message to the app and the app's answer. */

import { whenStill } from "./still.js";

const LONGEST_MS = 5000;

export class Typing {
  constructor(cast, main, thread) {
    Object.assign(this, { cast, main, thread });
  }

  start(place) {
    this.stop();
    this.channel = place.channel;
    this.list = place.thread ? this.thread : this.main;
    this.list.typing(this.cast.bot.name);
    this.timer = setTimeout(() => whenStill(() => this.stop()), LONGEST_MS);
  }

  stop() {
    clearTimeout(this.timer);
    this.main.typing(null);
    this.thread.typing(null);
    this.channel = null;
  }

  /** The app's answer in the same conversation ends it. */
  heard(message) {
    if (message.channel === this.channel && this.cast.author(message).app) this.stop();
  }
}
