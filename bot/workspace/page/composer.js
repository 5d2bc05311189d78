/** Where one writes: Enter sends, "/" offers the commands, "@" offers the people; files are dropped on it or chosen. */

import { el, icon } from "./dom.js";

const TALLEST = 160;
let made = 0;

export class Composer {
  /** `suggest(typed)` gives [{label, detail, fill}] for the text so far; `send(text, files)` rejects when it was not taken. */
  constructor(place, { label, suggest, send }) {
    Object.assign(this, { suggest, send });
    this.listId = `suggestions-${(made += 1)}`;
    this.text = el("textarea", { class: "composer-text", rows: 1, enterkeyhint: "send", disabled: true, autocapitalize: "sentences", placeholder: label });
    this.text.setAttribute("aria-label", label);
    this.button = el("button", { type: "submit", class: "send", "aria-label": "Send message", disabled: true }, icon("send"));
    this.list = el("ul", { class: "suggestions", id: this.listId, role: "listbox", "aria-label": "Suggestions", hidden: true });
    this.files = [];
    this.chooser = el("input", { type: "file", multiple: true, hidden: true, tabindex: "-1" });
    this.clip = el("button", { type: "button", class: "icon-button clip", "aria-label": "Attach files", disabled: true }, icon("clip"));
    this.attached = el("p", { class: "attached", role: "status", hidden: true });
    this.form = el("form", { class: "composer" }, this.list, this.attached, this.clip, this.chooser, this.text, this.button);
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
    this.clip.addEventListener("click", () => this.chooser.click());
    this.chooser.addEventListener("change", () => this.attach([...this.chooser.files]));
    this.form.addEventListener("dragover", (event) => event.preventDefault());
    this.form.addEventListener("drop", (event) => {
      event.preventDefault();
      this.attach([...event.dataTransfer.files]);
    });
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
    this.clip.disabled = false;
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  changed() {
    this.button.disabled = this.text.value.trim() === "" && !this.files.length;
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

  /** Files go with the next message; none takes back those that were chosen. */
  attach(files) {
    this.files = files;
    this.chooser.value = "";
    this.attached.hidden = files.length === 0;
    this.attached.textContent = files.map((file) => file.name).join(", ");
    this.changed();
    if (files.length) this.focus();
  }

  async submit() {
    const words = this.text.value.trim();
    const { files } = this;
    if (!words && !files.length) return;
    this.attach([]);
    this.write("");
    try {
      await this.send(words, files);
    } catch {
      if (!this.text.value) this.write(words);
      if (files.length) this.attach(files);
    }
  }

  write(words) {
    this.text.value = words;
    this.changed();
    this.offer([]);
  }
}
