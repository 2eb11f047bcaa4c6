/** How the auction ended, as one card: the verdict, the sum it fell at, and what comes next. */

const SOLD = ["won", "lost", "ended", "seller_ended"];
const FELL = ["won", "lost", "ended", "seller_ended", "conditional", "reserve_not_met", "defaulted"];

export const RESULT_CARD = `
<div class="result" :class="'result--' + verdict.kind">
  <div v-if="lot.photo" class="result__photo"><img :src="lot.photo.url" :alt="lot.photo.alt" width="480" height="360"></div>
  <div class="result__word">
    <i class="result__mark" v-html="icons[verdict.icon]"></i>
    <p class="result__title" tabindex="-1" ref="band">{{ verdict.title }}</p>
    <p class="result__lot">{{ lot.title }}</p>
  </div>
  <div class="result__price">
    <p class="bid-box__label">{{ verdict.label }}</p>
    <p class="bid-box__sum num">{{ m(shownPrice) }}</p>
    <p class="bid-box__sub"><span>{{ counted('room.bids', room.bids) }}</span><span>{{ t('room.result.at', { moment: moment(room.ends_ms) }) }}</span></p>
  </div>
  <dl v-if="verdict.facts.length" class="costs">
    <div v-for="fact in verdict.facts" :key="fact.name" :class="{ costs__total: fact.total }"><dt>{{ fact.name }}</dt><dd class="num">{{ fact.text }}</dd></div>
  </dl>
  <p v-if="verdict.next" class="result__next">{{ verdict.next }}</p>
</div>`;

export const result = {
  computed: {
    /** What the card says; null while there is no result to tell. */
    verdict() {
      if (this.room.status !== "finished" || this.state === "closing") return null;
      const fell = SOLD.includes(this.state) && this.room.outcome === "sold";
      return {
        kind: this.state,
        icon: fell ? "gavel" : "flag",
        title: this.t(`room.result.${this.state}`),
        label: this.t(fell ? "room.result.hammer" : FELL.includes(this.state) && this.room.bids ? "room.price.last" : "room.price.opening"),
        facts: this.state === "won" ? this.wonFacts : this.otherFacts,
        next: this.verdictNext,
      };
    },
    wonFacts() {
      const { total, due, guide, due_ms: dueMs } = this.you;
      const { commission, fee } = this.hammerCost;
      const facts = [this.fact(this.commissionLabel, this.m(commission))];
      if (fee) facts.push(this.fact(this.t("room.cost.fee"), this.m(fee)));
      facts.push({ ...this.fact(this.t("room.cost.total"), this.m(total)), total: true });
      if (due === null) return facts;
      const paid = total - due - guide;
      if (paid > 0) facts.push(this.fact(this.t("room.result.paid"), this.m(paid)));
      if (guide > 0) facts.push(this.fact(this.t("room.result.guide"), this.m(guide)));
      if (due > 0) facts.push(this.fact(this.t("room.result.due"), this.m(due)));
      if (due > 0 && dueMs !== null) facts.push(this.fact(this.t("room.result.due_day"), this.moment(dueMs)));
      return facts;
    },
    otherFacts() {
      const facts = [];
      const { leader } = this.room;
      if (leader && FELL.includes(this.state)) facts.push(this.fact(this.t(this.room.outcome === "sold" ? "room.result.winner" : "room.result.highest"), this.who(leader)));
      if (this.state === "lost" && this.you.maximum) facts.push(this.fact(this.t("room.result.own_limit"), this.m(this.you.maximum)));
      return facts;
    },
    verdictNext() {
      if (this.state !== "won") return this.has(`room.result.${this.state}.next`);
      if (this.you.due > 0) return this.has("room.result.won.next");
      return this.has(this.you.guide > 0 ? "room.result.won.guide" : "room.result.won.paid");
    },
  },

  methods: {
    fact(name, text) {
      return { name, text, total: false };
    },
    has(key) {
      return key in this.words ? this.t(key) : "";
    },
  },
};
