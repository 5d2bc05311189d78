/** What the page does with each event of the stream. */

import { isReply } from "./history.js";
import { announce, showNotification } from "./notices.js";
import { go } from "./place.js";

function draw(desk, message) {
  const { place, history } = desk;
  if (message.channel !== place.channel) return;
  if (!isReply(message)) desk.main.put(message);
  else desk.main.refreshReplies(history.get(message.channel, message.thread_ts));
  if (place.thread && [message.ts, message.thread_ts].includes(place.thread)) desk.thread.put(message);
}

function arrived(desk, message) {
  desk.history.put(message);
  desk.typing.heard(message);
  draw(desk, message);
  const author = desk.cast.author(message);
  if (author.id === desk.cast.me) return;
  if (message.channel !== desk.place.channel) desk.sidebar.count(message.channel);
  else announce(`${author.name}: ${message.text}`);
}

function changed(desk, message) {
  desk.history.put(message);
  desk.typing.heard(message);
  draw(desk, message);
}

function removed(desk, channel, ts) {
  const message = desk.history.get(channel, ts);
  desk.history.remove(channel, ts);
  if (channel !== desk.place.channel) return;
  desk.main.remove(ts);
  desk.thread.remove(ts);
  if (message?.thread_ts) desk.main.refreshReplies(desk.history.get(channel, message.thread_ts));
}

function notified(desk, notice) {
  const open = () => go(notice.channel);
  showNotification(notice, { appName: desk.cast.bot.name, open });
}

export function eventHandlers(desk) {
  return {
    message: ({ message }) => arrived(desk, message),
    message_changed: ({ message }) => changed(desk, message),
    message_deleted: ({ channel, ts }) => removed(desk, channel, ts),
    modal: ({ view }) => desk.modals.show(view),
    modal_closed: ({ view_id }) => desk.modals.closed(view_id),
    home: ({ view }) => desk.place.home && desk.drawHome(view),
    notification: (notice) => notified(desk, notice),
    channel_opened: ({ channel }) => {
      desk.cast.channels.set(channel.id, channel);
      desk.sidebar.draw(desk.place);
    },
  };
}
