/** Input blocks: a label, a field, a hint, and a place for what is wrong with it. */

import { el } from "./dom.js";
import { FIELDS, interactive } from "./elements.js";
import { plain } from "./texts.js";
import { readValues } from "./values.js";

const NEEDED = "Please fill this in.";
let made = 0;

/** What a label belongs to: the field, or the input in it. */
const controlOf = (field) => field.querySelector("[role=combobox]") ?? field;
const isGroup = (field) => field.classList.contains("ticks");

/** With dispatch_action the field also sends an action at once; otherwise it only holds its value. */
function fieldOf(block, scene) {
  const make = FIELDS[block.element.type];
  if (!make || block.dispatch_action) return interactive(block.element, block.block_id, scene);
  return make(block.element, block.block_id, scene);
}

function labelOf(block, id, field) {
  const words = [plain(block.label), block.optional ? el("span", { class: "optional", text: " (optional)" }) : null];
  const tag = isGroup(field) ? "span" : "label";
  return el(tag, { class: "label", id: `${id}-label`, for: tag === "label" ? id : null }, words.filter(Boolean));
}

export function inputBlock(block, scene) {
  const id = `input-${(made += 1)}`;
  const field = fieldOf(block, scene);
  const control = controlOf(field);
  control.id = id;
  control.removeAttribute("aria-label");
  if (isGroup(field)) field.setAttribute("aria-labelledby", `${id}-label`);
  control.setAttribute("aria-describedby", `${id}-error ${id}-hint`);
  const frame = el("div", { class: "block block-input" });
  frame.dataset.inputBlock = block.block_id;
  frame.dataset.optional = String(Boolean(block.optional));
  frame.append(
    labelOf(block, id, field),
    field,
    el("p", { class: "field-error", id: `${id}-error`, hidden: true }),
    el("p", { class: "hint", id: `${id}-hint`, hidden: !block.hint, text: plain(block.hint) }),
  );
  return frame;
}

function showError(frame, words) {
  const slot = frame.querySelector(".field-error");
  slot.textContent = words ?? "";
  slot.hidden = !words;
  const field = controlOf(frame.querySelector("[data-action-id]"));
  if (words) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/** Put each error at its block and the focus on the first; errors of blocks that are not there are returned. */
export function showErrors(root, errors) {
  const left = new Map(Object.entries(errors));
  let first = null;
  for (const frame of root.querySelectorAll("[data-input-block]")) {
    const words = left.get(frame.dataset.inputBlock);
    showError(frame, words);
    if (words) first ??= frame;
    left.delete(frame.dataset.inputBlock);
  }
  first?.querySelector("input, select, textarea")?.focus();
  return [...left.values()];
}

function isEmpty(value) {
  const { type: _, ...held } = value ?? {};
  return Object.values(held).every((part) => part === null || part === undefined || part.length === 0);
}

/** {block_id: words} for fields that must be filled and are not; Slack's own apps check this before sending. */
export function missing(root) {
  const values = readValues(root);
  const frames = [...root.querySelectorAll('[data-input-block][data-optional="false"]')];
  const empty = frames.filter((frame) => Object.values(values[frame.dataset.inputBlock] ?? {}).every(isEmpty));
  return Object.fromEntries(empty.map((frame) => [frame.dataset.inputBlock, NEEDED]));
}
