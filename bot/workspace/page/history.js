/** The messages this page knows, by conversation and time stamp. */

import { get } from "./server.js";

const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

export class History {
  constructor(me) {
    this.me = me;
    this.known = new Map();
  }

  /** Read a conversation. What the stream brings meanwhile is kept, and so is what only this person sees: no history has it. */
  async load(channel) {
    const kept = new Map([...(this.known.get(channel) ?? [])].filter(([, message]) => message.ephemeral));
    this.known.set(channel, kept);
    const { messages } = await get("/page/history", { as: this.me, channel });
    const all = [...messages.map((message) => [message.ts, message]), ...kept];
    this.known.set(channel, new Map(all.sort(([one], [other]) => Number(one) - Number(other))));
  }

  /** Keep a message of a conversation that was opened before; the others are loaded when they are opened. */
  put(message) {
    this.known.get(message.channel)?.set(message.ts, message);
  }

  remove(channel, ts) {
    this.known.get(channel)?.delete(ts);
  }

  get(channel, ts) {
    return this.known.get(channel)?.get(ts);
  }

  all(channel) {
    return [...(this.known.get(channel)?.values() ?? [])];
  }

  conversation(channel) {
    return this.all(channel).filter((message) => !isReply(message));
  }

  thread(channel, ts) {
    return this.all(channel).filter((message) => message.ts === ts || message.thread_ts === ts);
  }

  /** How many replies a message has, and when the last came. */
  repliesOf(channel, ts) {
    const replies = this.thread(channel, ts).filter((message) => message.ts !== ts && !message.ephemeral);
    return { count: replies.length, last: replies.at(-1)?.ts ?? ts };
  }
}

export { isReply };
