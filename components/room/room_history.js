/** The story of the bids, newest first, and the rules of the lot in plain words. */

import { bidsAmong } from "room_chart";

const FIRST = 8;

export const History = {
  props: ["rows", "annulled", "extensions", "paddle", "total", "say", "sum", "time", "hour", "who", "counted"],
  data: () => ({ all: false }),
  computed: {
    story() {
      const moves = this.extensions.map((move) => ({ ...move, key: `m${move.at_ms}`, rank: Infinity }));
      const bids = this.rows.map((row) => ({ ...row, key: `b${row.n}`, rank: row.n }));
      const oldest = this.rows.length < this.total && bids.length ? bids.at(-1).at_ms : 0;
      return [...moves.filter((move) => move.at_ms >= oldest), ...bids].sort(newestFirst);
    },
    shown() {
      return this.all ? this.story : this.story.slice(0, FIRST);
    },
  },
  mounted() {
    this.unfold = () => (this.all = true);
    addEventListener("beforeprint", this.unfold);
  },
  unmounted() {
    removeEventListener("beforeprint", this.unfold);
  },
  methods: {
    /** Say how many bids stand in the whole story, and how many lines tell of anything else. */
    whole() {
      const bids = bidsAmong(this.rows.filter((row) => row.kind !== "annulled" && !this.gone(row)));
      const others = this.story.length - bids;
      const values = { bids: this.counted("room.bids", bids), n: others };
      if (!others) return this.say("room.history.all", values);
      return this.say(others === 1 ? "room.history.all.more.one" : "room.history.all.more.other", values);
    },
    gone(row) {
      return (this.annulled ?? []).includes(row.n);
    },
    /** Say whose bids were taken back and by whom, a bidder's own with how often in six months. */
    back(row) {
      const who = this.who(row.bidder);
      if (row.taken_back === "annulment") return this.say("room.history.annulment", { who });
      return this.say(row.times > 1 ? "room.history.retraction.again" : "room.history.retraction", { who, n: row.times });
    },
    note(row) {
      if (this.gone(row)) return this.say("room.kind.gone");
      if (row.kind === "restated") return this.say("room.kind.restated");
      if (row.kind === "auto") return this.say("room.kind.auto");
      return row.kind === "buy_now" ? this.say("room.kind.buy_now") : "";
    },
  },
  template: `
<section class="history card" aria-labelledby="history-title">
  <h2 id="history-title">{{ say('room.history') }}</h2>
  <p v-if="!story.length" class="history__empty">{{ say('room.history.empty') }}</p>
  <div v-else role="log" aria-live="off" aria-labelledby="history-title">
    <ol class="history__list">
      <li v-for="row in shown" :key="row.key" :class="{ 'history__own': row.n && row.bidder.paddle === paddle, 'history__move': !row.n || row.kind === 'annulled', 'history__gone': gone(row) }">
        <span v-if="row.kind === 'annulled'" class="history__who">{{ back(row) }}</span>
        <template v-else-if="row.n">
          <span class="history__who"><b>{{ who(row.bidder) }}</b> <em v-if="note(row)" class="tag">{{ note(row) }}</em></span>
          <span class="num history__sum">{{ sum(row.value) }}</span>
        </template>
        <span v-else class="history__who">{{ say('room.extended.' + row.cause, { time: hour(row.ends_ms) }) }}</span>
        <time class="num history__time">{{ time(row.at_ms) }}</time>
      </li>
    </ol>
  </div>
  <button v-if="story.length > shown.length" type="button" class="btn btn--quiet" @click="all = true">{{ whole() }}</button>
  <p class="history__note">{{ say('room.history.auto') }}</p>
</section>`,
};

function newestFirst(a, b) {
  return b.at_ms - a.at_ms || b.rank - a.rank;
}

export const Rules = {
  props: ["lines", "say"],
  template: `
<section class="rules card" aria-labelledby="rules-title">
  <h2 id="rules-title">{{ say('room.rules') }}</h2>
  <dl><div v-for="line in lines" :key="line.name"><dt>{{ line.name }}</dt><dd>{{ line.text }}</dd></div></dl>
</section>`,
};
