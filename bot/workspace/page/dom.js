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

/** Draw a part of the page again and give the focus back to the control with the same data-focus, if it is still there. */
export function keepingFocus(root, draw) {
  const held = root.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const drawn = draw() ?? root;
  if (held) drawn.querySelector(`[data-focus="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

export const onPhone = () => matchMedia("(max-width: 760px)").matches;
