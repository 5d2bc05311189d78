/** rich_text blocks and tables. */

import { el, link } from "./dom.js";
import { emojiFor } from "./emoji.js";

const TAGS = { bold: "strong", italic: "em", strike: "s", code: "code" };

function withStyle(node, style = {}) {
  return Object.keys(TAGS).reduce((inner, name) => (style[name] ? el(TAGS[name], {}, inner) : inner), node);
}

const LEAVES = {
  text: (part) => document.createTextNode(part.text),
  link: (part) => link(part.url, part.text || part.url),
  user: (part, names) => names.mention(part.user_id),
  channel: (part, names) => names.channel(part.channel_id),
  usergroup: (part) => el("span", { class: "mention", text: `@${part.usergroup_id}` }),
  broadcast: (part) => el("span", { class: "mention", text: `@${part.range}` }),
  emoji: (part) => document.createTextNode(emojiFor(part.name) ?? `:${part.name}:`),
  date: (part) => document.createTextNode(part.fallback || new Date(part.timestamp * 1000).toLocaleString()),
  color: (part) => document.createTextNode(part.value),
};

function leaves(parts, names) {
  return (parts ?? []).map((part) => {
    const leaf = LEAVES[part.type] ?? (() => document.createTextNode(part.text ?? ""));
    return withStyle(leaf(part, names), part.style);
  });
}

function list(part, names) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const items = part.elements.map((item) => el("li", {}, leaves(item.elements, names)));
  const start = tag === "ol" && part.offset ? part.offset + 1 : null;
  return el(tag, { class: `list indent-${Math.min(part.indent ?? 0, 4)}`, start }, items);
}

const PARTS = {
  rich_text_section: (part, names) => el("div", { class: "words" }, leaves(part.elements, names)),
  rich_text_list: list,
  rich_text_quote: (part, names) => el("blockquote", { class: "words" }, leaves(part.elements, names)),
  rich_text_preformatted: (part, names) => el("pre", {}, el("code", {}, leaves(part.elements, names))),
};

export function richText(block, names) {
  const parts = (block.elements ?? []).map((part) => PARTS[part.type]?.(part, names));
  return el("div", { class: "block block-rich-text" }, parts);
}

function cellNode(tag, cell, names) {
  if (cell.type === "rich_text") return el(tag, {}, richText(cell, names).childNodes.length ? richText(cell, names) : null);
  return el(tag, { text: cell.text ?? "" });
}

function row(cells, tag, names, settings) {
  const nodes = cells.map((cell, column) => {
    const node = cellNode(tag, cell, names);
    if (tag === "th") node.setAttribute("scope", "col");
    node.className = `align-${settings?.[column]?.align ?? "left"}`;
    return node;
  });
  return el("tr", {}, nodes);
}

/** The first row is the head, as Slack draws it. Wide tables scroll sideways inside their own frame. */
export function table(block, names) {
  const [head, ...rest] = block.rows;
  const body = el(
    "table",
    {},
    el("thead", {}, row(head, "th", names, block.column_settings)),
    el("tbody", {}, rest.map((cells) => row(cells, "td", names, block.column_settings))),
  );
  return el("div", { class: "block block-table", tabindex: "0", role: "region", "aria-label": "Table" }, body);
}
