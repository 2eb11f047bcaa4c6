/**
 * A bid on its way: sent once under one key, and followed until its outcome is known.
 *
 * A bid is never buffered while there is no connection. If the answer does not come, the house is
 * asked by the key; the bid is "not placed" only when it is unknown there twice over three seconds
 * and too old to be taken any more (`until_ms` goes with it, and the server refuses it after).
 */

const PATIENCE_MS = 4000;
const VALID_MS = 8000;
const ASK_EVERY_MS = 1500;
const UNKNOWN_FOR_MS = 3000;
const REMEMBERED = 20;

export class Bidding {
  /**
   * `emit(message)` sends, `ask(key)` resolves to {status, answer}, `now()` is the server's time,
   * `connected()` tells whether a message would go out, `settled(outcome)` hears the end:
   * {kind: "answer", answer, offer}, {kind: "not_placed", offer} or {kind: "signed_out", offer}.
   */
  constructor({ emit, ask, now, connected, settled, newKey }) {
    Object.assign(this, { emit, ask, now, connected, settled, newKey });
    this.pending = null;
    this.past = new Map();
  }

  /** Tell idle, sending or checking. */
  get state() {
    if (!this.pending) return "idle";
    return this.pending.checking ? "checking" : "sending";
  }

  /** Send an offer; tells sent, busy (one is on its way) or offline (nothing was sent). */
  send(offer) {
    if (this.pending) return "busy";
    if (!this.connected()) return "offline";
    const now = this.now();
    this.pending = { key: this.newKey(), offer, sent: now, until: now + VALID_MS, asked: 0 };
    this.emit({ ...offer, key: this.pending.key, until_ms: Math.round(this.pending.until) });
    return "sent";
  }

  /** Hear the server's answer for a key, in time or late; a second one for it changes nothing. */
  answered(key, answer) {
    if (this.pending?.key === key) {
      if (answer.code === "unavailable") this.lost();
      else this.finish({ kind: "answer", answer });
    } else if (this.past.get(key)?.open) {
      const { offer } = this.past.get(key);
      this.past.set(key, { offer, open: false });
      this.settled({ kind: "answer", answer, offer });
    }
  }

  /** The connection broke: what is on its way has to be asked for. */
  lost() {
    if (this.pending) this.pending.checking = true;
  }

  /** Look after what is on its way; to be called a few times a second. */
  async tick() {
    const bid = this.pending;
    const now = this.now();
    if (!bid) return;
    if (now - bid.sent > PATIENCE_MS) bid.checking = true;
    if (!bid.checking || bid.asking || now - bid.asked < ASK_EVERY_MS) return;
    bid.asking = true;
    bid.asked = now;
    const found = await this.ask(bid.key);
    bid.asking = false;
    if (this.pending !== bid) return;
    if (found.status === 200) this.answered(bid.key, found.answer);
    else if (found.status === 401) this.finish({ kind: "signed_out" });
    else if (found.status === 404) this.unknown(bid);
  }

  unknown(bid) {
    const now = this.now();
    bid.firstUnknown ??= now;
    if (now - bid.firstUnknown >= UNKNOWN_FOR_MS && now > bid.until) this.finish({ kind: "not_placed" });
  }

  finish(outcome) {
    const { key, offer } = this.pending;
    this.pending = null;
    this.past.set(key, { offer, open: outcome.kind !== "answer" });
    if (this.past.size > REMEMBERED) this.past.delete(this.past.keys().next().value);
    this.settled({ ...outcome, offer });
  }
}
