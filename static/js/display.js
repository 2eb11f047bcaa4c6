/** The display of a hall: shows one lot, keeps the screen awake, comes back by itself, follows the call. */
import { LotFace } from "/static/js/lot_face.js";
import { LotFeed } from "/static/js/lot_feed.js";

const start = JSON.parse(document.getElementById("floor-start").textContent);
const face = new LotFace(start);
const heard = start.room.said[0]?.n ?? 0;
let price = start.room.price;

function show(room) {
  face.write(room);
  if (room.price !== price) flash();
  price = room.price;
  const next = face.called(heard);
  if (next) location.assign(`/auction/${next}/display`);
}

function flash() {
  const place = document.querySelector("[data-live=price]");
  place.classList.remove("is-new");
  requestAnimationFrame(() => requestAnimationFrame(() => place.classList.add("is-new")));
}

async function stayAwake() {
  if (document.hidden || !("wakeLock" in navigator)) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // a battery that is low, or a browser that may not: the display goes on without
  }
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();
new LotFeed(start.room.auction, { show, lost: (lost) => face.put("lost", lost ? face.say("floor.lost") : "") });
show(start.room);
setInterval(() => face.tick(), 250);
