/** What happens in the workspace, as it happens. Opens the websocket again when it breaks. */

const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;

/**
 * Listen as one person. `onEvent` gets each event, `onState` gets "open" or "lost".
 * The caller reloads what it shows on every "open", so events missed meanwhile are not lost.
 * Resolves once it listens: what is shown before that could miss what happens in between.
 */
export function openStream(person, onEvent, onState) {
  let wait = FIRST_WAIT;
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const address = `${scheme}//${location.host}/page/stream?as=${encodeURIComponent(person)}`;

  function connect(listening) {
    const socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      wait = FIRST_WAIT;
      onState("open");
      listening();
    });
    socket.addEventListener("message", (frame) => onEvent(JSON.parse(frame.data)));
    socket.addEventListener("close", () => {
      onState("lost");
      setTimeout(() => connect(listening), wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  return new Promise((listening) => connect(listening));
}
