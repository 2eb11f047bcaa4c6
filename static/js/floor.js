/** The auctioneer's console: every act is a plain form; this sends it without leaving the page. */
import { LotFace } from "/static/js/lot_face.js";
import { LotFeed } from "/static/js/lot_feed.js";

const start = JSON.parse(document.getElementById("floor-start").textContent);
const face = new LotFace(start);
const heard = start.room.said[0]?.n ?? 0;
const told = document.querySelector("[data-told]");

function show(room) {
  face.write(room);
  for (const part of document.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(room.status);
  const bids = document.querySelector("[data-rows]");
  bids.replaceChildren(...room.rows.slice(0, 8).map((row) => line(face.say("floor.bidder", { n: row.bidder.paddle }), face.money.format(Number(row.value)), row.at_ms)));
  const log = document.querySelector("[data-log]");
  log.replaceChildren(...room.said.map((one) => line(face.sentence(one), "", one.at_ms)));
  for (const part of document.querySelectorAll("[data-before-bids]")) {
    part.hidden = room.bids > 0 || (room.extend_mode === "add" && room.window_s === start.hybrid_seconds);
  }
  const next = face.called(heard);
  if (next) location.assign(`/auctioneer/${next}`);
}

function line(first, second, at) {
  const item = document.createElement("li");
  for (const [name, text] of [["who", first], ["sum num", second], ["time num", face.hour(at)]]) {
    const part = document.createElement("span");
    part.className = name.split(" ").map((each, place) => (place ? each : `floor__${each}`)).join(" ");
    part.textContent = text;
    item.append(part);
  }
  return item;
}

function tick() {
  face.tick();
  const late = face.room.status === "open" && face.left() <= face.room.window_s * 1000;
  for (const part of document.querySelectorAll("[data-force]")) part.hidden = !late;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-act]")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, event.submitter)),
      headers: { Accept: "application/json" },
    });
    const said = await answer.json().catch(() => ({}));
    told.textContent = answer.ok ? face.say("floor.done") : (said.message ?? face.say("floor.failed"));
    told.dataset.kind = answer.ok ? "done" : "failed";
    if (answer.ok) form.reset();
    if (answer.status === 401) location.reload();
  } catch {
    told.textContent = face.say("floor.failed");
    told.dataset.kind = "failed";
  } finally {
    delete form.dataset.sending;
    feed.fetch();
  }
});

/** Shortcuts need two modifiers: nothing is said, and no clock stopped, by a key hit in passing. */
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const button = document.querySelector(`[data-key="${event.code}"]`);
  if (!button || button.closest("[hidden]")) return;
  event.preventDefault();
  if (button.matches("input, textarea")) button.focus();
  else button.click();
});

const feed = new LotFeed(start.room.auction, { show, lost: (lost) => face.put("lost", lost ? face.say("floor.lost") : "") });
show(start.room);
setInterval(tick, 250);
