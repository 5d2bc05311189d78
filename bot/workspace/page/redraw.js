/**
 * Draw a part of the page again. What says the same as before keeps its nodes, and they are never taken out, not for a
 * moment: with them would go the focus, a press, what is typed and how far one has scrolled.
 */

const drawn = new WeakMap();

/** Put `nodes` into `place` and take out all others. Those that stay are not touched. */
function arrange(place, nodes) {
  const wanted = new Set(nodes);
  [...place.childNodes].filter((node) => !wanted.has(node)).forEach((node) => node.remove());
  let next = place.firstChild;
  for (const node of nodes) {
    if (node === next) next = node.nextSibling;
    else place.insertBefore(node, next);
  }
}

/** `parts` are [what it says, draw()] each, falsy ones left out; draw gives a node or several. Returns `place`. */
export function redraw(place, parts) {
  const before = [...(drawn.get(place) ?? [])];
  const now = parts.filter(Boolean).map(([said, draw]) => {
    const at = before.findIndex(([other]) => other === said);
    return at < 0 ? [said, [draw()].flat()] : before.splice(at, 1)[0];
  });
  drawn.set(place, now);
  arrange(place, now.flatMap(([, nodes]) => nodes));
  return place;
}
