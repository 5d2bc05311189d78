/** A small menu: beside its button on a desktop, a sheet from below on a phone. */

import { closeOnShade, openDialog } from "./dialogs.js";
import { el, icon, onPhone } from "./dom.js";

const MARGIN = 8;

function itemNode(item, dialog) {
  const pick = () => {
    dialog.close();
    item.pick();
  };
  const look = `menu-item${item.danger ? " menu-danger" : ""}`;
  const sign = item.icon ? icon(item.icon) : null;
  return el("button", { type: "button", role: "menuitem", class: look, onclick: pick }, sign, el("span", { text: item.label }));
}

function moveWithArrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll(".menu-item")];
  const next = items.indexOf(document.activeElement) + step;
  items.at(next % items.length).focus();
}

function placeBeside(dialog, anchor) {
  const box = anchor.getBoundingClientRect();
  const left = Math.min(box.left, innerWidth - dialog.offsetWidth - MARGIN);
  const below = box.bottom + 4;
  const top = below + dialog.offsetHeight > innerHeight - MARGIN ? box.top - dialog.offsetHeight - 4 : below;
  dialog.style.left = `${Math.max(MARGIN, left)}px`;
  dialog.style.top = `${Math.max(MARGIN, top)}px`;
}

/** Open a menu of [{label, pick, icon?, danger?}] for the control `anchor`. */
export function openMenu(anchor, label, items) {
  const dialog = el("dialog", { class: "menu", "aria-label": label });
  const list = el("div", { role: "menu", class: "menu-items", "aria-label": label, onkeydown: moveWithArrows });
  list.append(...items.map((item) => itemNode(item, dialog)));
  dialog.append(list);
  closeOnShade(dialog);
  anchor.setAttribute("aria-expanded", "true");
  openDialog(dialog, () => anchor.setAttribute("aria-expanded", "false"));
  if (!onPhone()) placeBeside(dialog, anchor);
}
