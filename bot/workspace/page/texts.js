/** Block Kit's text objects: plain_text and mrkdwn. */

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

export function plain(text) {
  return text?.emoji === false ? text.text : withEmoji(text?.text ?? "");
}

/** A text object as nodes. */
export function textNodes(text, scene) {
  if (text.type === "mrkdwn") return mrkdwn(text.text, scene.names);
  return [el("div", { class: "words", text: plain(text) })];
}
