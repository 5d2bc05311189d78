/**
 * Block Kit drawn as elements. A block that this page does not know is named in its place, never left out in silence.
 *
 * `scene` is what blocks need from around them: `names` (a Cast) and `act(action)`, which sends an action and
 * settles when the workspace has taken it.
 */

import { el, icon } from "./dom.js";
import { interactive } from "./elements.js";
import { inputBlock } from "./inputs.js";
import { markdown } from "./markdown.js";
import { richText, table } from "./richtext.js";
import { plain, textNodes } from "./texts.js";

/** Only pictures of this workspace are loaded; any other is told by its alt text, so no other host learns of a reader. */
function picture(block, kind) {
  const own = block.image_url && new URL(block.image_url, location.origin).origin === location.origin;
  if (own) return el("img", { class: kind, src: block.image_url, alt: block.alt_text ?? "", loading: "lazy" });
  return el("span", { class: `${kind} picture-told` }, icon("picture"), el("span", { text: block.alt_text || "Picture" }));
}

function section(block, scene) {
  const words = el("div", { class: "section-words" }, block.text ? textNodes(block.text, scene) : null);
  if (block.fields) {
    const fields = block.fields.map((field) => el("div", { class: "field" }, textNodes(field, scene)));
    words.append(el("div", { class: "fields" }, fields));
  }
  const accessory = block.accessory && accessoryNode(block.accessory, block, scene);
  return el("div", { class: "block block-section" }, words, accessory);
}

function accessoryNode(element, block, scene) {
  const node = element.type === "image" ? picture(element, "thumbnail") : interactive(element, block.block_id, scene);
  return el("div", { class: "accessory" }, node);
}

function context(block, scene) {
  const parts = block.elements.map((part) => {
    if (part.type === "image") return picture(part, "context-picture");
    return el("div", { class: "context-words" }, textNodes(part, scene));
  });
  return el("div", { class: "block block-context" }, parts);
}

function actions(block, scene) {
  const elements = block.elements.map((element) => interactive(element, block.block_id, scene));
  return el("div", { class: `block block-${block.type === "actions" ? "actions" : "context-actions"}` }, elements);
}

function image(block) {
  const title = block.title ? el("figcaption", { text: plain(block.title) }) : null;
  return el("figure", { class: "block block-image" }, picture(block, "picture"), title);
}

function alert(block, scene) {
  const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  return el("div", { class: `block block-alert alert-${level}`, role: "note" }, textNodes(block.text, scene));
}

const KINDS = {
  header: (block) => el("h3", { class: "block block-header", text: plain(block.text) }),
  section,
  context,
  actions,
  context_actions: actions,
  divider: () => el("hr", { class: "block block-divider" }),
  rich_text: (block, scene) => richText(block, scene.names),
  markdown: (block) => el("div", { class: "block block-markdown" }, markdown(block.text)),
  table: (block, scene) => table(block, scene.names),
  image,
  alert,
  input: inputBlock,
};

function unknown(block) {
  return el("p", { class: "block unknown", text: `(This page cannot show a block of type “${block.type}”.)` });
}

/** What a block says and does. The id of one that does nothing is left out: the workspace makes a new one each time. */
function saying(block) {
  const whole = JSON.stringify(block);
  return whole.includes('"action_id"') ? whole : JSON.stringify({ ...block, block_id: undefined });
}

/** Blocks as parts to redraw. */
export function blockParts(blocks, scene) {
  return blocks.map((block) => [saying(block), () => (KINDS[block.type] ?? unknown)(block, scene)]);
}
