/** Where one writes: Enter sends, "/" offers the commands, "@" offers the people. */

import { el, icon } from "./dom.js";

const TALLEST = 160;
let made = 0;

export class Composer {
  /** `suggest(typed)` gives [{label, detail, fill}] for the text so far; `send(text)` rejects when it was not taken. */
  constructor(place, { label, suggest, send }) {
    Object.assign(this, { suggest, send });
    this.listId = `suggestions-${(made += 1)}`;
    this.text = el("textarea", { class: "composer-text", rows: 1, enterkeyhint: "send", disabled: true, autocapitalize: "sentences", placeholder: label });
    this.text.setAttribute("aria-label", label);
    this.button = el("button", { type: "submit", class: "send", "aria-label": "Send message", disabled: true }, icon("send"));
    this.list = el("ul", { class: "suggestions", id: this.listId, role: "listbox", "aria-label": "Suggestions", hidden: true });
    this.form = el("form", { class: "composer" }, this.list, this.text, this.button);
    this.combobox();
    this.listen();
    place.replaceChildren(this.form);
  }

  combobox() {
    const props = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.listId, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(props)) this.text.setAttribute(name, value);
  }

  listen() {
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => setTimeout(() => this.left(), 150));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  /** A suggestion that is being pressed stays until it was; so does one offered to somebody who came back meanwhile. */
  left() {
    if (document.activeElement !== this.text) this.offer([]);
  }

  rename(label) {
    this.text.placeholder = label;
    this.text.setAttribute("aria-label", label);
  }

  /** Nothing can be written before there is a conversation to write in. */
  ready() {
    this.text.disabled = false;
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  changed() {
    this.button.disabled = this.text.value.trim() === "";
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST)}px`;
    this.offer(this.suggest(this.text.value));
  }

  offer(suggestions) {
    this.offered = suggestions;
    this.at = 0;
    this.list.replaceChildren(...suggestions.map((one, index) => this.option(one, index)));
    this.list.hidden = suggestions.length === 0;
    this.text.setAttribute("aria-expanded", String(suggestions.length > 0));
    this.mark();
  }

  option(one, index) {
    const node = el("li", { role: "option", id: `${this.listId}-${index}`, class: "suggestion" });
    node.append(el("b", { text: one.label }), el("span", { text: one.detail }));
    node.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.fill(one);
    });
    return node;
  }

  mark() {
    [...this.list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.at)));
    if (this.offered.length) this.text.setAttribute("aria-activedescendant", `${this.listId}-${this.at}`);
    else this.text.removeAttribute("aria-activedescendant");
  }

  fill(one) {
    this.text.value = one.fill;
    this.changed();
    this.offer([]);
    this.text.focus();
  }

  key(event) {
    if (event.isComposing) return;
    if (this.offered?.length && this.steer(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    }
  }

  /** Keys that belong to the list of suggestions while it is open; true when the key was used. */
  steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const one = this.offered[this.at];
    const completes = event.key === "Tab" || (event.key === "Enter" && one.fill.trim() !== this.text.value.trim());
    if (step) this.at = (this.at + step + this.offered.length) % this.offered.length;
    else if (event.key === "Escape") this.offer([]);
    else if (completes) this.fill(one);
    else return false;
    event.preventDefault();
    this.mark();
    return true;
  }

  async submit() {
    const words = this.text.value.trim();
    if (!words) return;
    this.write("");
    try {
      await this.send(words);
    } catch {
      if (!this.text.value) this.write(words);
    }
  }

  write(words) {
    this.text.value = words;
    this.changed();
    this.offer([]);
  }
}
