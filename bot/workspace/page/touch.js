/** A long press with a finger, as phones use it for a message's menu. A mouse has its own button for that. */

const PRESS_MS = 480;
const STILL_PIXELS = 10;

export function longPress(node, onPress) {
  let timer = null;
  let start = null;
  const stop = () => clearTimeout(timer);
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" || event.target.closest("button, a, input, select, textarea, summary")) return;
    start = event;
    timer = setTimeout(onPress, PRESS_MS);
  });
  node.addEventListener("pointermove", (event) => {
    if (start && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > STILL_PIXELS) stop();
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) node.addEventListener(end, stop);
}
