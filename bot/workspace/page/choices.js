/** Fields in which one chooses: selects, radio buttons, checkboxes. */

import { el } from "./dom.js";
import { plain, textNodes } from "./texts.js";
import { holdsValue } from "./values.js";

let made = 0;

/** Where each kind of select keeps its choice in values and actions. */
const KEYS = {
  static_select: "selected_option",
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
  multi_static_select: "selected_options",
  multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations",
  multi_channels_select: "selected_channels",
};

/** What is chosen at first, per kind: an option object or an id. */
const INITIAL = {
  static_select: "initial_option",
  users_select: "initial_user",
  conversations_select: "initial_conversation",
  channels_select: "initial_channel",
  multi_static_select: "initial_options",
  multi_users_select: "initial_users",
  multi_conversations_select: "initial_conversations",
  multi_channels_select: "initial_channels",
};

const asOption = (id, name) => ({ text: { type: "plain_text", text: name }, value: id });

function optionsOf(element, names) {
  if (element.type.includes("static")) return element.options ?? element.option_groups.flatMap((group) => group.options);
  if (element.type.includes("users")) return names.members.map((member) => asOption(member.id, member.name));
  const open = [...names.channels.values()].filter((channel) => element.type.includes("conversations") || !channel.is_im);
  return open.map((channel) => asOption(channel.id, channel.is_im ? names.titleOf(channel) : `#${channel.name}`));
}

const valueOf = (choice) => (typeof choice === "object" && choice ? choice.value : choice);

function stored(element, option) {
  if (!option) return null;
  return element.type.includes("static") ? option : option.value;
}

function optionNode(option) {
  return el("option", { value: option.value, text: plain(option.text) });
}

function optionNodes(element, options) {
  if (!element.option_groups) return options.map(optionNode);
  return element.option_groups.map((group) => el("optgroup", { label: plain(group.label) }, group.options.map(optionNode)));
}

/** A native select: on a phone it opens the phone's own wheel. */
export function select(element, blockId, scene, onChange) {
  const options = optionsOf(element, scene.names);
  const placeholder = plain(element.placeholder) || "Choose…";
  const control = el("select", { class: "select", "aria-label": placeholder }, el("option", { value: "", text: placeholder }));
  control.append(...optionNodes(element, options));
  control.value = valueOf(element[INITIAL[element.type]]) ?? "";
  const key = KEYS[element.type];
  const read = () => ({ type: element.type, [key]: stored(element, options.find((option) => option.value === control.value)) });
  if (onChange) control.addEventListener("change", () => control.value && onChange(control, read()));
  return holdsValue(control, blockId, element, read, (kept) => (control.value = valueOf(kept[key]) ?? ""));
}

function tick(kind, group, option, scene) {
  const box = el("input", { type: kind, name: group, value: option.value });
  const words = el("span", { class: "tick-words" }, textNodes(option.text, scene));
  if (option.description) words.append(el("span", { class: "tick-description" }, textNodes(option.description, scene)));
  return el("label", { class: "tick" }, box, words);
}

/** A group of radio buttons or checkboxes; `keep` turns the chosen options into the stored value. */
function ticks(kind, element, options, place, keep) {
  const { blockId, scene, onChange } = place;
  const group = `choice-${(made += 1)}`;
  const role = kind === "radio" ? "radiogroup" : "group";
  const node = el("div", { class: "ticks", role }, options.map((option) => tick(kind, group, option, scene)));
  const boxes = [...node.querySelectorAll("input")];
  const check = (values) => boxes.forEach((box) => (box.checked = values.includes(box.value)));
  const read = () => ({ type: element.type, ...keep(options.filter((_, index) => boxes[index].checked)) });
  if (onChange) node.addEventListener("change", (event) => onChange(event.target, read()));
  const values = (kept) => Object.values(kept).flat().map(valueOf);
  check([element.initial_option, element.initial_options, element[INITIAL[element.type]]].flat().filter(Boolean).map(valueOf));
  return holdsValue(node, blockId, element, read, (kept) => check(values(kept)));
}

export function radios(element, blockId, scene, onChange) {
  return ticks("radio", element, element.options, { blockId, scene, onChange }, (chosen) => ({ selected_option: chosen[0] ?? null }));
}

export function checkboxes(element, blockId, scene, onChange) {
  return ticks("checkbox", element, element.options, { blockId, scene, onChange }, (chosen) => ({ selected_options: chosen }));
}

/** Several choices from a long list: a frame of checkboxes, which a thumb can use where a multiple select cannot. */
export function multiSelect(element, blockId, scene, onChange) {
  const keep = (chosen) => ({ [KEYS[element.type]]: chosen.map((option) => stored(element, option)) });
  const node = ticks("checkbox", element, optionsOf(element, scene.names), { blockId, scene, onChange }, keep);
  node.classList.add("ticks-framed");
  return node;
}
