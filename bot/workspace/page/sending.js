/** From what a person typed to what the workspace is sent. It is sent as typed: the workspace escapes it and finds the mentions. */

import { post, upload } from "./server.js";

const MOST_SUGGESTIONS = 6;

function everyone(cast) {
  return [{ ...cast.bot, title: "App" }, ...cast.members];
}

export function suggestions(typed, cast) {
  if (/^\/\S*$/.test(typed)) {
    const found = cast.commands.filter((one) => one.command.startsWith(typed.toLowerCase()));
    return found.map((one) => ({ label: one.command, detail: `${one.usage_hint ?? ""} — ${one.description}`, fill: `${one.command} ` }));
  }
  const mention = typed.match(/(?:^|\s)@([^\s@]*)$/);
  if (!mention) return [];
  const begin = mention[1].toLowerCase();
  const before = typed.slice(0, typed.length - mention[1].length - 1);
  const found = everyone(cast).filter((one) => one.name.toLowerCase().split(" ").some((word) => word.startsWith(begin)));
  return found.slice(0, MOST_SUGGESTIONS).map((one) => ({ label: `@${one.name}`, detail: one.title, fill: `${before}@${one.name} ` }));
}

function sendCommand(text, place, cast) {
  const [command, rest = ""] = text.split(/\s+([\s\S]*)/);
  const known = cast.commands.map((one) => one.command);
  if (!known.includes(command)) throw new Error(`“${command}” is no command here. There is: ${known.join(", ") || "none"}.`);
  if (place.thread) throw new Error("Slash commands cannot be used in threads. Write it in the conversation itself.");
  return post("/page/command", { as: cast.me, channel: place.channel, command, text: rest });
}

/** Send what was typed at a place {channel, thread}, with files. Throws with plain words when it cannot be sent. */
export async function sendTyped(text, place, cast, files = []) {
  if (/^\/[a-z]/i.test(text) && !files.length) return sendCommand(text, place, cast);
  const ids = [];
  for (const file of files) ids.push((await upload("/page/upload", { as: cast.me, name: file.name }, file)).id);
  const message = { as: cast.me, channel: place.channel, text, files: ids.join(",") };
  return post("/page/message", place.thread ? { ...message, thread_ts: place.thread } : message);
}
