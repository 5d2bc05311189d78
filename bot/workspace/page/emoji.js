/** The emoji that chat messages use most. A name that is not here stays as it was typed. */

/** Asks for the coloured drawing of a sign that ordinary fonts have in black. */
const IN_COLOUR = "\ufe0f";

const SIGNS = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", wave: "👋", raised_hand: "✋", raised_hands: "🙌", pray: "🙏",
  clap: "👏", ok_hand: "👌", point_right: "👉", point_down: "👇", muscle: "💪", eyes: "👀", smile: "😄", slightly_smiling_face: "🙂",
  grin: "😁", joy: "😂", wink: "😉", thinking_face: "🤔", sweat_smile: "😅", cry: "😢", tada: "🎉", sparkles: "✨", star: "⭐",
  heart: "❤️", green_heart: "💚", fire: "🔥", bulb: "💡", white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️",
  x: "❌", no_entry: "⛔", no_entry_sign: "🚫", warning: "⚠️", rotating_light: "🚨", exclamation: "❗", question: "❓",
  information_source: "ℹ️", lock: "🔒", unlock: "🔓", key: "🔑", shield: "🛡️", bell: "🔔", no_bell: "🔕", mega: "📣", speech_balloon: "💬",
  memo: "📝", pencil: "📝", clipboard: "📋", book: "📖", books: "📚", open_book: "📖", bookmark: "🔖", page_facing_up: "📄", link: "🔗",
  mag: "🔍", calendar: "📅", alarm_clock: "⏰", hourglass: "⌛", stopwatch: "⏱️", thermometer: "🌡️", coffee: "☕", poultry_leg: "🍗",
  bread: "🍞", salad: "🥗", cake: "🍰", peanuts: "🥜", house: "🏠", department_store: "🏬", broom: "🧹", soap: "🧼", gloves: "🧤",
  moneybag: "💰", credit_card: "💳", package: "📦", truck: "🚚", iphone: "📱", hammer_and_wrench: "🛠️", gear: "⚙️", arrow_right: "➡️",
  arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", one: "1️⃣", two: "2️⃣", three: "3️⃣", red_circle: "🔴", large_green_circle: "🟢",
  robot_face: "🤖", bust_in_silhouette: "👤", busts_in_silhouette: "👥", handshake: "🤝", wastebasket: "🗑️", seedling: "🌱",
};

export function emojiFor(name) {
  if (!Object.hasOwn(SIGNS, name)) return null;
  const sign = SIGNS[name];
  return sign.length === 1 ? sign + IN_COLOUR : sign;
}

/** Replace :names: that are known; leave the rest as typed. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (typed, name) => emojiFor(name) ?? typed);
}
