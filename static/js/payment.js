/**
 * Keeps a payment's page true: asks now and then whether it still is, and takes the server's own
 * HTML where it is not. Copies codes, counts down. The page works without: it can be loaded again.
 */
import { remaining } from "/static/js/clock.js";

const ASK_MS = 2500;
const LATER_MS = 15000;
const EAGER_MS = 15 * 60 * 1000;
const TICK_MS = 1000;
const TOLD_MS = 4000;

const began = Date.now();
const page = () => document.querySelector("[data-payment]");

async function ask() {
  const shown = page();
  if (!shown || "over" in shown.dataset) return;
  if (!document.hidden) await look(shown);
  setTimeout(ask, Date.now() - began < EAGER_MS ? ASK_MS : LATER_MS);
}

async function look(shown) {
  try {
    const answer = await fetch(`/api/payments/${shown.dataset.payment}`, { cache: "no-store" });
    if (answer.status === 401) return location.reload();
    if (!answer.ok) return;
    const { mark } = await answer.json();
    if (mark !== shown.dataset.mark) await redraw(shown);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // no network: asked again in a moment
  }
}

async function redraw(shown) {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = drawn.querySelector("[data-payment]");
  if (!fresh) return;
  const had = shown.contains(document.activeElement);
  // What says where it stands stays in the page, so that it is heard to change.
  const place = shown.querySelector("[data-standing]");
  const news = fresh.querySelector("[data-standing]");
  shown.dataset.mark = fresh.dataset.mark;
  shown.toggleAttribute("data-over", "over" in fresh.dataset);
  place.replaceChildren(...news.childNodes);
  const head = shown.querySelector("header");
  while (head.nextSibling) head.nextSibling.remove();
  const after = fresh.querySelector("header");
  while (after.nextSibling) shown.append(after.nextSibling);
  if (had && !shown.contains(document.activeElement)) shown.querySelector("h1").focus();
  dress();
}

/** Offer what needs scripts, and begin to count. */
function dress() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  tick();
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = button.dataset.words; }, TOLD_MS);
  } catch {
    field.select(); // the browser would not: the person can
  }
});

function tick() {
  const place = document.querySelector("[data-until]");
  if (!place) return;
  place.textContent = remaining(Number(place.dataset.until) - Date.now(), JSON.parse(place.dataset.clock)).text;
}

dress();
if (page()) {
  setInterval(tick, TICK_MS);
  setTimeout(ask, ASK_MS);
  window.addEventListener("pageshow", ({ persisted }) => persisted && look(page()));
}
