/**
 * The house's clock in the browser, and how the time left is written.
 *
 * The server's clock is known from samples: what it said, between when we asked and when we heard.
 */

const SLACK_MS = 50;

let offset = 0;
let roundTrip = Infinity;

export const clock = {
  /** Tell the server's time in epoch milliseconds. */
  now() {
    return Date.now() + offset;
  },

  /**
   * Take a sample. The one with the shortest round trip is kept: it is off by half of it at most.
   * One that cannot be squared with it shows that this device's clock was moved: then it is taken.
   */
  sample(serverMs, sentMs, receivedMs) {
    const trip = receivedMs - sentMs;
    if (![serverMs, sentMs, receivedMs].every(Number.isFinite) || trip < 0) return;
    const heard = serverMs - (sentMs + receivedMs) / 2;
    const apart = Math.abs(heard - offset);
    if (trip <= roundTrip || apart > (trip + roundTrip) / 2 + SLACK_MS) {
      offset = heard;
      roundTrip = trip;
    }
  },

  /** Tell by how many milliseconds this device's clock is ahead of the server's. */
  ahead() {
    return -offset;
  },
};

/**
 * Write the time left until an end, and how urgent it is: far, hour (under one), soon (under ten
 * minutes), last (under two) or over. Never negative; a started second counts as whole.
 *
 * `words` holds the sentences `clock.day`, `clock.days`, `clock.hours` and `clock.over`.
 */
export function remaining(ms, words) {
  if (!(ms > 0)) return { text: words["clock.over"], urgency: "over" };
  const seconds = Math.ceil(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (seconds > 86400) {
    const days = Math.floor(hours / 24);
    const sentence = words[days === 1 ? "clock.day" : "clock.days"];
    return { text: fill(sentence, { days, hours: hours % 24 }), urgency: "far" };
  }
  if (hours >= 1) {
    const text = fill(words["clock.hours"], { hours, minutes: two(minutes % 60) });
    return { text, urgency: "far" };
  }
  const urgency = seconds > 600 ? "hour" : seconds > 120 ? "soon" : "last";
  return { text: `${minutes}:${two(seconds % 60)}`, urgency };
}

function two(number) {
  return String(number).padStart(2, "0");
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}
