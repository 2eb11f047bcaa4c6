/** The news of the room: the connection they come on, and the whole room fetched when some may be missing. */

import { clock } from "/static/js/clock.js";
import { readRoom, readYou } from "room_money";
import { endOf, judge, merge } from "room_state";

const NOTICE_MS = 5000;
const LOST_AFTER_MS = 3000;
const RETRY_MS = 2000;
const SAMPLE_SOON_MS = 30_000;
const SAMPLE_FAR_MS = 120_000;
const OWN_COMING_MS = 2500; // who comes without a number may be this very screen

export const news = {
  data: () => ({
    online: true,
    joined: "",
    ahead: 0,
    lossSaid: false,
  }),

  mounted() {
    if (this.still) return;
    this.listeners = {
      room: this.onRoom,
      presence: this.onPresence,
      hearts: this.onHearts,
      answer: this.onAnswer,
      yours: this.onYours,
      connect: this.onConnect,
      disconnect: this.onDisconnect,
    };
    this.attach();
    this.onVisible = () => document.visibilityState === "visible" && this.fetchRoom();
    this.onNetwork = () => (navigator.onLine ? this.onConnect() : this.onDisconnect());
    document.addEventListener("visibilitychange", this.onVisible);
    window.addEventListener("online", this.onNetwork);
    window.addEventListener("offline", this.onNetwork);
  },

  unmounted() {
    clearTimeout(this.attaching);
    document.removeEventListener("visibilitychange", this.onVisible);
    window.removeEventListener("online", this.onNetwork);
    window.removeEventListener("offline", this.onNetwork);
    for (const [name, hear] of Object.entries(this.listeners ?? {})) window.socket?.off(name, hear);
  },

  methods: {
    sampleOfPage() {
      const page = performance.getEntriesByType("navigation")[0];
      if (!page?.responseStart) return;
      const zero = performance.timeOrigin;
      clock.sample(this.initial.now_ms, zero + page.requestStart, zero + page.responseStart);
      this.ahead = clock.ahead();
    },

    /** NiceGUI opens its connection after its elements are mounted. */
    attach() {
      if (!window.socket) {
        this.attaching = setTimeout(this.attach, 20);
        return;
      }
      for (const [name, hear] of Object.entries(this.listeners)) window.socket.on(name, hear);
      if (this.connected()) this.onConnect();
    },

    connected() {
      return Boolean(!this.still && window.socket?.connected && window.did_handshake && navigator.onLine);
    },

    onRoom(message) {
      const verdict = judge(this.room, message);
      if (verdict === "apply") this.show(merge(this.room, readRoom(message)));
      else if (verdict === "gap") this.fetchRoom();
    },

    onPresence({ auction, present, joined }) {
      if (auction !== this.room.auction) return;
      this.present = present;
      const myself = joined?.paddle === null ? Date.now() - this.came < OWN_COMING_MS : joined?.paddle === this.you.paddle;
      if (!joined || myself) return;
      this.joined = this.t("room.joined", { who: joined.paddle === null ? this.t("room.somebody") : this.who(joined) });
      clearTimeout(this.joinedFor);
      this.joinedFor = setTimeout(() => (this.joined = ""), NOTICE_MS);
    },

    /** More or fewer people watch the lot; the number stands in what the server has drawn. */
    onHearts({ auction, watchers }) {
      const place = this.$el.querySelector(`[data-watchers="${auction}"]`);
      if (!place || auction !== this.room.auction) return;
      const said = watchers ? this.counted("watch.count", watchers) : "";
      if (place.textContent !== said) place.textContent = said;
    },

    onAnswer({ key, answer }) {
      this.bidding.answered(key, answer);
    },

    /** This person has bid on another screen. */
    onYours({ auction }) {
      if (auction === this.room.auction) this.fetchRoom();
    },

    onConnect() {
      if (!window.socket?.connected || !navigator.onLine) return;
      clearTimeout(this.losing);
      const wasLost = !this.online;
      this.came ??= Date.now();
      this.online = true;
      this.bidding.lost();
      this.fetchRoom().then(() => {
        if (wasLost && this.online) this.back();
      });
    },

    /** The connection is back; what became of a bid is the greater news. */
    back() {
      const said = this.t("room.again", { time: this.hour(clock.now()) });
      if (!this.result || this.result.key === "room.offline_refused") this.inform("info", "info", said);
      if (this.lossSaid) this.speak("alert", said);
      this.lossSaid = false;
    },

    onDisconnect() {
      if (!this.online) return;
      this.online = false;
      this.bidding.lost();
      this.losing = setTimeout(() => {
        this.lossSaid = true;
        this.speak("alert", this.t("room.offline"));
      }, LOST_AFTER_MS);
    },

    /** Fetch the whole room: on every connection, after a gap, on coming back to the page. */
    async fetchRoom() {
      if (this.still) return;
      if (this.fetching) {
        this.fetchAgain = true;
        return;
      }
      this.fetching = true;
      this.nextFetch = Date.now() + RETRY_MS;
      const sent = Date.now();
      try {
        const response = await fetch(`/api/auctions/${this.room.auction}/room`, { cache: "no-store" });
        if (!response.ok) return;
        const { room, you, now_ms: now, watchers } = await response.json();
        clock.sample(now, sent, Date.now());
        this.ahead = clock.ahead();
        this.nextFetch = Date.now() + (endOf(this.room) - now < 600_000 ? SAMPLE_SOON_MS : SAMPLE_FAR_MS);
        this.know(readYou(you));
        this.onHearts({ auction: room.auction, watchers });
        if (room.version >= this.room.version) this.show(merge(this.room, readRoom(room)));
      } catch (failure) {
        if (!(failure instanceof TypeError)) throw failure; // no network: the box says so itself
      } finally {
        this.fetching = false;
        if (this.fetchAgain) {
          this.fetchAgain = false;
          this.fetchRoom();
        }
      }
    },

    async ask(key) {
      try {
        const response = await fetch(`/api/auctions/${this.room.auction}/bids/${key}`, { cache: "no-store" });
        return { status: response.status, answer: response.ok ? await response.json() : null };
      } catch {
        return { status: 0, answer: null };
      }
    },
  },
};
