/** What the box says: its state, its band, its labels, and the rules of the lot. */

import { commitment, cost, increment } from "room_money";
import { boxState } from "room_state";

const LIVE = ["closing", "seller", "visitor", "blocked", "first", "others", "leading", "outbid"];
const BIDDABLE = ["first", "others", "leading", "outbid"];
const OVER = ["lost", "no_bids", "reserve_not_met", "conditional", "defaulted", "ended"];

export const box = {
  computed: {
    state() {
      return boxState(this.room, this.you, this.left.urgency === "over");
    },
    live() {
      return LIVE.includes(this.state);
    },
    biddable() {
      return BIDDABLE.includes(this.state);
    },
    ended() {
      return !["scheduled", "open"].includes(this.room.status);
    },
    urgency() {
      return this.room.status === "open" ? this.left.urgency : "far";
    },
    shownPrice() {
      return this.room.price ?? this.room.minimum;
    },
    longPrice() {
      return this.shownPrice >= 100_000_000;
    },
    priceLabel() {
      if (this.room.price === null) return this.t("room.price.opening");
      if (!this.ended) return this.t("room.price.now");
      return this.t(this.room.outcome === "sold" ? "room.price.sold" : "room.price.last");
    },
    clockText() {
      if (this.ended) return this.t(`room.clock.${this.room.status}`);
      if (this.left.urgency !== "over") return this.left.text;
      return this.t(this.room.status === "open" ? "room.clock.closing" : "room.clock.opening");
    },
    timeLabel() {
      if (this.ended) return this.t("room.time.state");
      return this.t(this.room.status === "scheduled" ? "room.time.starts" : "room.time.ends");
    },
    timeDetail() {
      if (["suspended", "canceled"].includes(this.room.status)) return "";
      if (["soon", "last"].includes(this.urgency)) return this.t("room.time.from", { moment: this.hour(this.room.ends_ms) });
      const at = this.room.status === "scheduled" ? this.room.starts_ms : this.room.ends_ms;
      const said = this.ended ? "room.time.ended_at" : this.room.status === "scheduled" ? "room.time.at" : "room.time.from";
      return this.t(said, { moment: this.moment(at) });
    },
    softClose() {
      const close = ["soon", "last"].includes(this.urgency);
      return close && this.room.window_s > 0 ? this.softCloseRule : "";
    },
    softCloseRule() {
      return this.t(`room.rule.soft.${this.room.extend_mode}`, { window: this.span(this.room.window_s) });
    },
    drift() {
      const seconds = Math.round(Math.abs(this.ahead) / 1000);
      if (seconds <= 2 || !this.live) return "";
      return this.t(this.ahead > 0 ? "room.drift.ahead" : "room.drift.behind", { n: seconds });
    },
    band() {
      if (this.progress === "checking") return this.banded("warning", "warning", "bid.unknown");
      const price = this.m(this.shownPrice);
      switch (this.state) {
        case "scheduled":
          return this.banded("info", "calendar", "room.band.scheduled", { minimum: this.m(this.room.minimum) });
        case "visitor":
          return this.banded("info", "person", "room.band.visitor");
        case "blocked":
          return this.incomplete
            ? this.banded("info", "person", `bid.${this.you.blocked}`)
            : this.banded("danger", "lock", `bid.${this.you.blocked}`);
        case "seller":
          return this.banded("info", "info", "room.band.seller", {}, "room.band.seller.text");
        case "first":
          return this.banded("info", "gavel", "room.band.first", { minimum: this.m(this.room.minimum) });
        case "leading": {
          const maximum = this.you.maximum;
          const said = this.result?.kind === "success" ? this.result.text : "";
          const band = this.banded("success", "check", "room.band.leading", { maximum: this.m(maximum) }, maximum && "room.band.leading.text");
          if (this.result?.key === "bid.ok") return { ...band, title: said };
          return said ? { ...band, text: said } : band;
        }
        case "outbid":
          return this.banded("danger", "warning", this.higherLimit ? "bid.outbid_auto" : "bid.outbid", { price });
        case "closing":
          return this.banded("warning", "clock", "room.band.closing", {}, "room.band.closing.text");
        case "won":
          return this.banded("success", "gavel", "room.band.won", { title: this.lot.title, price }, this.wonText, {
            total: this.m(this.you.total),
            due: this.m(this.you.due),
            day: this.you.due_ms === null ? "" : this.date(this.you.due_ms),
          });
        case "lost":
          return this.banded("info", "flag", "room.band.lost", { price }, "room.band.lost.text");
        case "others":
          return this.banded("info", "gavel", "room.leads", { who: this.who(this.room.leader) });
        default:
          return this.banded("info", "flag", `room.band.${this.state}`, { price });
      }
    },
    /** One notice at a time: what became of a bid is told in the band if the band says the same. */
    notice() {
      const told = this.result?.kind === "success" && this.state === "leading";
      return told ? null : this.result;
    },
    bandShown() {
      const moved = this.state === "outbid" && this.result?.key === "bid.moved";
      return moved || this.verdict ? null : this.band;
    },
    /** Who leads, where the band does not say it. */
    leaderLine() {
      const said = ["others", "leading"].includes(this.state) || !this.room.leader || this.ended;
      return said ? "" : this.t("room.leads", { who: this.who(this.room.leader) });
    },
    hammerCost() {
      return cost(this.shownPrice, this.lot);
    },
    checkout() {
      const text = this.t(this.you.due > 0 ? "room.to_checkout" : "room.to_purchase");
      return { href: `/payments/${this.you.payment}`, text, main: true };
    },
    wonText() {
      if (this.you.due === null) return null;
      if (this.you.due > 0) return "room.band.won.text";
      return this.you.guide > 0 ? "room.band.won.guide" : "room.band.won.paid";
    },
    /** What keeps this person from bidding can be mended by the person. */
    incomplete() {
      return this.state === "blocked" && this.you.blocked === "not_qualified.incomplete";
    },
    action() {
      if (this.state === "visitor" || (this.state === "scheduled" && this.you.standing === "visitor")) {
        return [{ href: this.signin, text: this.t("room.sign_in"), main: true }];
      }
      if (this.incomplete) {
        return [{ href: this.completion, text: this.t("room.complete"), main: true }];
      }
      if (this.state === "won" && this.you.payment) return [this.checkout];
      if (OVER.includes(this.state)) return [{ href: this.lot.similar, text: this.t("room.similar"), main: false }];
      return null;
    },
    barText() {
      return this.t(this.state === "visitor" ? "room.sign_in" : "room.see_box");
    },
    step() {
      return increment(this.room.price ?? this.room.minimum, this.lot);
    },
    commissionLabel() {
      return this.t("room.cost.commission", { rate: this.rate(this.lot.buyer_rate) });
    },
    rules() {
      const { lot, room } = this;
      const line = (name, text) => ({ name: this.t(`room.rule.${name}`), text });
      const lines = [];
      if (!this.ended) {
        lines.push(
          line("increment", this.t("room.rule.increment.text", { step: this.m(this.step) })),
          line("minimum", this.m(room.minimum)),
        );
      }
      if (room.window_s > 0) lines.push(line("soft", this.softCloseRule));
      if (lot.hard_ends_ms) lines.push(line("hard_end", this.moment(lot.hard_ends_ms)));
      lines.push(
        line("reserve", this.t(`room.rule.reserve.${room.reserve}`)),
        line("commission", this.t(lot.admin_fee > 0 ? "room.rule.commission.fee" : "room.rule.commission.text", { rate: this.rate(lot.buyer_rate), fee: this.m(lot.admin_fee) })),
        line("hold", this.t(`room.rule.hold.${lot.hold_policy}`, { rate: this.rate(lot.hold_rate), amount: this.m(lot.hold_value) })),
      );
      if (room.buy_now) lines.push(line("buy_now", this.t("room.rule.buy_now.text", { amount: this.m(room.buy_now) })));
      if (lot.conditional) lines.push(line("conditional", this.t("room.rule.conditional.text")));
      lines.push(line("default", lot.penalty_rate > 0 ? this.t("room.rule.default.text", { rate: this.rate(lot.penalty_rate) }) : this.t("room.rule.default.court")));
      lines.push(line("auto", this.t("room.rule.auto.text")));
      return lines;
    },
  },

  methods: {
    banded(kind, icon, key, values = {}, more = null, moreValues = values) {
      return { kind, icon, title: this.t(key, values), text: more ? this.t(more, moreValues) : "" };
    },

    holdFor(cents) {
      return commitment(cents, this.lot);
    },

    rate(percent) {
      const plain = String(percent).replace(/\.?0+$/, "");
      return `${this.language === "en" ? plain : plain.replace(".", ",")}%`;
    },

    span(seconds) {
      if (seconds % 60) return this.counted("room.seconds", seconds);
      return this.counted("room.minutes", seconds / 60);
    },

    date(ms) {
      const month = this.language === "en" ? "short" : "2-digit";
      return this.inBrasilia(ms, { day: "2-digit", month, year: "numeric" });
    },

    hour(ms) {
      return this.inBrasilia(ms, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    },

    /** The hour, with the day if it is not today's. */
    stamp(ms) {
      const day = this.date(ms);
      return day === this.date(this.now()) ? this.hour(ms) : `${day}, ${this.hour(ms)}`;
    },

    /** The hour if it is today's, the day otherwise: for a scale. */
    shortly(ms) {
      if (this.date(ms) !== this.date(this.now())) return this.inBrasilia(ms, { day: "2-digit", month: "2-digit" });
      return this.inBrasilia(ms, { hour: "2-digit", minute: "2-digit" });
    },

    moment(ms) {
      const time = this.inBrasilia(ms, { hour: "2-digit", minute: "2-digit" });
      return this.language === "en" ? `${this.date(ms)}, ${time}` : `${this.date(ms)} às ${time.replace(":", "h")}`;
    },

    inBrasilia(ms, parts) {
      const locale = this.language === "en" ? "en-GB" : this.language;
      return new Intl.DateTimeFormat(locale, { timeZone: "America/Sao_Paulo", ...parts }).format(ms);
    },
  },
};
