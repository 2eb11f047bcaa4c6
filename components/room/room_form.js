/** The way to a bid: the amount, the second look at it, and what became of it. */

import { centavos, commitment, cost, parseAmount, typed, written } from "room_money";
import { wantsConfirmation } from "room_state";

const TOO_FRESH_MS = 500;
const PRAISED_MS = 8000;

export const form = {
  data: () => ({
    text: "",
    touched: false,
    offer: null,
    result: null,
    progress: "idle",
    confirmedBefore: false,
    declared: false,
    undeclared: false,
    higherLimit: false,
  }),

  computed: {
    cents() {
      return parseAmount(this.text);
    },
    /** The value on the button, which is the value that is committed. */
    amount() {
      const { cents, room, you } = this;
      if (this.state === "leading") return cents > (you.maximum ?? 0) ? cents : null;
      if (!this.text.trim()) return room.minimum;
      return cents === null ? null : Math.max(cents, room.minimum);
    },
    fieldError() {
      if (!this.touched || !this.text.trim()) return "";
      if (this.cents === null) return this.t("bid.unreadable");
      if (this.state === "leading") {
        const maximum = this.you.maximum ?? 0;
        return this.cents > maximum ? "" : this.t("bid.not_above_own_max", { maximum: this.m(maximum) });
      }
      const minimum = this.room.minimum;
      return this.cents < minimum ? this.t("bid.below_min_next", { minimum: this.m(minimum) }) : "";
    },
    missing() {
      if (!this.amount) return 0;
      const held = this.state === "leading" ? this.you.held : 0;
      return commitment(this.amount, this.lot) - held - this.you.available;
    },
    missingText() {
      return this.t("bid.over_limit", { available: this.m(this.you.available), missing: this.m(this.missing) });
    },
    /** Something is to be declared before the first bid, and has not been. */
    unsaid() {
      return this.you.declare !== null && !this.declared;
    },
    sending() {
      return this.progress !== "idle";
    },
    canPress() {
      return Boolean(this.amount) && !this.sending && this.missing <= 0;
    },
    barBids() {
      return this.biddable && !this.offer && this.state !== "leading";
    },
    buttonText() {
      if (this.sending) return this.t(this.progress === "checking" ? "room.button.checking" : "room.button.sending");
      const amount = this.m(this.amount);
      if (this.state === "leading") return this.t(this.amount ? "room.button.raise_to" : "room.button.raise", { amount });
      if (!this.amount) return this.t("room.button.none");
      return this.t(this.state === "outbid" ? "room.button.cover" : "room.button.bid", { amount });
    },
    placeholder() {
      return written(this.state === "leading" ? (this.you.maximum ?? 0) + this.step : this.room.minimum);
    },
    costs() {
      return cost(this.amount ?? 0, this.lot);
    },
    costDetail() {
      const { commission, fee } = this.costs;
      const values = { commission: this.m(commission), fee: this.m(fee), rate: this.rate(this.lot.buyer_rate) };
      return this.t(fee ? "room.cost.detail_fee" : "room.cost.detail", values);
    },
    priced() {
      return this.you.standing === "visitor" && ["visitor", "scheduled"].includes(this.state);
    },
    leastCost() {
      return cost(this.room.minimum, this.lot);
    },
    offerCost() {
      return cost(this.offer.cents, this.lot);
    },
  },

  watch: {
    /** Another notice than the one that was declared on has to be read again. */
    "you.declare"(now, before) {
      if (now !== null && before !== null) this.declared = false;
    },
    declared(said) {
      if (said) this.undeclared = false;
    },
    "room.minimum"(minimum) {
      const offer = this.offer;
      if (offer && !offer.buy_now && this.state !== "leading" && offer.cents < minimum) this.movedAway();
    },
    "room.bids"() {
      if (this.offer?.buy_now) this.movedAway();
    },
    biddable(can) {
      if (!can) this.putAway();
    },
    state(now) {
      if (now !== "outbid") this.higherLimit = false;
    },
  },

  methods: {
    /** Close the second look; the focus, if it was there, goes to what tells how things stand. */
    putAway() {
      const focused = this.$refs.confirm?.contains(document.activeElement);
      this.offer = null;
      if (focused) this.$nextTick(() => (this.$refs.band ?? this.$refs.amount)?.focus({ focusVisible: false }));
    },

    choose(cents) {
      this.text = written(cents);
      this.touched = true;
    },

    /** Up and Down in the field: one increment. */
    stepBy(direction) {
      const start = this.state === "leading" ? (this.you.maximum ?? 0) : this.room.minimum;
      const next = this.cents === null ? start : this.cents + direction * this.step;
      this.choose(Math.max(next, start));
      this.speak("price", this.m(this.cents));
    },

    press(event) {
      if (!this.canPress) {
        if (!this.sending) this.$refs.amount?.focus();
        return;
      }
      this.want({ cents: Number(event.currentTarget.dataset.cents), buy_now: false });
    },

    buyNow(event) {
      this.want({ cents: Number(event.currentTarget.dataset.cents), buy_now: true }, true);
    },

    /** Enter in the field: a second look first, always. */
    review() {
      this.touched = true;
      if (this.fieldError) this.speak("alert", this.fieldError);
      else if (this.missing > 0) this.speak("alert", this.missingText);
      else if (this.canPress) this.want({ cents: this.amount, buy_now: false }, true);
    },

    want(offer, looked = false) {
      if (!this.mayPress()) return;
      if (this.unsaid) return this.askToDeclare();
      const { price, minimum } = this.room;
      const facts = { price, minimum, step: this.step, confirmedBefore: this.confirmedBefore };
      if (!looked && !wantsConfirmation(offer.cents, facts)) {
        this.send(offer, false);
        return;
      }
      this.result = null;
      this.offer = { ...offer, far: !offer.buy_now && offer.cents > minimum * this.lot.confirm_above };
      this.$nextTick(() => this.$refs.confirmTitle?.focus());
    },

    commit(event) {
      const offer = { ...this.offer, cents: Number(event.currentTarget.dataset.cents) };
      if (!this.mayPress()) return;
      if (this.unsaid) {
        this.offer = null;
        this.$nextTick(this.askToDeclare);
      } else this.send(offer, true);
    },

    /** A double click counts once; a click meant for an older price counts for nothing. */
    mayPress() {
      const now = Date.now();
      const twice = now - (this.pressed ?? 0) < TOO_FRESH_MS;
      this.pressed = now;
      if (twice || this.sending) return false;
      if (!this.online || !this.connected()) {
        this.refuse("room.offline_refused");
        return false;
      }
      if (now - this.moved < TOO_FRESH_MS) {
        this.movedAway();
        return false;
      }
      return true;
    },

    send({ cents, buy_now: buyNow }, confirmed) {
      this.result = null;
      this.higherLimit = false;
      if (confirmed && cents > 100_000) this.confirmedBefore = true;
      const sent = this.bidding.send({ amount: typed(cents), confirmed, buy_now: buyNow, notice: this.you.declare });
      if (sent === "offline") this.refuse("room.offline_refused");
      this.progress = this.bidding.state;
    },

    /** What has to be declared first is shown, said and given the focus. */
    askToDeclare() {
      this.undeclared = true;
      this.speak("alert", this.t("room.declare.needed"));
      this.$refs.declare?.focus();
    },

    cancel() {
      this.offer = null;
      this.$nextTick(() => this.$refs.amount?.focus());
    },

    movedAway() {
      this.putAway();
      this.refuse("bid.moved", { price: this.m(this.shownPrice) });
    },

    /** Hear what became of a bid. */
    settled({ kind, answer, offer }) {
      this.progress = this.bidding.state;
      const cents = parseAmount(offer.amount);
      this.putAway();
      if (kind === "not_placed") this.refuse("bid.not_placed", { amount: this.m(cents) });
      else if (kind === "signed_out") this.refuse("room.signed_out");
      else if (answer.accepted) this.accepted(answer);
      else if (answer.code === "needs_confirmation") this.offer = { cents, buy_now: offer.buy_now, far: true };
      else this.refuse(answer.message_key, this.valuesOf(answer));
      this.fetchRoom();
    },

    accepted(answer) {
      const leads = answer.standing !== "outbid";
      this.you = { ...this.you, standing: answer.standing };
      if (leads) {
        this.text = "";
        this.touched = false;
      }
      const said = this.t(answer.message_key, this.valuesOf(answer));
      if (leads) this.inform("success", "check", said, answer.message_key);
      else this.higherLimit = true;
      this.told = Math.max(this.told ?? 0, centavos(answer.price));
      this.speak(leads ? "price" : "alert", said);
    },

    valuesOf(answer) {
      const isSum = /^-?\d+\.\d\d$/;
      const write = ([name, value]) => [name, isSum.test(value) ? this.m(Number(value.replace(".", ""))) : value];
      return Object.fromEntries(Object.entries(answer.values).map(write));
    },

    refuse(key, values = {}) {
      const said = this.t(key, values);
      this.inform("danger", "warning", said, key);
      this.speak("alert", said);
    },

    inform(kind, icon, text, key = "") {
      const result = { kind, icon, text, key };
      this.result = result;
      clearTimeout(this.praised);
      if (kind !== "danger") this.praised = setTimeout(() => this.result?.text === text && (this.result = null), PRAISED_MS);
    },

    showBox() {
      if (this.state === "visitor") window.location.href = this.signin;
      else this.$refs.box.scrollIntoView({ block: "center" });
    },
  },
};
