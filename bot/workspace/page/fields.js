/** Fields in which one writes: text, numbers, addresses, dates. */

import { el } from "./dom.js";
import { plain } from "./texts.js";
import { holdsValue } from "./values.js";

/** The kind of native input, where its value is kept, and its first value. */
const KINDS = {
  plain_text_input: { input: "text", key: "value", first: "initial_value" },
  email_text_input: { input: "email", key: "value", first: "initial_value" },
  url_text_input: { input: "url", key: "value", first: "initial_value" },
  number_input: { input: "text", mode: "decimal", key: "value", first: "initial_value" },
  datepicker: { input: "date", key: "selected_date", first: "initial_date" },
  timepicker: { input: "time", key: "selected_time", first: "initial_time" },
};

function control(element, kind) {
  const props = {
    class: "text-field",
    placeholder: plain(element.placeholder) || null,
    maxlength: element.max_length,
    minlength: element.min_length,
    autocomplete: "off",
  };
  if (element.multiline) return el("textarea", { ...props, rows: 4 });
  return el("input", { ...props, type: kind.input, inputmode: kind.mode });
}

/** An empty field is null, as Slack sends it. `onChange` is called on Enter, or when a date or time was picked. */
export function textField(element, blockId, scene, onChange) {
  const kind = KINDS[element.type];
  const node = control(element, kind);
  node.value = element[kind.first] ?? "";
  const read = () => ({ type: element.type, [kind.key]: node.value === "" ? null : node.value });
  if (onChange && kind.key === "value") node.addEventListener("keydown", (event) => event.key === "Enter" && onChange(node, read()));
  if (onChange && kind.key !== "value") node.addEventListener("change", () => onChange(node, read()));
  return holdsValue(node, blockId, element, read, (kept) => (node.value = kept[kind.key] ?? ""));
}
