/** Where the person is, kept in the address: ?as=U… for who, #/C…/ts for what. A reload and the back button keep it. */

export function person() {
  return new URLSearchParams(location.search).get("as");
}

export function linkFor(personId) {
  return `/?as=${encodeURIComponent(personId)}`;
}

/** {channel, thread, home}: home is true on the app's Home tab; without a channel nothing was chosen yet. */
export function where() {
  const [channel = "", thread = ""] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  if (location.hash.length < 3) return { channel: null, thread: null, home: false };
  if (channel === "home") return { channel: null, thread: null, home: true };
  return { channel, thread: thread || null, home: false };
}

export function go(channel, thread = null) {
  location.hash = thread ? `#/${channel}/${thread}` : `#/${channel}`;
}

export function goHome() {
  location.hash = "#/home";
}

export function onMove(handler) {
  window.addEventListener("hashchange", handler);
}
