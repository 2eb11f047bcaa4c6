/**
 * Keeps the listing's cards true. The HTML is the server's own and is never drawn twice; only what
 * changes on a card is written: badge, amount, number of bids, time.
 */
import { clock, remaining } from "/static/js/clock.js";

const TICK_MS = 250;
const PATIENCE_MS = 4000;
const MISSED_MS = 3000;
const RETRY_MS = [500, 1000, 2000, 4000, 8000];
const DECIDED = ["sold", "conditional", "reserve_not_met", "no_bids", "defaulted"];
const MARGIN = "200px";

class Listing {
  constructor(written) {
    const { cards, asked, language, words } = JSON.parse(written.textContent);
    this.written_in = written;
    this.asking = asked;
    this.fresh = new Set();
    this.over = new AbortController();
    this.language = language;
    this.words = words;
    this.known = new Map(cards.map((card) => [card.auction, card]));
    this.places = new Map();
    this.written = new Map();
    this.near = new Set();
    this.asked = 0;
    this.tries = 0;
    this.figures = new Intl.NumberFormat(language, { minimumFractionDigits: 2 });
    this.adopt();
    const { signal } = this.over;
    document.addEventListener("visibilitychange", () => document.hidden || this.back(), { signal });
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.back(), { signal });
    window.addEventListener("pagehide", () => this.hangUp(), { signal });
    window.addEventListener("online", () => this.back(), { signal });
    this.ticking = setInterval(() => this.tick(), TICK_MS);
    this.tick();
    this.listen();
  }

  /** Other lots stand here from now on: let these go. */
  end() {
    this.over.abort();
    clearInterval(this.ticking);
    clearTimeout(this.missing);
    this.watcher.disconnect();
    this.hangUp();
  }

  adopt() {
    this.watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.near.add(target);
        else this.near.delete(target);
      }
    }, { rootMargin: MARGIN });
    for (const place of document.querySelectorAll("[data-card]")) {
      const card = this.known.get(Number(place.dataset.card));
      this.places.set(card.auction, [...this.placesOf(card), place]);
      this.written.set(place, this.instantOf(card)); // the server wrote it
      this.watcher.observe(place);
    }
  }

  // ---- news ---------------------------------------------------------------------------------

  listen() {
    if (this.socket) return;
    if (!this.known.size && !this.asking) {
      this.written_in.dataset.listening = "";
      return;
    }
    clearTimeout(this.waiting);
    const asked = this.asking ? `&asked=${encodeURIComponent(this.asking)}` : "";
    const ids = [...this.known.keys()].join(",");
    const socket = new WebSocket(`/api/cards/news?ids=${ids}${asked}`);
    this.socket = socket;
    socket.onopen = () => {
      this.tries = 0;
      clearTimeout(this.missing);
      this.missing = undefined;
      this.say("");
      this.written_in.dataset.listening = "";
      this.ask();
    };
    socket.onmessage = ({ data }) => this.take(JSON.parse(data));
    socket.onclose = () => this.lose(socket);
  }

  lose(socket) {
    if (this.socket !== socket) return;
    this.socket = undefined;
    delete this.written_in.dataset.listening;
    this.missing ??= setTimeout(() => this.say(this.words["listing.lost"]), MISSED_MS);
    const pause = RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)];
    this.waiting = setTimeout(() => this.listen(), pause * (0.75 + Math.random() / 2));
  }

  hangUp() {
    const socket = this.socket;
    this.socket = undefined;
    clearTimeout(this.waiting);
    socket?.close();
  }

  back() {
    if (this.socket) this.ask();
    else this.listen();
  }

  say(text) {
    const place = document.querySelector("[data-lost]");
    if (place && place.textContent !== text) place.textContent = text;
  }

  /** Whoever else on the page shows more of these lots hears that they have moved. */
  take(message) {
    if (message.fresh) this.announce(message.fresh);
    let moved = false;
    for (const card of message.cards ?? []) {
      const before = this.known.get(card.auction);
      if (!before || card.version <= before.version) continue;
      this.known.set(card.auction, card);
      for (const place of this.placesOf(card)) this.write(card, place, card.price !== before.price);
      moved = true;
    }
    if (moved) document.dispatchEvent(new Event("cards"));
  }

  /** Lots that answer the question and have come since: a button says how many, nothing moves. */
  announce(lots) {
    const button = document.querySelector("[data-fresh]");
    for (const lot of lots) if (!this.known.has(lot)) this.fresh.add(lot);
    if (!button || !this.fresh.size) return;
    const said = this.words[this.fresh.size === 1 ? "listing.fresh.one" : "listing.fresh.other"];
    this.put(button, said.replace("{n}", this.fresh.size));
    button.hidden = false;
  }

  async ask() {
    if (!this.known.size || Date.now() - this.asked < 1000) return;
    this.asked = Date.now();
    const sent = Date.now();
    try {
      const ids = [...this.known.keys()].join(",");
      const answer = await fetch(`/api/cards?ids=${ids}`, { cache: "no-store" });
      if (!answer.ok) return;
      const message = await answer.json();
      clock.sample(message.now_ms, sent, Date.now());
      this.take(message);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // no network: the next connection asks again
    }
  }

  // ---- cards --------------------------------------------------------------------------------

  tick() {
    if (document.hidden) return;
    const now = clock.now();
    let late = false;
    for (const card of this.known.values()) {
      const due = { open: card.ends_ms, scheduled: card.starts_ms }[card.status];
      late ||= due !== undefined && now > due + PATIENCE_MS;
      if (card.status !== "open") continue;
      for (const place of this.placesOf(card)) if (this.near.has(place)) this.writeTime(card, place);
    }
    if (late && Date.now() - this.asked > PATIENCE_MS) this.ask();
  }

  face(card) {
    if (card.status === "open") return clock.now() < card.ends_ms ? "live" : "closing";
    if (card.status === "scheduled") return "coming";
    if (card.status === "finished" && DECIDED.includes(card.outcome)) return card.outcome;
    return card.status === "suspended" ? "suspended" : "canceled";
  }

  label(card, face) {
    if (card.price === null) return "opening";
    return { live: "current", closing: "current", sold: "hammer" }[face] ?? "highest";
  }

  /** A lot may stand in two rails of one page. */
  placesOf(card) {
    return this.places.get(card.auction) ?? [];
  }

  write(card, place, moved) {
    const part = (name) => place.querySelector(`[data-part="${name}"]`);
    this.writeFace(card, place);
    part("label").textContent = this.words[`listing.price.${this.label(card, this.face(card))}`];
    part("amount").textContent = this.money(card.price ?? card.minimum);
    const bids = this.words[card.bids === 1 ? "listing.bids.one" : "listing.bids.other"];
    part("bids").textContent = bids.replace("{n}", card.bids);
    this.writeTime(card, place);
    if (!moved) return;
    place.classList.remove("lot--moved");
    void place.offsetWidth; // lets the fade begin again
    place.classList.add("lot--moved");
  }

  writeFace(card, place) {
    const face = this.face(card);
    if (place.dataset.face === face) return;
    place.classList.replace(`lot--${place.dataset.face}`, `lot--${face}`);
    place.dataset.face = face;
    const badge = document.querySelector(`template[data-badge="${face}"]`);
    place.querySelector('[data-part="badge"]').replaceChildren(badge.content.cloneNode(true));
  }

  writeTime(card, place) {
    this.writeFace(card, place);
    const part = (name) => place.querySelector(`[data-part="${name}"]`);
    const left = card.status === "open" ? remaining(card.ends_ms - clock.now(), this.words) : null;
    const opens = card.status === "scheduled";
    this.put(part("when"), this.words[`listing.when.${opens ? "opens" : left ? "left" : "over"}`]);
    part("time").dataset.urgency = left ? left.urgency : "far";
    if (left) this.put(part("left"), left.text);
    const told = this.instantOf(card);
    if (this.written.get(place) === told) return;
    this.written.set(place, told);
    const instant = new Date(opens ? card.starts_ms : card.ends_ms);
    if (!left) this.put(part("left"), this.instant(instant, opens));
    part("left").dateTime = instant.toISOString();
    part("left").title = this.words["listing.brasilia"].replace("{at}", this.instant(instant, true));
  }

  /** Tell what the instant on a card depends on. */
  instantOf({ status, starts_ms, ends_ms }) {
    return status === "scheduled" ? `opens ${starts_ms}` : `${status === "open"} ${ends_ms}`;
  }

  put(place, text) {
    if (place.textContent !== text) place.textContent = text;
  }

  money(amount) {
    return `R$\u00a0${this.figures.format(amount)}`;
  }

  /** As `moment` and `day` of components/format.py write it. */
  instant(at, withTime) {
    const written = (options) =>
      Object.fromEntries(
        new Intl.DateTimeFormat("en-GB", { timeZone: "America/Sao_Paulo", ...options })
          .formatToParts(at)
          .map(({ type, value }) => [type, value]),
      );
    const { hour, minute } = written({ hour: "2-digit", minute: "2-digit" });
    if (this.language === "pt-BR") {
      const { day, month, year } = written({ day: "2-digit", month: "2-digit", year: "numeric" });
      return `${day}/${month}/${year}${withTime ? ` às ${hour}h${minute}` : ""}`;
    }
    const { day, month, year } = written({ day: "numeric", month: "short", year: "numeric" });
    return `${day} ${month.slice(0, 3)} ${year}${withTime ? `, ${hour}:${minute}` : ""}`;
  }
}

/** The page was written between the request and the first byte of the answer. */
function sampleFromPage(nowMs) {
  const [visit] = performance.getEntriesByType("navigation");
  if (!visit?.responseStart) return;
  const begin = performance.timeOrigin;
  clock.sample(nowMs, begin + visit.requestStart, begin + visit.responseStart);
}

let listing;

function begin() {
  listing?.end();
  listing = new Listing(document.getElementById("cards"));
}

sampleFromPage(Number(document.getElementById("cards").dataset.now));
document.addEventListener("listing:found", begin);
// What the server wrote is painted first.
requestAnimationFrame(() => setTimeout(begin));
