/**
 * Lets this browser be told things while no page is open. Who allowed it once need not again after
 * the next log-in; somebody else who logs in here is asked first.
 */
const OWNER = "push-for";
const SAID = "push-said";
const me = document.querySelector("[data-bell]")?.dataset.bell;
const place = document.querySelector("[data-push]");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function subscription(make = false) {
  const worker = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const found = await worker.pushManager.getSubscription();
  if (found || !make) return found;
  const { key } = await (await fetch("/account/push", { headers: { accept: "application/json" } })).json();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function tell(door, fields) {
  const csrf = document.querySelector("#watching [name=csrf]").value;
  const answer = await fetch(door, {
    method: "POST",
    body: new URLSearchParams({ csrf, ...fields }),
    headers: { accept: "application/json" },
  });
  if (!answer.ok) throw new TypeError(`refused: ${answer.status}`);
}

async function keep(found) {
  const { endpoint, keys } = found.toJSON();
  await tell("/account/push", { endpoint, ...keys });
  localStorage.setItem(OWNER, me);
  sessionStorage.setItem(SAID, me);
}

/** Once a visit: the log-in may be a new one. */
export async function renew() {
  if (!able || Notification.permission !== "granted") return;
  if (localStorage.getItem(OWNER) !== me || sessionStorage.getItem(SAID) === me) return;
  const found = await subscription();
  if (found) await keep(found);
}

async function allow() {
  if ((await Notification.requestPermission()) !== "granted") return show();
  await keep(await subscription(true));
  show();
}

async function stop() {
  const found = await subscription();
  localStorage.removeItem(OWNER);
  sessionStorage.removeItem(SAID);
  if (found) {
    await tell("/account/push/off", { endpoint: found.endpoint });
    await found.unsubscribe();
  }
  show();
}

function show() {
  const on = able && Notification.permission === "granted" && localStorage.getItem(OWNER) === me;
  const state = !able ? "unable" : on ? "on" : Notification.permission === "denied" ? "denied" : "off";
  place.querySelector("[data-push-state]").textContent = place.dataset[state];
  place.querySelector("[data-push-on]").hidden = state !== "off";
  place.querySelector("[data-push-off]").hidden = state !== "on";
}

/** The push service may be out of reach, or not allowed by the browser's owner. */
async function attempt(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    show();
    place.querySelector("[data-push-state]").textContent = place.dataset.failed;
  }
}

if (place) {
  place.querySelector("[data-push-on]").addEventListener("click", () => attempt(allow));
  place.querySelector("[data-push-off]").addEventListener("click", () => attempt(stop));
  show();
}
