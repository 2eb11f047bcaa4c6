/** The room as it stands: which news to believe, where this person stands, what the box shows. */

const KEPT = 40;
const UNSOLD = ["no_bids", "reserve_not_met", "conditional", "defaulted"];
const THRESHOLDS = [600, 300, 120, 60, 30, 10];

/** Say what to do with a message: apply it, ignore it as old, or fetch because one is missing. */
export function judge(room, message) {
  if (message.auction !== room.auction || message.version <= room.version) return "old";
  return message.since <= room.version ? "apply" : "gap";
}

/** Give the room after a message or a snapshot: its facts, with the rows of both. */
export function merge(room, message) {
  const rows = new Map(room.rows.map((row) => [row.n, row]));
  for (const row of message.rows) rows.set(row.n, row);
  const newest = [...rows.values()].sort((a, b) => b.n - a.n).slice(0, KEPT);
  const moves = new Map(room.extensions.map((move) => [move.at_ms, move]));
  for (const move of message.extensions) moves.set(move.at_ms, move);
  return { ...message, rows: newest, extensions: [...moves.values()] };
}

/** Tell where a person stands now: the leader's paddle is newer than what was said before. */
export function standing(room, you) {
  if (["visitor", "seller", "won", "lost"].includes(you.standing)) return you.standing;
  if (you.paddle === null) return you.standing;
  if (room.leader?.paddle === you.paddle) return "leading";
  return ["leading", "outbid"].includes(you.standing) ? "outbid" : "none";
}

/** Name the state of the bid box (the auction first, then the person, then the price). */
export function boxState(room, you, over) {
  if (room.status === "canceled" || room.status === "suspended") return room.status;
  if (room.status === "finished") return ending(room, you);
  if (room.status === "open" && over) return "closing";
  if (you.standing === "seller") return "seller";
  if (room.status === "scheduled") return "scheduled";
  if (you.standing === "visitor") return "visitor";
  if (you.blocked) return "blocked";
  const place = standing(room, you);
  if (place !== "none") return place;
  return room.bids ? "others" : "first";
}

function ending(room, you) {
  if (you.standing === "seller") return "seller_ended";
  if (UNSOLD.includes(room.outcome)) return room.outcome;
  if (you.standing === "won" || you.standing === "lost") return you.standing;
  return ["leading", "outbid"].includes(standing(room, you)) ? "closing" : "ended";
}

/** Tell whether an amount is to be said twice: a jump of three increments, or over R$ 1.000. */
export function wantsConfirmation(amount, { price, minimum, step, confirmedBefore }) {
  const jump = price === null ? amount - minimum + step : amount - price;
  return jump >= 3 * step || (amount > 100_000 && !confirmedBefore);
}

/** Tell the spoken threshold (seconds) passed between two instants before the end, or null. */
export function threshold(beforeMs, afterMs) {
  const passed = THRESHOLDS.filter((s) => beforeMs > s * 1000 && afterMs <= s * 1000 && afterMs > 0);
  return passed.length ? passed.at(-1) : null;
}

/** The instant the clock counts down to: the start while the lot waits, then the end. */
export function endOf(room) {
  return room.status === "scheduled" ? room.starts_ms : room.ends_ms;
}
