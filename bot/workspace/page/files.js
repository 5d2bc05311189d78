/** A field for files: what one chooses is uploaded at once, and the form holds what the workspace made of it. */

import { el } from "./dom.js";
import { upload } from "./server.js";
import { holdsValue } from "./values.js";

const accepted = (element) => (element.filetypes ?? []).map((type) => `.${type}`).join(",") || null;

const uploaded = async (me, file) => (await upload("/page/upload", { as: me, name: file.name }, file)).file;

export function fileField(element, blockId, scene) {
  let held = [];
  const most = element.max_files ?? 10;
  const node = el("input", { type: "file", class: "text-field", accept: accepted(element), multiple: most > 1 });
  const complain = (words) => node.setCustomValidity(words);
  node.addEventListener("change", async () => {
    node.setAttribute("aria-busy", "true");
    complain("");
    try {
      held = await Promise.all([...node.files].slice(0, most).map((file) => uploaded(scene.names.me, file)));
    } catch (refusal) {
      held = [];
      complain(refusal.message);
      node.reportValidity();
    }
    node.removeAttribute("aria-busy");
  });
  return holdsValue(node, blockId, element, () => ({ type: element.type, files: held }), (kept) => (held = kept.files ?? []));
}
