/**
 * Keeps the desk's live figures true: asks for them every few seconds, in the reader's words, and
 * not while the page is hidden or paused. Nothing moves but the numbers; who asked for calm or less
 * motion gets them less often, and no line that grows.
 */
const EVERY_MS = 3000;
const CALM_MS = 15000;
const KEPT = 60;
const place = document.querySelector("[data-live]");
const part = (name) => place.querySelector(`[data-live-${name}]`);
const button = part("pause");
const quiet = matchMedia("(prefers-reduced-motion: reduce)");
const calm = () => quiet.matches || document.querySelector("meta[name=comfort]:is([content~=calm], [content~=still])") !== null;
const paused = () => button.getAttribute("aria-pressed") === "true";
const seen = [];
let asking = false;
let waiting;

async function renew() {
  clearTimeout(waiting);
  if (asking || paused() || document.hidden) return;
  asking = true;
  try {
    const answer = await fetch(place.dataset.live, { cache: "no-store", headers: { accept: "application/json" } });
    if (answer.status === 401 || answer.status === 403) return location.reload();
    if (!answer.ok) throw new TypeError(answer.statusText);
    show(await answer.json());
    tell("");
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    tell(place.dataset.lost); // no network, or the house is away: the next turn asks again
  } finally {
    asking = false;
    waiting = setTimeout(renew, calm() ? CALM_MS : EVERY_MS);
  }
}

function show({ at, troubles, bids, figures }) {
  put(part("at"), at);
  put(part("troubles"), troubles);
  part("trouble").hidden = !troubles;
  for (const [name, one] of Object.entries(figures)) {
    const card = place.querySelector(`[data-figure="${name}"]`);
    if (!card) continue;
    card.dataset.tone = one.tone;
    for (const word of ["written", "mark", "more"]) put(card.querySelector(`[data-${word}]`), one[word]);
  }
  seen.push(bids);
  if (seen.length > KEPT) seen.shift();
  if (!calm()) draw();
}

function draw() {
  const highest = Math.max(1, ...seen);
  const across = 120 / (KEPT - 1);
  const points = seen.map((bids, turn) => `${(turn * across).toFixed(1)},${(30 - (bids / highest) * 28).toFixed(1)}`);
  place.querySelector("[data-trend]").setAttribute("points", points.join(" "));
}

function put(where, words) {
  if (where.textContent !== words) where.textContent = words;
}

/** Said aloud only when it changes: paused, lost, going on. */
function tell(words) {
  put(part("said"), words);
  if (words) put(part("at"), words);
}

button.hidden = false;
part("reload").hidden = true;
button.addEventListener("click", () => {
  button.setAttribute("aria-pressed", String(!paused()));
  tell(paused() ? place.dataset.paused : place.dataset.again);
  renew();
});
document.addEventListener("visibilitychange", renew);
waiting = setTimeout(renew, EVERY_MS);
