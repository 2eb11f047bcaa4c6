/** Writes how a lot stands into a page that the server has drawn: console and display alike. */
import { clock, remaining } from "/static/js/clock.js";

export class LotFace {
  constructor({ room, now_ms: now, language, words }) {
    this.room = room;
    this.words = words;
    this.money = new Intl.NumberFormat(language, { style: "currency", currency: "BRL" });
    this.hours = new Intl.DateTimeFormat(language, {
      hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "America/Sao_Paulo",
    });
    clock.sample(now, performance.timeOrigin, performance.timeOrigin + performance.now());
  }

  say(key, values = {}) {
    return this.words[key].replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
  }

  put(name, text) {
    for (const place of document.querySelectorAll(`[data-live="${name}"]`)) {
      if (place.textContent === text) continue;
      place.textContent = text;
      if (place.dataset.length) place.dataset.length = lengthOf(text);
    }
  }

  /** Write everything that moves with the room. */
  write(room) {
    this.room = room;
    const price = Number(room.price ?? room.minimum);
    this.put("price", this.money.format(price));
    this.put("price-label", this.say(this.priceLabel(room)));
    this.put("leader", room.leader ? this.say("floor.bidder", { n: room.leader.paddle }) : this.say("floor.nobody"));
    this.put("bids", this.say(`floor.bids.${room.bids === 1 ? "one" : "other"}`, { n: room.bids }));
    const said = room.said[0];
    this.put("said", said ? this.sentence(said) : "");
    document.documentElement.dataset.status = room.status;
    this.tick();
  }

  priceLabel(room) {
    if (room.price === null) return "floor.price.opening";
    return room.outcome === "sold" ? "floor.price.sold" : "floor.price.now";
  }

  sentence(one) {
    return one.kind === "words" ? one.words : this.say(`room.said.${one.kind}`);
  }

  hour(ms) {
    return this.hours.format(ms);
  }

  /** Tell how many milliseconds are left; of a lot whose clock stands, none that count. */
  left() {
    const { room } = this;
    return (room.status === "scheduled" ? room.starts_ms : room.ends_ms) - clock.now();
  }

  tick() {
    const { room } = this;
    const waits = ["scheduled", "open"].includes(room.status);
    const { text, urgency } = waits ? this.counted() : { text: this.say(`floor.clock.${room.outcome ?? room.status}`) };
    this.put("clock", text);
    this.put("clock-label", this.say(`floor.clock.label.${waits ? room.status : "still"}`));
    document.documentElement.dataset.urgency = room.status === "open" ? urgency : "far";
  }

  counted() {
    const left = remaining(this.left(), this.words);
    return left.urgency === "over" ? { ...left, text: this.say("floor.clock.closing") } : left;
  }

  /** Which lot is called next, if the latest said so since `since`. */
  called(since) {
    const said = this.room.said[0];
    return said && said.kind === "next" && said.n > since ? said.next : null;
  }
}

/** Tell how large a figure can be written, as `components/floor.length_of` does. */
function lengthOf(text) {
  return text.length <= 8 ? "short" : text.length <= 12 ? "whole" : text.length <= 15 ? "long" : "longest";
}
