/** The markdown block: headings, lists, quotes, fences, tables left as typed, and **bold** *italic* `code` [links](…). */

import { el, link } from "./dom.js";
import { withEmoji } from "./emoji.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`]+)`",
    "!?\\[(?<label>[^\\]]*)\\]\\((?<href>[^)\\s]+)[^)]*\\)",
    "\\*\\*(?<strong>.+?)\\*\\*",
    "__(?<strong2>.+?)__",
    "~~(?<strike>.+?)~~",
    "(?<![\\w*])\\*(?<em>[^*\\s](?:[^*]*[^*\\s])?)\\*",
    "(?<![\\w_])_(?<em2>[^_\\s](?:[^_]*[^_\\s])?)_(?!\\w)",
  ].join("|"),
  "g",
);

function tokenNode(found) {
  if (found.code) return el("code", { text: found.code });
  if (found.href) return link(found.href, found.label || found.href);
  if (found.strike) return el("s", {}, inline(found.strike));
  const strong = found.strong ?? found.strong2;
  return strong ? el("strong", {}, inline(strong)) : el("em", {}, inline(found.em ?? found.em2));
}

function inline(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(document.createTextNode(withEmoji(text.slice(at, match.index))), tokenNode(match.groups));
    at = match.index + match[0].length;
  }
  nodes.push(document.createTextNode(withEmoji(text.slice(at))));
  return nodes;
}

const KINDS = [
  ["heading", /^#{1,6} +/],
  ["quote", /^> ?/],
  ["bullet", /^\s*[-*+] +/],
  ["number", /^\s*\d+[.)] +/],
  ["rule", /^(?:-{3,}|\*{3,})\s*$/],
  ["blank", /^\s*$/],
];

function kindOf(line) {
  return KINDS.find(([, start]) => start.test(line)) ?? ["text", /^/];
}

/** Neighbouring lines of one kind belong together; headings and rules stand alone. */
function groups(lines) {
  const found = [];
  for (const line of lines) {
    const [kind, start] = kindOf(line);
    const words = line.replace(start, "");
    const last = found.at(-1);
    if (last?.kind === kind && !["heading", "rule"].includes(kind)) last.lines.push(words);
    else found.push({ kind, lines: [words] });
  }
  return found;
}

const NODES = {
  heading: (lines) => el("p", { class: "markdown-heading" }, inline(lines[0])),
  quote: (lines) => el("blockquote", { class: "words" }, inline(lines.join("\n"))),
  bullet: (lines) => el("ul", { class: "list" }, lines.map((line) => el("li", {}, inline(line)))),
  number: (lines) => el("ol", { class: "list" }, lines.map((line) => el("li", {}, inline(line)))),
  rule: () => el("hr"),
  blank: () => null,
  text: (lines) => el("div", { class: "words" }, inline(lines.join("\n"))),
};

export function markdown(text) {
  return text.split(/^```.*\n([\s\S]*?)\n?```\s*$/m).flatMap((part, index) => {
    if (index % 2) return [el("pre", {}, el("code", { text: part }))];
    return groups(part.split("\n")).map((group) => NODES[group.kind](group.lines)).filter(Boolean);
  });
}
