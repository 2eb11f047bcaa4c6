/** The bell: how much is unread, as it changes, and a notice of what has just come. */
import { toast } from "./toast.js";

const RETRY_MS = [1000, 2000, 4000, 8000, 16000, 30000];
const TONES = { outbid: "danger", won: "success" };
const SESSION_OVER = 1008;

class Bell {
  constructor(place) {
    this.place = place;
    this.tries = 0;
    document.addEventListener("visibilitychange", () => document.hidden || this.listen());
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.listen());
    window.addEventListener("pagehide", () => this.hangUp());
    window.addEventListener("online", () => this.listen());
    this.listen();
  }

  listen() {
    if (this.socket) return;
    clearTimeout(this.waiting);
    const socket = new WebSocket("/api/bell");
    this.socket = socket;
    socket.onmessage = ({ data }) => {
      this.tries = 0;
      this.show(JSON.parse(data));
    };
    socket.onclose = ({ code }) => this.lose(socket, code);
  }

  lose(socket, code) {
    if (this.socket !== socket) return;
    this.socket = undefined;
    delete this.place.dataset.listening;
    if (code === SESSION_OVER) return;
    const pause = RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)];
    this.waiting = setTimeout(() => this.listen(), pause * (0.75 + Math.random() / 2));
  }

  hangUp() {
    const socket = this.socket;
    this.socket = undefined;
    clearTimeout(this.waiting);
    socket?.close();
  }

  show({ unread, said, news, go }) {
    const count = this.place.querySelector("[data-unread]");
    count.textContent = unread;
    count.hidden = !unread;
    this.place.querySelector("[data-unread-said]").textContent = said;
    this.place.dataset.listening = "";
    for (const one of news.reverse()) this.notice(one, go);
    if (news.length) renew();
    document.dispatchEvent(new Event("bell"));
  }

  /** Whoever stands in the room itself, or reads the list, sees it there. */
  notice({ kind, text, path }, go) {
    if ([path, "/notifications"].some((one) => new URL(one, location.origin).pathname === location.pathname)) return;
    toast(TONES[kind] ?? "info", text, { text: go, href: path });
  }
}

/** The page of all that was told shows what has just come, unless somebody is at it by keyboard. */
async function renew() {
  const list = document.querySelector("[data-told]");
  if (!list || list.contains(document.activeElement)) return;
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  list.replaceWith(page.querySelector("[data-told]"));
}

const place = document.querySelector("[data-bell]");
if (place) new Bell(place);
if (place && localStorage.getItem("push-for") === place.dataset.bell) {
  import("./push.js").then(({ renew }) => renew()).catch(() => {}); // another visit says it again
}

/** What is opened is read, also where no answer can be waited for. */
document.addEventListener("click", ({ target }) => {
  const link = target.closest("[data-news]");
  if (!link) return;
  const csrf = link.closest("li").querySelector("[name=csrf]").value;
  const body = new URLSearchParams({ csrf, only: link.dataset.news });
  fetch("/notifications/read", { method: "POST", body, keepalive: true, headers: { accept: "application/json" } });
});
