/** Modals: forms that the app opens, updates, stacks and answers with errors. */

import { blockParts } from "./blocks.js";
import { openDialog } from "./dialogs.js";
import { el, icon, keepingFocus } from "./dom.js";
import { missing, showErrors } from "./inputs.js";
import { redraw } from "./redraw.js";
import { plain } from "./texts.js";
import { keepingValues, readValues } from "./values.js";

export class Modals {
  /** `scene` makes what blocks need for one view; `server` has submit(view_id, values) and close(view_id). */
  constructor(scene, server) {
    this.scene = scene;
    this.server = server;
    this.open = new Map();
  }

  /** Show a view: drawn again in its place when it is open already, on top of the others when it is new. */
  show(view) {
    const dialog = this.open.get(view.id);
    if (dialog) this.redraw(dialog, view);
    else this.push(view);
  }

  /** A view with none before it is a fresh start: the workspace has forgotten all others. */
  push(view) {
    if (!view.previous_view_id) [...this.open.values()].forEach((dialog) => dialog.close());
    const dialog = el("dialog", { class: "dialog modal", "aria-labelledby": `title-${view.id}` });
    this.open.set(view.id, dialog);
    this.draw(dialog, view);
    dialog.addEventListener("cancel", () => this.server.close(view.id));
    openDialog(dialog, () => this.open.delete(view.id));
  }

  redraw(dialog, view) {
    keepingFocus(dialog, () => keepingValues(dialog, () => this.draw(dialog, view)));
    this.complain(dialog, showErrors(dialog, {}));
  }

  closed(viewId) {
    this.open.get(viewId)?.close();
  }

  draw(dialog, view) {
    const form = redraw(dialog, [["form", () => this.form(dialog, view)]]).firstElementChild;
    redraw(form, [
      [`head ${JSON.stringify(view.title)}`, () => this.head(dialog, view)],
      ["body", () => el("div", { class: "modal-body" })],
      [`foot ${JSON.stringify([view.close, view.submit])}`, () => this.foot(dialog, view)],
    ]);
    redraw(form.querySelector(".modal-body"), blockParts(view.blocks, this.scene(view, () => readValues(dialog))));
  }

  form(dialog, view) {
    const form = el("form", { class: "modal-form", novalidate: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(dialog, view, form);
    });
    return form;
  }

  head(dialog, view) {
    const leave = this.closeButton(dialog, view, { class: "icon-button", "aria-label": "Close form" }, icon("close"));
    return el("header", { class: "modal-head" }, el("h2", { id: `title-${view.id}`, text: plain(view.title) }), leave);
  }

  foot(dialog, view) {
    const label = plain(view.close) || (view.submit ? "Cancel" : "Close");
    const leave = this.closeButton(dialog, view, { class: "pill" }, label);
    const submit = view.submit ? el("button", { type: "submit", class: "pill pill-primary", text: plain(view.submit) }) : null;
    const problem = el("p", { class: "field-error form-error", role: "alert", hidden: true });
    return el("footer", { class: "modal-foot" }, problem, leave, submit);
  }

  closeButton(dialog, view, props, content) {
    const leave = () => {
      dialog.close();
      this.server.close(view.id);
    };
    return el("button", { type: "button", ...props, onclick: leave }, content);
  }

  async submit(dialog, view, form) {
    const gaps = missing(form);
    this.complain(form, showErrors(form, gaps));
    if (Object.keys(gaps).length) return;
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      this.take(view, form, await this.server.submit(view.id, readValues(form)));
    } catch (refusal) {
      this.complain(form, [refusal.message]);
    }
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }

  take(view, form, answer) {
    if (answer.result === "errors") this.complain(form, showErrors(form, answer.errors));
    else if (answer.result === "closed") this.closed(view.id);
    else if (answer.view) this.show(answer.view);
  }

  complain(form, words) {
    const slot = form.querySelector(".form-error");
    slot.textContent = words.join(" ");
    slot.hidden = words.length === 0;
  }
}
