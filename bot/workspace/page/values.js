/** What a form holds: each field knows how to read and restore its value; a form is read by block and action id. */

const fields = new WeakMap();

/** Mark `node` as the field of one element. `read` gives {type, …} or null; `restore` takes the same back. */
export function holdsValue(node, blockId, element, read, restore = () => {}) {
  node.dataset.blockId = blockId ?? "";
  node.dataset.actionId = element.action_id ?? "";
  node.dataset.focus = `${blockId}/${element.action_id}`;
  fields.set(node, { read, restore });
  return node;
}

function fieldsIn(root) {
  return [...root.querySelectorAll("[data-action-id]")].filter((node) => fields.has(node));
}

/** {block_id: {action_id: {type, value | selected_option …}}} of all fields under `root`. */
export function readValues(root) {
  const values = {};
  for (const node of fieldsIn(root)) {
    const { blockId, actionId } = node.dataset;
    values[blockId] = { ...values[blockId], [actionId]: fields.get(node).read() };
  }
  return values;
}

/** Draw a form again and give what was typed back to fields that were made anew. Those that stayed have it still. */
export function keepingValues(root, draw) {
  const before = new Set(fieldsIn(root));
  const values = readValues(root);
  draw();
  for (const node of fieldsIn(root)) {
    const kept = values[node.dataset.blockId]?.[node.dataset.actionId];
    if (kept && !before.has(node)) fields.get(node).restore(kept);
  }
}
