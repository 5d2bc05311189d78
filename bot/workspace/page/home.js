/** The app's Home tab. */

import { blockNodes } from "./blocks.js";
import { el, keepingFocus } from "./dom.js";
import { readValues, restoreValues } from "./values.js";

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
  const values = readValues(pane);
  const content = view ? blockNodes(view.blocks, scene(view)) : [nothingYet(appName)];
  keepingFocus(pane, () => pane.replaceChildren(el("div", { class: "home-body" }, content)));
  restoreValues(pane, values);
}
