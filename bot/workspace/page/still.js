/**
 * Nothing moves by itself under a finger or a mouse button that is down: a press whose control is drawn anew or moves
 * away reaches nobody. What comes meanwhile waits, in its order, until the press has arrived.
 */

/** A finger's click comes a little after the finger has left; after a drag none comes. */
const CLICK_MS = 350;
/** The end of a press is not always told, for instance over a native list. */
const LONGEST_MS = 5000;

let held = false;
let waiting = [];
let timer = null;

function letGo() {
  held = false;
  clearTimeout(timer);
  const due = waiting;
  waiting = [];
  // Each by itself, so that one that fails holds up none.
  due.forEach((draw) => queueMicrotask(draw));
}

function letGoAfter(ms) {
  clearTimeout(timer);
  timer = setTimeout(letGo, ms);
}

window.addEventListener("pointerdown", () => {
  held = true;
  letGoAfter(LONGEST_MS);
}, true);
for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => letGoAfter(CLICK_MS), true);
// Last of all that hears a click: what it does is done before anything is drawn.
window.addEventListener("click", letGo);

/** Draw now, or as soon as nothing is held down any more. */
export function whenStill(draw) {
  if (held) waiting.push(draw);
  else draw();
}
