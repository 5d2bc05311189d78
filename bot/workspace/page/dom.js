/** Elements made without markup strings: text is always set as text, so nothing a person typed can become HTML. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. `class` and `text` are set as such, functions named on… become listeners,
 * true sets an empty attribute, null, undefined and false are left out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (typeof value === "function") node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** A drawing from icons.svg; it says nothing to screen readers, the control around it has the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export function byId(id) {
  return document.getElementById(id);
}

/** A web or mail address that is safe to put behind a link, or null. */
export function safeHref(address) {
  try {
    const url = new URL(address, location.origin);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, label) {
  const href = safeHref(address);
  if (!href) return document.createTextNode(label);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", text: label });
}

/** Draw a part of the page again. A control that is made anew, with the same data-focus, gets focus and caret back. */
export function keepingFocus(root, draw) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const { selectionStart: from, selectionEnd: to } = held ?? {};
  draw();
  if (!held?.dataset.focus || held === document.activeElement) return;
  root.querySelector(`[data-focus="${CSS.escape(held.dataset.focus)}"]`)?.focus({ preventScroll: true });
  // Only fields of text have a caret to be asked for.
  if (Number.isInteger(from) && Number.isInteger(document.activeElement.selectionStart)) document.activeElement.setSelectionRange(from, to);
}

export const onPhone = () => matchMedia("(max-width: 760px)").matches;
