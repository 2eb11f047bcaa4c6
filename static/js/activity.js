/**
 * Keeps the standings of the activity page true, and bids with one tap. The words are the server's:
 * whenever a card or the bell says that something has moved, it is asked how things stand.
 */
import { toast } from "./toast.js";

const PAUSE_MS = 600;
const TOO_FRESH_MS = 500;
const page = document.querySelector("[data-activity]");
const dialog = document.querySelector("[data-activity-dialog]");
const written = new Map();
let asking = false;
let again = false;
let waiting;

const stands = () => [...document.querySelectorAll("[data-stand]")];

async function renew() {
  if (asking || !stands().length) {
    again = asking;
    return;
  }
  asking = true;
  clearTimeout(waiting);
  try {
    const ids = stands().map(({ dataset }) => dataset.stand).join(",");
    const answer = await fetch(`/api/activity?ids=${ids}`, { cache: "no-store", headers: { accept: "application/json" } });
    if (answer.status === 401) return location.reload();
    if (answer.ok) put(await answer.json());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // no network: the next news asks again
  } finally {
    waiting = setTimeout(() => {
      asking = false;
      if (again) renew();
      again = false;
    }, PAUSE_MS);
  }
}

function put({ head, counts, parts }) {
  swap(document.querySelector("[data-activity-head]"), head);
  const balance = document.querySelector("[data-available]");
  if (balance) balance.textContent = document.querySelector("[data-free]").textContent;
  for (const [tab, count] of Object.entries(counts)) {
    const place = document.querySelector(`[data-count="${tab}"]`);
    if (place.textContent !== count) place.textContent = count;
  }
  for (const [lot, html] of Object.entries(parts)) {
    const place = document.querySelector(`[data-stand="${lot}"]`);
    if (place && swap(place, html)) written.set(lot, Date.now());
  }
}

/** What says the same stays; the focus stays where it was, if there is still such a place. */
function swap(place, html) {
  const fresh = document.createRange().createContextualFragment(html).firstElementChild;
  const same = fresh.dataset.mark ? fresh.dataset.mark === place.dataset.mark : fresh.textContent === place.textContent;
  if (same) return false;
  const focused = place.contains(document.activeElement);
  place.replaceWith(fresh);
  if (focused) fresh.querySelector("button, a")?.focus();
  return true;
}

async function bid(form) {
  const place = form.closest("[data-stand]");
  const since = Date.now() - (written.get(place?.dataset.stand) ?? 0);
  if (since < TOO_FRESH_MS) return toast("info", page.dataset.moved);
  const button = form.querySelector("button");
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { accept: "application/json" },
    });
    if (answer.status === 401) return location.assign(`/login?next=${encodeURIComponent("/activity")}`);
    const said = await answer.json();
    if (said.confirm) return look(said.confirm);
    dialog.close();
    const good = said.accepted && said.standing !== "outbid";
    toast(good ? "success" : "danger", said.said ?? said.message);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    toast("danger", page.dataset.failed);
  } finally {
    button.ariaBusy = null;
    again = true;
    renew();
  }
}

/** The second look: what a bid commits, before it is made. */
function look(html) {
  dialog.innerHTML = html;
  dialog.showModal();
  dialog.querySelector("h2").focus();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-cover]")) return;
  event.preventDefault();
  bid(event.target);
});
/** A switch shows what it was told at once, and takes it back if the house could not keep it. */
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-alerts]")) return;
  event.preventDefault();
  const wanted = submitter.value === "on";
  const show = (on) => {
    submitter.ariaChecked = String(on);
    submitter.value = on ? "off" : "on";
  };
  const body = new URLSearchParams(new FormData(form, submitter));
  show(wanted);
  const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } }).catch(() => null);
  if (answer?.ok) toast("success", (await answer.json()).told);
  else {
    show(!wanted);
    toast("danger", document.querySelector("[data-watching]").dataset.failed);
  }
});
dialog.addEventListener("click", (event) => {
  if (event.target !== dialog && !event.target.closest("[data-close]")) return;
  event.preventDefault();
  dialog.close();
});
document.addEventListener("cards", renew);
document.addEventListener("bell", renew);
document.addEventListener("visibilitychange", () => document.hidden || renew());
page.dataset.living = "";
