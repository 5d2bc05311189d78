/** What appears for a moment: the preview of a phone notification, errors in plain words, words for screen readers. */

import { byId, el, icon } from "./dom.js";

const BANNER_MS = 8000;
const TOAST_MS = 7000;
let banner = null;

/** Runs `done` after some time, and waits while the pointer or the focus is on the node. */
function fade(node, ms, done) {
  let timer = setTimeout(done, ms);
  const hold = () => clearTimeout(timer);
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(done, ms);
  };
  for (const name of ["pointerenter", "focusin"]) node.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) node.addEventListener(name, again);
}

function closeButton(label, close) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, onclick: close }, icon("close"));
}

/** The message as a phone would announce it: the app's name and the top-level text, letter by letter. */
export function showNotification(notice, { appName, open }) {
  banner?.remove();
  const node = el("aside", { class: "banner", "aria-label": "Phone notification preview" });
  const where = notice.channel_name && notice.channel_name !== notice.from ? `${notice.from} · ${notice.channel_name}` : notice.from;
  const body = el("button", { type: "button", class: "banner-body" });
  body.append(
    el("span", { class: "banner-app" }, el("img", { src: "/static/app-icon.svg", alt: "" }), el("b", { text: appName }), el("span", { text: "now" })),
    where === appName ? "" : el("span", { class: "banner-from", text: where }),
    el("span", { class: "banner-text", text: notice.text }),
  );
  body.addEventListener("click", () => {
    node.remove();
    open();
  });
  node.append(el("p", { class: "banner-label" }, icon("phone"), "Phone notification preview"), body, closeButton("Hide preview", () => node.remove()));
  banner = node;
  byId("banners").append(node);
  fade(node, BANNER_MS, () => node.remove());
}

export function showError(words) {
  const node = el("div", { class: "toast" }, icon("warning"), el("span", { text: words }));
  node.append(closeButton("Hide", () => node.remove()));
  byId("toasts").append(node);
  fade(node, TOAST_MS, () => node.remove());
}

/** Said by screen readers, once. */
export function announce(words) {
  byId("announcer").textContent = words;
}
