/** The interactive elements of Block Kit that send an action when pressed or chosen. */

import { checkboxes, radios, select, multiSelect } from "./choices.js";
import { agreed } from "./dialogs.js";
import { el, icon, safeHref } from "./dom.js";
import { textField } from "./fields.js";
import { lookup } from "./lookup.js";
import { fileField } from "./files.js";
import { openMenu } from "./menu.js";
import { plain } from "./texts.js";

const SHORTEST_BUSY = 450;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Show that a press was taken: the control waits until the workspace answered, and long enough to be seen.
 * It is not disabled meanwhile, so that the focus stays on it.
 */
async function whileBusy(control, work) {
  if (control.hasAttribute("aria-busy")) return;
  control.setAttribute("aria-busy", "true");
  await Promise.all([work(), pause(SHORTEST_BUSY)]);
  control.removeAttribute("aria-busy");
}

async function send(control, element, scene, action) {
  if (!(await agreed(element.confirm, plain))) return false;
  await whileBusy(control, () => scene.act(action));
  return true;
}

function base(element, blockId) {
  return { type: element.type, action_id: element.action_id, block_id: blockId };
}

function styleOf(element) {
  return { primary: "pill-primary", danger: "pill-danger" }[element.style] ?? "";
}

function button(element, blockId, scene) {
  const name = element.accessibility_label ?? null;
  const control = el("button", { type: "button", class: `pill ${styleOf(element)}`, "aria-label": name, text: plain(element.text) });
  control.addEventListener("click", () => {
    const href = element.url && safeHref(element.url);
    if (href) window.open(href, "_blank", "noopener,noreferrer");
    return send(control, element, scene, { ...base(element, blockId), value: element.value, text: element.text });
  });
  return control;
}

function iconButton(element, blockId, scene) {
  const control = el("button", { type: "button", class: "pill pill-quiet", text: plain(element.text) });
  control.prepend(icon(element.icon === "trash" ? "trash" : "dots"));
  control.addEventListener("click", () => send(control, element, scene, { ...base(element, blockId), value: element.value }));
  return control;
}

function overflow(element, blockId, scene) {
  const control = el("button", { type: "button", class: "pill pill-icon", "aria-label": "More choices", "aria-haspopup": "menu" }, icon("dots"));
  const items = element.options.map((option) => ({
    label: plain(option.text),
    pick: () => {
      const href = option.url && safeHref(option.url);
      if (href) window.open(href, "_blank", "noopener,noreferrer");
      return send(control, element, scene, { ...base(element, blockId), selected_option: option });
    },
  }));
  control.addEventListener("click", () => openMenu(control, "More choices", items));
  return control;
}

function thumb(part, sign, press) {
  const name = part.accessibility_label ?? plain(part.text);
  const control = el("button", { type: "button", class: "pill pill-quiet", "aria-label": name, "aria-pressed": "false" });
  control.append(icon(sign), el("span", { text: plain(part.text) }));
  control.addEventListener("click", () => press(control, part));
  return control;
}

function feedbackButtons(element, blockId, scene) {
  const press = async (control, part) => {
    await send(control, element, scene, { ...base(element, blockId), value: part.value });
    for (const other of group.children) other.setAttribute("aria-pressed", String(other === control));
  };
  const group = el("div", { class: "feedback", role: "group", "aria-label": "Was this helpful?" });
  group.append(thumb(element.positive_button, "thumb-up", press), thumb(element.negative_button, "thumb-down", press));
  return group;
}

/** Fields outside an input block send an action as soon as they change. */
function sending(make) {
  return (element, blockId, scene) => {
    const node = make(element, blockId, scene, (control, value) => {
      send(control, element, scene, { ...base(element, blockId), ...value });
    });
    node.classList.add("inline-field");
    return node;
  };
}

/** What a field is made of, by element type: (element, blockId, scene, onChange?) → node that holds a value. */
export const FIELDS = {
  static_select: select,
  external_select: lookup,
  users_select: select,
  conversations_select: select,
  channels_select: select,
  multi_static_select: multiSelect,
  multi_users_select: multiSelect,
  multi_conversations_select: multiSelect,
  multi_channels_select: multiSelect,
  radio_buttons: radios,
  checkboxes,
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  datepicker: textField,
  timepicker: textField,
  file_input: fileField,
};

const CONTROLS = { button, icon_button: iconButton, overflow, feedback_buttons: feedbackButtons };

export function interactive(element, blockId, scene) {
  const make = CONTROLS[element.type] ?? (FIELDS[element.type] && sending(FIELDS[element.type]));
  if (make) {
    const node = make(element, blockId, scene);
    node.dataset.focus = `${blockId}/${element.action_id}`;
    return node;
  }
  return el("span", { class: "unknown", text: `(This page cannot show an element of type “${element.type}”.)` });
}
