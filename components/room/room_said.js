/** What the auctioneer says to the room, the newest first: there for whoever comes later too. */

const SHOWN = 3;

export const Said = {
  props: ["said", "say", "time", "icon"],
  computed: {
    latest() {
      return this.said.slice(0, SHOWN);
    },
  },
  template: `
<section class="said" aria-labelledby="said-title">
  <h2 id="said-title"><i v-html="icon"></i>{{ say('room.said') }}</h2>
  <ol>
    <li v-for="one in latest" :key="one.n"><span>{{ sentence(one) }}</span> <time class="num">{{ time(one.at_ms) }}</time></li>
  </ol>
</section>`,
  methods: {
    sentence(one) {
      return spoken(one, this.say);
    },
  },
};

/** Say an announcement: a sentence of the trade in the page's language, or the auctioneer's own words. */
export function spoken(one, say) {
  return one.kind === "words" ? one.words : say(`room.said.${one.kind}`);
}
