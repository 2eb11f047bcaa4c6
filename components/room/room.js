/** The auction room of one watcher: hears the room's news, keeps the clock, and sends bids. */

import { clock, remaining } from "/static/js/clock.js";
import { Bidding } from "room_bidding";
import { BAR, BOX } from "room_box";
import { Chart } from "room_chart";
import { form } from "room_form";
import { History, Rules } from "room_history";
import { money, readRoom, readYou } from "room_money";
import { news } from "room_news";
import { Said, spoken } from "room_said";
import { result } from "room_result";
import { endOf, standing, threshold } from "room_state";
import { still } from "room_still";
import { box } from "room_words";

const TICK_MS = 250;
const SAY_EVERY_MS = 3000;
const SPREAD_MS = 250;
const NOTICE_MS = 5000;
const CHART_MS = 15_000;

export default {
  components: { Chart, History, Rules, Said },
  mixins: [news, box, form, result, still],
  props: {
    initial: Object,
    lot: Object,
    words: Object,
    icons: Object,
    language: String,
    signin: String,
    completion: String,
    atfirst: Number,
  },
  emits: ["bid"],
  template: `
<div class="room" :data-state="state">
  <div class="room__top" ref="top"></div>
  <aside class="room__side"><Said v-if="room.said.length && !['finished', 'canceled'].includes(room.status)" :said="room.said" :say="t" :time="hour" :icon="icons.gavel" />${BOX}</aside>
  <div class="room__about" ref="about"></div>
  <div class="room__live">
    <Chart v-if="bidsThatCount.length > 1" :rows="bidsThatCount" :opening="lot.opening" :from="room.starts_ms" :until="charted" :paddle="you.paddle" :say="t" :sum="m" :time="shortly" :counted="counted" />
    <History :rows="room.rows" :annulled="room.annulled" :extensions="room.extensions" :paddle="you.paddle" :total="room.bids" :say="t" :sum="m" :time="stamp" :hour="hour" :who="who" :counted="counted" />
    <Rules :lines="rules" :say="t" />
  </div>
  <div class="room__below" ref="below"></div>
  <div class="room__after" ref="after"></div>
  ${BAR}
  <div class="visually-hidden">
    <p aria-live="polite">{{ spoken.time }}</p>
    <p role="status">{{ spoken.price }}</p>
    <p role="alert">{{ spoken.alert }}</p>
  </div>
</div>`,

  data() {
    const room = readRoom(this.initial.room);
    return {
      room,
      you: readYou(this.initial.you),
      left: remaining(endOf(room) - this.now(), this.words),
      present: this.atfirst,
      extended: false,
      flash: false,
      boxInSight: true,
      moved: 0,
      charted: this.now(),
      spoken: { time: "", price: "", alert: "" },
    };
  },

  created() {
    if (!this.still) this.sampleOfPage();
    this.bidding = new Bidding({
      emit: (message) => this.$emit("bid", message),
      ask: (key) => this.ask(key),
      now: () => clock.now(),
      connected: () => this.connected(),
      settled: (outcome) => this.settled(outcome),
      newKey: () => newKey(),
    });
  },

  mounted() {
    if (this.still) return;
    this.moveIn();
    this.comeBack();
    this.ticker = setInterval(this.tick, TICK_MS);
    this.sight = new IntersectionObserver(([entry]) => (this.boxInSight = entry.isIntersecting));
    this.sight.observe(this.$refs.box.querySelector(".bid-box__body"));
  },

  unmounted() {
    clearInterval(this.ticker);
    this.sight?.disconnect();
  },

  computed: {
    bidsThatCount() {
      const gone = this.room.annulled ?? [];
      return this.room.rows.filter((row) => row.kind !== "annulled" && !gone.includes(row.n));
    },
    /** Where an own bid may be taken back, "" where there is none. */
    retract() {
      const bids = this.you.maximum !== null && this.biddable && this.room.status === "open";
      return bids && !this.offer ? (this.lot.retract ?? "") : "";
    },
  },

  watch: {
    /** How it ended is said aloud, once: assertively to whom it concerns. */
    state(now) {
      const region = { won: "alert", lost: "alert", canceled: "alert", suspended: "alert" }[now] ?? "price";
      if (!this.live && now !== "scheduled") this.speak(region, `${this.band.title} ${this.band.text}`.trim());
    },
  },

  methods: {
    /** Take over what the server has already drawn: it is moved, not drawn twice. */
    moveIn() {
      for (const place of ["top", "trust", "about", "below", "after"]) {
        const drawn = document.getElementById(`lot-${place}`);
        if (drawn) this.$refs[place].append(drawn);
      }
      document.getElementById("shell")?.remove();
    },

    /** Who has just taken a bid back by mistake gives the right one at once. */
    comeBack() {
      if (new URLSearchParams(window.location.search).get("retracted") !== "typing_error" || !this.biddable) return;
      history.replaceState(null, "", window.location.pathname);
      this.inform("warning", "info", this.t("room.retracted"));
      this.$nextTick(() => this.$refs.amount?.focus());
    },

    /** Show a newer room, and tell what is new in it. */
    show(room) {
      const before = this.room;
      const stood = standing(before, this.you);
      this.room = room;
      const stands = standing(room, this.you);
      if (room.price !== before.price || room.minimum !== before.minimum) {
        this.moved = Date.now();
        this.flash = room.price !== before.price;
      }
      if (before.status === "open" && room.status === "open" && room.ends_ms > before.ends_ms) this.extend();
      const said = room.said[0];
      if (said && said.n > (before.said[0]?.n ?? 0)) this.speak("alert", spoken(said, this.t));
      if ((room.annulled?.length ?? 0) > (before.annulled?.length ?? 0)) this.takenBack();
      else if (stood === "leading" && stands === "outbid") this.outbid();
      else if (room.price !== before.price) this.announcePrice();
      const mine = stood !== stands || room.status !== before.status;
      if (mine && this.you.standing !== "visitor") setTimeout(this.fetchRoom, Math.random() * SPREAD_MS);
      this.tick();
    },

    /** Take what only this person sees; the balance in the header is theirs too. */
    know(you) {
      this.you = you;
      const balance = document.querySelector("[data-available]");
      if (balance && you.standing !== "visitor") balance.textContent = this.m(you.available);
    },

    extend() {
      const { ends_ms, extensions } = this.room;
      const cause = extensions.find((move) => move.ends_ms === ends_ms)?.cause ?? "soft_close";
      this.extended = cause === "soft_close" ? "room.soft" : `room.extended.${cause}`;
      clearTimeout(this.extendedFor);
      this.extendedFor = setTimeout(() => (this.extended = false), NOTICE_MS);
      this.speak("time", this.t(this.extended, { time: this.hour(this.room.ends_ms) }));
    },

    /** Bids were taken back: the price may have fallen, and everybody is told why. */
    takenBack() {
      const price = this.m(this.shownPrice);
      this.told = this.room.price;
      const said = this.t(this.room.price === null ? "room.taken_back.none" : "room.taken_back", { price });
      this.inform("warning", "info", said);
      this.speak("alert", said);
    },

    outbid() {
      this.result = null;
      this.told = this.room.price;
      this.speak("alert", this.t("bid.outbid", { price: this.m(this.room.price) }));
    },

    // ---- time ----------------------------------------------------------------------------------

    tick() {
      const now = clock.now();
      const ms = endOf(this.room) - now;
      const left = remaining(ms, this.words);
      if (left.text !== this.left.text || left.urgency !== this.left.urgency) this.left = left;
      if (this.room.status === "open") this.announceTime(ms);
      if (this.online && Date.now() > this.nextFetch) this.fetchRoom();
      this.charted = this.ended ? this.room.ends_ms : now - (now % CHART_MS);
      this.bidding.tick();
      this.progress = this.bidding.state;
      const title = this.ended ? this.lot.title : `(${this.clockText}) ${this.m(this.shownPrice, { round: true })} · ${this.lot.title}`;
      if (document.title !== title) document.title = title;
    },

    announceTime(ms) {
      const seconds = threshold(this.msBefore ?? ms, ms);
      this.msBefore = ms;
      if (seconds) this.speak("time", this.counted(seconds < 60 ? "room.left.seconds" : "room.left.minutes", seconds < 60 ? seconds : seconds / 60));
    },

    /** Speak the price at most every three seconds, the latest only. */
    announcePrice() {
      if (this.announcing) return;
      const wait = Math.max(0, (this.announced ?? 0) + SAY_EVERY_MS - Date.now());
      this.announcing = setTimeout(() => {
        this.announcing = null;
        this.announced = Date.now();
        const { price, leader, bids } = this.room;
        const ownNews = this.sending || standing(this.room, this.you) === "leading";
        if (!leader || ownNews || price === this.told) return; // told already, or about to be
        this.told = price;
        this.speak("price", this.t("room.spoken", { price: this.m(price), who: this.who(leader), bids: this.counted("room.bids", bids) }));
      }, wait);
    },

    /** Say a sentence in a live region; one said before is said again. */
    speak(region, sentence) {
      this.spoken[region] = this.spoken[region] === sentence ? `${sentence}\u00a0` : sentence;
    },

    // ---- words ---------------------------------------------------------------------------------

    t(key, values = {}) {
      return (this.words[key] ?? key).replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
    },

    counted(key, n) {
      return this.t(`${key}.${n === 1 ? "one" : "other"}`, { n });
    },

    m(cents, options) {
      return money(cents ?? 0, this.language, options);
    },

    who(label) {
      if (label.paddle !== null && label.paddle === this.you.paddle) return this.t("room.you");
      const bidder = this.t("room.bidder", { n: label.paddle });
      return label.name ? `${bidder} · ${label.name}` : bidder;
    },
  },
};

/** Make an idempotency key: random enough that no two clicks of the world share one. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
