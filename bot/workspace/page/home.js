/** The app's Home tab. */

import { blockParts } from "./blocks.js";
import { el, keepingFocus } from "./dom.js";
import { redraw } from "./redraw.js";
import { keepingValues } from "./values.js";

function nothingYet(appName) {
  return el(
    "div",
    { class: "empty" },
    el("img", { src: "/static/app-icon.svg", alt: "" }),
    el("h2", { text: `${appName} has not set up its Home yet` }),
    el("p", { text: "Once the app shows something here, it appears by itself." }),
  );
}

/** Draw a published home view, or say that there is none. What was typed or chosen stays. */
export function drawHome(pane, view, scene, appName) {
  const parts = view ? blockParts(view.blocks, scene(view)) : [["nothing", () => nothingYet(appName)]];
  const body = redraw(pane, [["body", () => el("div", { class: "home-body" })]]).firstElementChild;
  keepingFocus(pane, () => keepingValues(pane, () => redraw(body, parts)));
}
