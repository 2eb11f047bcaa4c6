/** How the price rose: one step a bid, from the opening price to now. */

const WIDE = 1000;
const HIGH = 100;

/** Give the points of the steps, as thousandths of the time shown and hundredths of the price's rise. */
export function steps(rows, opening, from, until) {
  const told = [...rows].sort((a, b) => a.n - b.n);
  const first = told[0];
  const whole = first.n === 1;
  const least = Math.min(...told.map((row) => row.value));
  const low = whole ? Math.min(opening, least) : least;
  const start = whole ? Math.min(from, first.at_ms) : first.at_ms;
  const end = Math.max(until, told.at(-1).at_ms, start + 1);
  const high = Math.max(...told.map((row) => row.value)); // the last one, unless bids were taken back
  const rise = Math.max(1, high - low);
  const x = (ms) => ((ms - start) / (end - start)) * WIDE;
  const y = (cents) => HIGH - ((cents - low) / rise) * HIGH;
  const points = told.map((row) => ({ n: row.n, paddle: row.bidder.paddle, x: x(row.at_ms), y: y(row.value) }));
  return { points, low, high, start, end, whole };
}

/** Write the steps as a path: level until a bid, then up to it, and level until now. */
export function path({ points, whole }) {
  const moves = points.map(({ x, y }) => `H${round(x)}V${round(y)}`);
  return `M0 ${whole ? HIGH : round(points[0].y)}${moves.join("")}H${WIDE}`;
}

function round(number) {
  return Math.round(number * 10) / 10;
}

/** Count the bids among rows that stand; who leads again after bids were taken back bids nothing. */
export function bidsAmong(rows) {
  return rows.filter((row) => row.kind !== "restated").length;
}

export const Chart = {
  props: ["rows", "opening", "from", "until", "paddle", "say", "sum", "time", "counted"],
  computed: {
    shape() {
      return steps(this.rows, this.opening, this.from, this.until);
    },
    line() {
      return path(this.shape);
    },
    own() {
      return this.shape.points.filter((point) => point.paddle === this.paddle);
    },
    last() {
      return this.shape.points.at(-1);
    },
    caption() {
      const { low, high, whole } = this.shape;
      const values = { low: this.sum(low), high: this.sum(high), bids: this.counted("room.bids", bidsAmong(this.rows)) };
      return this.say(whole ? "room.chart.caption" : "room.chart.latest", values);
    },
  },
  methods: {
    place({ x, y }) {
      return { left: `${x / 10}%`, top: `${y}%` };
    },
  },
  template: `
<figure class="chart card" aria-labelledby="chart-title">
  <h2 id="chart-title">{{ say('room.chart') }}</h2>
  <div class="chart__body" aria-hidden="true">
    <div class="chart__scale num"><span>{{ sum(shape.high, { round: true }) }}</span><span>{{ sum(shape.low, { round: true }) }}</span></div>
    <div class="chart__plot">
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" focusable="false">
        <path class="chart__ground" :d="line + 'V100H0Z'"></path>
        <path class="chart__line" :d="line" vector-effect="non-scaling-stroke"></path>
      </svg>
      <i v-for="point in own" :key="point.n" class="chart__own" :style="place(point)"></i>
      <i class="chart__now" :style="{ left: '100%', top: last.y + '%' }"></i>
    </div>
    <div class="chart__days num"><span>{{ time(shape.start) }}</span><span>{{ time(shape.end) }}</span></div>
  </div>
  <figcaption>{{ caption }}<span v-if="own.length" class="chart__key"><i class="chart__own" aria-hidden="true"></i>{{ say('room.chart.own') }}</span></figcaption>
</figure>`,
};
