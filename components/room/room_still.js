/** A room that stands still, as the gallery of components shows it: one instant, no news, no bids. */

import { clock } from "/static/js/clock.js";

const NAMES = ["id", "for", "aria-labelledby", "aria-describedby"];

export const still = {
  /** {at_ms, mark, pose}: the instant, what sets its ids apart, and the data it is posed with. */
  props: { still: Object },

  mounted() {
    if (!this.still) return;
    Object.assign(this, this.still.pose);
    this.nameApart();
  },

  updated() {
    if (this.still) this.nameApart();
  },

  methods: {
    now() {
      return this.still ? this.still.at_ms : clock.now();
    },

    /** Many rooms on one page: each one's ids, and what points to them, get its own mark. */
    nameApart() {
      const mark = `--${this.still.mark}`;
      const apart = (id) => (id.endsWith(mark) ? id : id + mark);
      for (const name of NAMES) {
        for (const place of this.$el.querySelectorAll(`[${name}]`)) {
          place.setAttribute(name, place.getAttribute(name).split(" ").map(apart).join(" "));
        }
      }
    },
  },
};
