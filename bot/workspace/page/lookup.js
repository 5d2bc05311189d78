/** A select whose options the app looks up, for what is typed in it so far. */

import { el } from "./dom.js";
import { plain } from "./texts.js";
import { holdsValue } from "./values.js";

const CALM = 180;
let made = 0;

class Lookup {
  constructor(element, scene, onChange) {
    this.element = element;
    this.scene = scene;
    this.onChange = onChange;
    this.asked = 0;
    const list = `lookup-${(made += 1)}`;
    const hint = plain(element.placeholder) || "Type to search…";
    this.list = el("ul", { id: list, class: "lookup-list", role: "listbox", "aria-label": hint, hidden: true });
    this.input = el("input", {
      type: "text", class: "text-field", role: "combobox", placeholder: hint, autocomplete: "off",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list,
    });
    this.node = el("div", { class: "lookup" }, this.input, this.list);
    this.choose(element.initial_option ?? null);
    this.listen();
  }

  listen() {
    this.input.addEventListener("focus", () => this.quiet || this.search(""));
    this.input.addEventListener("input", () => this.search(this.input.value));
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    // Whatever is typed and not chosen goes: the field holds an option or nothing.
    this.input.addEventListener("blur", () => this.close());
    // A press on an option must not take the focus away before it is chosen.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  async search(typed) {
    const mine = (this.asked += 1);
    if (typed.length < (this.element.min_query_length ?? 3)) return this.show([], "Type a few letters.");
    await new Promise((done) => setTimeout(done, typed ? CALM : 0));
    if (mine !== this.asked) return;
    const options = await this.scene.suggest(this.element.action_id, typed);
    if (mine === this.asked && this.input === document.activeElement) this.show(options, "Nothing found.");
  }

  show(options, otherwise) {
    this.options = options;
    this.list.replaceChildren(...options.map((option, at) => this.item(option, at)));
    if (!options.length) this.list.append(el("li", { class: "lookup-none", text: otherwise }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(-1);
  }

  item(option, at) {
    const id = `${this.list.id}-${at}`;
    return el("li", { id, class: "lookup-item", role: "option", text: plain(option.text), onclick: () => this.take(option) });
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const item = at >= 0 ? this.list.children[at] : null;
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  pressed(event) {
    if (this.list.hidden || !this.options.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = step < 0 ? Math.max(this.at, 0) : this.at;
    if (step) this.mark((from + step + this.options.length) % this.options.length);
    else if (event.key === "Enter" && this.at >= 0) this.take(this.options[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  take(option) {
    this.choose(option);
    this.close();
    if (this.onChange) this.onChange(this.input, this.held());
  }

  choose(option) {
    this.option = option;
    this.input.value = option ? plain(option.text) : "";
  }

  close() {
    this.asked += 1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.choose(this.option);
  }

  /** The focus comes back after the form was drawn again, and nothing opens by that. */
  refocus(options) {
    this.quiet = true;
    this.input.focus(options);
    this.quiet = false;
  }

  held() {
    return { selected_option: this.option };
  }
}

export function lookup(element, blockId, scene, onChange) {
  const field = new Lookup(element, scene, onChange);
  field.input.dataset.focus = `${blockId}/${element.action_id}`;
  field.node.focus = (options) => field.refocus(options);
  const read = () => ({ type: element.type, ...field.held() });
  return holdsValue(field.node, blockId, element, read, (kept) => field.choose(kept.selected_option ?? null));
}
