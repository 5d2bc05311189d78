/** Native dialogs: they keep the focus inside, close on Escape and give the focus back. */

import { el } from "./dom.js";

/** Show a dialog and remove it once closed. `onClose` runs however it was closed. */
export function openDialog(dialog, onClose = () => {}) {
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A press on the shade around a dialog, not on the dialog itself. */
export function closeOnShade(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

function choice(dialog, value, label, look) {
  return el("button", { type: "button", class: `pill ${look}`, text: label, onclick: () => dialog.close(value) });
}

/** Ask before an action that has a `confirm` object; true when the person agreed. */
export function agreed(confirm, textOf) {
  if (!confirm) return Promise.resolve(true);
  const dialog = el("dialog", { class: "dialog confirm", "aria-labelledby": "confirm-title" });
  dialog.append(
    el("h2", { id: "confirm-title", text: textOf(confirm.title) }),
    el("p", { class: "words", text: textOf(confirm.text) }),
    el(
      "div",
      { class: "dialog-buttons" },
      choice(dialog, "no", textOf(confirm.deny), ""),
      choice(dialog, "yes", textOf(confirm.confirm), confirm.style === "danger" ? "pill-danger" : "pill-primary"),
    ),
  );
  closeOnShade(dialog);
  return new Promise((settle) => openDialog(dialog, () => settle(dialog.returnValue === "yes")));
}
