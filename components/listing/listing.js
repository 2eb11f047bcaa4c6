/**
 * Keeps the listing's cards true. The HTML is the server's own: it is moved here, never drawn twice;
 * only what changes on a card is written: badge, amount, number of bids, time.
 */
import { clock, remaining } from "/static/js/clock.js";

const TICK_MS = 250;
const PATIENCE_MS = 4000;
const DECIDED = ["sold", "conditional", "reserve_not_met", "no_bids"];
const MARGIN = "200px";

export default {
  template: '<div class="live-listing"></div>',
  props: { start: String },

  mounted() {
    const { cards, nowMs, language, words } = JSON.parse(this.start);
    this.language = language;
    this.words = words;
    this.known = new Map(cards.map((card) => [card.auction, card]));
    this.places = new Map();
    this.near = new Set();
    this.asked = 0;
    this.figures = new Intl.NumberFormat(language, { minimumFractionDigits: 2 });
    this.adopt();
    this.sampleFromPage(nowMs);
    this.onCards = (message) => this.take(message);
    this.onConnect = () => this.ask();
    this.onVisible = () => document.hidden || this.ask();
    document.addEventListener("visibilitychange", this.onVisible);
    window.addEventListener("pageshow", this.onVisible);
    this.ticker = setInterval(() => this.tick(), TICK_MS);
    this.listen();
    this.tick();
  },

  unmounted() {
    clearInterval(this.ticker);
    clearTimeout(this.waiting);
    this.watcher?.disconnect();
    document.removeEventListener("visibilitychange", this.onVisible);
    window.removeEventListener("pageshow", this.onVisible);
    window.socket?.off("cards", this.onCards);
    window.socket?.off("connect", this.onConnect);
  },

  methods: {
    adopt() {
      const shell = document.getElementById("shell");
      if (!shell) return;
      this.$el.append(shell);
      this.watcher = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) this.near.add(target);
          else this.near.delete(target);
        }
      }, { rootMargin: MARGIN });
      for (const place of shell.querySelectorAll("[data-card]")) {
        const id = Number(place.dataset.card);
        this.places.set(id, [...(this.places.get(id) ?? []), place]);
        this.watcher.observe(place);
      }
    },

    /** The page made its nowMs between the request and the first byte of the answer. */
    sampleFromPage(nowMs) {
      const [visit] = performance.getEntriesByType("navigation");
      if (!visit?.responseStart) return;
      const start = performance.timeOrigin;
      clock.sample(nowMs, start + visit.requestStart, start + visit.responseStart);
    },

    /** The root makes its socket after its children are mounted. */
    listen() {
      if (!window.socket) {
        this.waiting = setTimeout(() => this.listen(), 20);
        return;
      }
      window.socket.on("cards", this.onCards);
      window.socket.on("connect", this.onConnect);
    },

    take(message) {
      for (const card of message.cards) {
        const before = this.known.get(card.auction);
        if (!before || card.version <= before.version) continue;
        this.known.set(card.auction, card);
        for (const place of this.placesOf(card)) this.write(card, place, card.price !== before.price);
      }
    },

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
        if (!(error instanceof TypeError)) throw error; // no network: the next connect asks again
      }
    },

    tick() {
      if (document.hidden) return;
      const now = clock.now();
      let late = false;
      for (const card of this.known.values()) {
        const due = { open: card.ends_ms, scheduled: card.starts_ms }[card.status];
        late ||= due !== undefined && now > due + PATIENCE_MS;
        if (card.status !== "open") continue;
        for (const place of this.placesOf(card)) {
          if (this.near.has(place)) this.writeTime(card, place);
        }
      }
      if (late && Date.now() - this.asked > PATIENCE_MS) this.ask();
    },

    face(card) {
      if (card.status === "open") return clock.now() < card.ends_ms ? "live" : "closing";
      if (card.status === "scheduled") return "coming";
      if (card.status === "finished" && DECIDED.includes(card.outcome)) return card.outcome;
      return card.status === "suspended" ? "suspended" : "canceled";
    },

    label(card, face) {
      if (card.price === null) return "opening";
      return { live: "current", closing: "current", sold: "hammer" }[face] ?? "highest";
    },

    /** A lot may stand in two rails of one page. */
    placesOf(card) {
      return this.places.get(card.auction) ?? [];
    },

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
    },

    writeFace(card, place) {
      const face = this.face(card);
      if (place.dataset.face === face) return;
      place.classList.replace(`lot--${place.dataset.face}`, `lot--${face}`);
      place.dataset.face = face;
      const badge = document.querySelector(`template[data-badge="${face}"]`);
      place.querySelector('[data-part="badge"]').replaceChildren(badge.content.cloneNode(true));
    },

    writeTime(card, place) {
      this.writeFace(card, place);
      const part = (name) => place.querySelector(`[data-part="${name}"]`);
      const opens = card.status === "scheduled";
      const left = card.status === "open" ? remaining(card.ends_ms - clock.now(), this.words) : null;
      const when = this.words[`listing.when.${opens ? "opens" : left ? "left" : "over"}`];
      const instant = new Date(opens ? card.starts_ms : card.ends_ms);
      this.put(part("when"), when);
      this.put(part("left"), left ? left.text : this.instant(instant, opens));
      part("left").dateTime = instant.toISOString();
      part("left").title = this.words["listing.brasilia"].replace("{at}", this.instant(instant, true));
      part("time").dataset.urgency = left ? left.urgency : "far";
    },

    put(place, text) {
      if (place.textContent !== text) place.textContent = text;
    },

    money(amount) {
      return `R$\u00a0${this.figures.format(amount)}`;
    },

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
    },
  },
};
