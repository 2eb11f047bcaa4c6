/**
 * Follows one lot for a screen that only shows it: the cards' socket says that it has moved, the
 * room is fetched then. A lost socket is made anew, and meanwhile the room is fetched anyway.
 */
import { clock } from "/static/js/clock.js";

const RETRY_MS = [500, 1000, 2000, 4000, 8000];
const ANYWAY_MS = 15_000;
const LOST_MS = 3000;
const PATIENCE_MS = 5000;

export class LotFeed {
  constructor(auction, { show, lost }) {
    this.auction = auction;
    this.show = show;
    this.lost = lost;
    this.version = -1;
    this.tries = 0;
    document.addEventListener("visibilitychange", () => document.hidden || this.back());
    window.addEventListener("online", () => this.back());
    window.addEventListener("offline", () => this.miss());
    window.addEventListener("pagehide", () => this.hangUp());
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.back());
    setInterval(() => this.fetch(), ANYWAY_MS);
    this.listen();
  }

  back() {
    if (this.socket) this.fetch();
    else this.listen();
  }

  hangUp() {
    const socket = this.socket;
    this.socket = undefined;
    clearTimeout(this.waiting);
    socket?.close();
  }

  listen() {
    clearTimeout(this.waiting);
    const socket = new WebSocket(`/api/cards/news?ids=${this.auction}`);
    this.socket = socket;
    socket.onopen = () => {
      this.tries = 0;
      this.fetch();
    };
    socket.onmessage = () => this.fetch();
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      this.miss();
      const pause = RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)];
      this.waiting = setTimeout(() => this.listen(), pause * (0.75 + Math.random() / 2));
    };
  }

  miss() {
    this.missing ??= setTimeout(() => this.lost(true), LOST_MS);
  }

  found() {
    clearTimeout(this.missing);
    this.missing = undefined;
    this.lost(false);
  }

  async fetch() {
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = true;
    const sent = Date.now();
    try {
      const answer = await fetch(`/api/auctions/${this.auction}/room`, {
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!answer.ok) throw new TypeError("no room");
      const { room, now_ms: now } = await answer.json();
      clock.sample(now, sent, Date.now());
      this.found();
      if (room.version > this.version) {
        this.version = room.version;
        this.show(room);
      }
    } catch (failure) {
      if (!(failure instanceof TypeError || failure instanceof DOMException)) throw failure;
      this.miss();
    } finally {
      this.fetching = false;
      if (this.again) {
        this.again = false;
        this.fetch();
      }
    }
  }
}
