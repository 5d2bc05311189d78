/** Slack's mrkdwn as elements: *bold* _italic_ ~strike~ `code`, quotes, fences, links, mentions. Anything else is shown as typed. */

import { el, link, safeHref } from "./dom.js";
import { emojiFor } from "./emoji.js";

const TOKEN = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    "(?<url>https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"])",
    ":(?<emoji>[a-z0-9_+-]+):",
    styled("*", "bold"),
    styled("_", "italic"),
    styled("~", "strike"),
  ].join("|"),
  "gu",
);

const TAGS = { bold: "strong", italic: "em", strike: "s" };

/** A style starts and ends at the edge of a word, as Slack wants it, so that snake_case and 2*3*4 stay plain. */
function styled(sign, name) {
  const s = sign === "*" ? "\\*" : sign;
  return `(?<![\\p{L}\\p{N}${s}])${s}(?<${name}>[^\\s${s}]|[^\\s${s}][^${s}\\n]*?[^\\s${s}])${s}(?![\\p{L}\\p{N}${s}])`;
}

export function decodeEntities(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
}

function special(body) {
  const [name, label] = body.split("|");
  if (label) return el("span", { text: decodeEntities(label) });
  return el("span", { class: "mention", text: `@${name.split("^")[0]}` });
}

function angle(body, names) {
  const [target, label] = body.split(/\|(.*)/s);
  if (body.startsWith("@")) return names.mention(target.slice(1));
  if (body.startsWith("#")) return names.channel(target.slice(1), label);
  if (body.startsWith("!")) return special(body.slice(1));
  if (/^(https?:|mailto:)/i.test(target) && safeHref(decodeEntities(target))) {
    return link(decodeEntities(target), decodeEntities(label || target.replace(/^mailto:/i, "")));
  }
  return document.createTextNode(decodeEntities(`<${body}>`));
}

function tokenNode(groups, typed, names) {
  if (groups.code) return el("code", { text: decodeEntities(groups.code) });
  if (groups.angle) return angle(groups.angle, names);
  if (groups.url) return link(decodeEntities(groups.url), decodeEntities(groups.url));
  if (groups.emoji) return document.createTextNode(emojiFor(groups.emoji) ?? typed);
  const style = Object.keys(TAGS).find((name) => groups[name]);
  return el(TAGS[style], {}, inline(groups[style], names));
}

/** One run of text without block structure, as nodes. */
export function inline(text, names) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) nodes.push(document.createTextNode(decodeEntities(text.slice(at, match.index))));
    nodes.push(tokenNode(match.groups, match[0], names));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(document.createTextNode(decodeEntities(text.slice(at))));
  return nodes;
}

const QUOTE = /^(?:&gt;|>) ?/;

function runs(lines) {
  const found = [];
  for (const line of lines) {
    const quoted = QUOTE.test(line);
    const last = found.at(-1);
    if (last && last.quoted === quoted) last.lines.push(line);
    else found.push({ quoted, lines: [line] });
  }
  return found;
}

function runNode(run, names) {
  const words = run.lines.map((line) => (run.quoted ? line.replace(QUOTE, "") : line)).join("\n");
  if (!run.quoted && words.trim() === "") return null;
  return el(run.quoted ? "blockquote" : "div", { class: "words" }, inline(words.replace(/^\n+|\n+$/g, ""), names));
}

/** A whole mrkdwn text, as block elements. `names` turns ids into names. */
export function mrkdwn(text, names) {
  const parts = text.split(/```\n?([\s\S]*?)\n?```/);
  return parts.flatMap((part, index) => {
    if (index % 2) return [el("pre", {}, el("code", { text: decodeEntities(part) }))];
    return runs(part.split("\n")).map((run) => runNode(run, names)).filter(Boolean);
  });
}
