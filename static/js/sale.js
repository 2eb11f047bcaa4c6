/**
 * Keeps the page of one payment true: asks for its mark now and then, and when it is another one
 * fetches the page and puts its new state in place. What somebody is writing is never taken away.
 */
import { clock, remaining } from "/static/js/clock.js";

const QUICK_MS = 3000;
const SLOW_MS = 15000;
const QUICK_FOR_MS = 10 * 60 * 1000;
const begun = Date.now();
const words = JSON.parse(document.getElementById("payment-words").textContent);
const live = document.querySelector("[data-live]");
const part = () => document.querySelector("[data-payment]");
let waiting;

function busy() {
  const fields = part().querySelectorAll("textarea:not([readonly]), input:not([type=hidden])");
  return [...fields].some((field) =>
    field === document.activeElement || field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}

async function look() {
  clearTimeout(waiting);
  if (!document.hidden) {
    try {
      await compare();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // no network: the next look tells
    }
  }
  waiting = setTimeout(look, Date.now() - begun < QUICK_FOR_MS ? QUICK_MS : SLOW_MS);
}

async function compare() {
  const answer = await fetch(part().dataset.door, { cache: "no-store", headers: { accept: "application/json" } });
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return;
  if ((await answer.json()).mark === part().dataset.mark) return;
  if (busy()) document.querySelector("[data-stale]").hidden = false;
  else await renew();
}

async function renew() {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-payment]");
  if (!fresh || fresh.dataset.mark === part().dataset.mark) return;
  const here = part().contains(document.activeElement);
  part().replaceWith(fresh);
  document.querySelector("[data-stale]").hidden = true;
  if (here) fresh.querySelector("h1").focus();
  live.textContent = fresh.querySelector("[data-headline]").textContent;
  tick();
}

function tick() {
  for (const place of document.querySelectorAll("[data-until]")) {
    const { text, urgency } = remaining(Number(place.dataset.until) - clock.now(), words);
    if (place.textContent !== text) place.textContent = text;
    place.dataset.urgency = urgency;
  }
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  source.select();
  try {
    await navigator.clipboard.writeText(source.value);
  } catch {
    document.execCommand("copy"); // where the page is not served safely
  }
  button.textContent = button.dataset.copied;
  live.textContent = button.dataset.copied;
});

document.addEventListener("visibilitychange", () => document.hidden || look());
const [visit] = performance.getEntriesByType("navigation");
if (visit?.responseStart) {
  const start = performance.timeOrigin;
  clock.sample(Number(part().dataset.now), start + visit.requestStart, start + visit.responseStart);
}
setInterval(tick, 500);
waiting = setTimeout(look, QUICK_MS);
