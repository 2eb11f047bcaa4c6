/** Choosing the photos of a lot: files dropped, pasted or taken, sent one by one with their progress. */

const place = document.querySelector("[data-uploads]");
const words = place.querySelector("[data-words]").dataset;
const form = place.querySelector("[data-send]");
const list = place.querySelector("[data-list]");
const queue = place.querySelector("[data-queue]");
const waiting = []; // what is still to be sent, the first first
let sending = false;

for (const part of place.querySelectorAll("[data-plain]")) part.hidden = true;
place.querySelector("[data-buttons]").hidden = false;
const byHand = matchMedia("(pointer: coarse)").matches;
const camera = place.querySelector("[data-camera]");
camera.hidden = !byHand;
place.querySelector("[data-invite]").hidden = byHand;
const input = form.querySelector("#photos-chosen");
const shot = form.querySelector("[data-shot]");
place.classList.add("is-live");

function say(text) {
  const told = place.querySelector("[data-told]");
  told.textContent = "";
  requestAnimationFrame(() => (told.textContent = text));
}

// ---- files come in -------------------------------------------------------------------------------

place.querySelector("[data-choose]").addEventListener("click", () => input.click());
camera.addEventListener("click", () => shot.click());
for (const field of [input, shot]) {
  field.addEventListener("change", () => {
    take([...field.files]);
    field.value = "";
  });
}

function withFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

const drop = place.querySelector("[data-drop]");
for (const kind of ["dragenter", "dragover"]) {
  place.addEventListener(kind, (event) => {
    if (!withFiles(event)) return;
    event.preventDefault();
    drop.classList.add("is-over");
  });
}
place.addEventListener("dragleave", (event) => {
  if (!place.contains(event.relatedTarget)) drop.classList.remove("is-over");
});
place.addEventListener("drop", (event) => {
  if (!withFiles(event)) return;
  event.preventDefault();
  drop.classList.remove("is-over");
  take([...event.dataTransfer.files]);
});
document.addEventListener("paste", (event) => {
  // A field is given its words: office programs put a picture of them beside.
  const forField = event.target.closest?.("input, textarea") && event.clipboardData?.getData("text/plain");
  if (forField) return;
  const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  if (!files.length) return;
  event.preventDefault();
  take(files);
});

function take(files) {
  for (const file of files) {
    const shown = place.querySelector("[data-waiting]").content.firstElementChild.cloneNode(true);
    const one = { file, shown };
    shown.querySelector("[data-name]").textContent = file.name || words.waitingSaid;
    shown.querySelector("progress").setAttribute("aria-label", file.name);
    shown.querySelector("[data-retry]").addEventListener("click", () => again(one));
    shown.querySelector("[data-forget]").addEventListener("click", () => forget(one));
    queue.append(shown);
    if (file.size > Number(place.dataset.heaviest)) fail(one, words.heavy, { retry: false });
    else waiting.push(one);
  }
  next();
}

function again(one) {
  one.shown.classList.remove("is-wrong");
  one.shown.querySelector("[data-retry]").hidden = true;
  one.shown.querySelector("progress").hidden = false;
  tell(one, words.waitingSaid);
  waiting.push(one);
  next();
}

function forget(one) {
  const at = waiting.indexOf(one);
  if (at >= 0) waiting.splice(at, 1);
  one.request?.abort();
  one.shown.remove();
  place.querySelector("[data-choose]").focus();
}

function tell(one, text) {
  one.shown.querySelector("[data-state]").textContent = text;
}

function fail(one, text, { retry = true } = {}) {
  one.shown.classList.add("is-wrong");
  one.shown.querySelector("progress").hidden = true;
  one.shown.querySelector("[data-retry]").hidden = !retry;
  tell(one, text);
  say(`${one.file.name}: ${text}`);
}

// ---- one after the other: the house develops one at a time -----------------------------------------

function next() {
  if (sending || !waiting.length) return;
  sending = true;
  send(waiting.shift()).finally(() => {
    sending = false;
    next();
  });
}

function send(one) {
  return new Promise((done) => {
    const body = new FormData(form);
    body.delete("photos");
    body.append("photos", one.file, one.file.name || "photo");
    const request = (one.request = new XMLHttpRequest());
    const progress = one.shown.querySelector("progress");
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = (100 * loaded) / total));
    request.upload.addEventListener("load", () => {
      progress.removeAttribute("value");
      tell(one, words.developing);
    });
    request.addEventListener("load", () => {
      answered(one, request);
      done();
    });
    request.addEventListener("error", () => {
      fail(one, words.away);
      done();
    });
    request.addEventListener("abort", done);
    tell(one, words.sending);
    request.send(body);
  });
}

function answered(one, request) {
  const { status, response } = request;
  if (response?.html) show(response.html);
  const refused = response?.refused?.[0]?.message;
  if (status < 300 && !refused) {
    one.shown.remove();
    say(response.said);
  } else fail(one, refused ?? wrong(status, response), { retry: status !== 422 && status !== 413 });
}

function wrong(status, response) {
  if (status === 401 || status === 403) return words.out;
  if (status === 404) return words.gone;
  return response?.message ?? words.away;
}

// ---- what is done to photos ------------------------------------------------------------------------

/** Show the photos as the house has them now; what is being typed and where the focus is stay. */
function show(html, key = document.activeElement?.dataset?.key) {
  const typing = document.activeElement?.matches?.("[data-alt]") ? document.activeElement.id : null;
  const typed = new Map([...list.querySelectorAll("[data-alt]")].filter((field) => field.value !== field.defaultValue).map((field) => [field.id, field.value]));
  const caret = typing ? document.activeElement.selectionStart : 0;
  list.innerHTML = html;
  document.dispatchEvent(new Event("photos-changed")); // how the lot will look has changed with them
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  ready();
  if (typing) {
    const field = document.getElementById(typing);
    field?.focus();
    field?.setSelectionRange(caret, caret);
  } else if (key) refocus(key);
}

/** The button that was pressed, or its neighbour where it has nothing left to do. */
function refocus(key) {
  const button = list.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const near = button?.disabled ? button.parentElement.querySelector("button:not(:disabled)") : button;
  const back = near ?? list.querySelector("[data-key^=back-]") ?? place.querySelector("[data-choose]");
  back.focus();
}

function ready() {
  for (const part of list.querySelectorAll("[data-plain]")) part.hidden = true;
  for (const grip of list.querySelectorAll("[data-grip]")) grip.draggable = true;
}

async function act(photo, more, key) {
  const body = new URLSearchParams(new FormData(photo));
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  photo.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(photo.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (told.html) {
      for (const field of photo.querySelectorAll("[data-alt]")) field.defaultValue = field.value;
      show(told.html, key);
    }
    say(told.refused?.[0]?.message || told.said || wrong(answer.status, told));
  } catch {
    say(words.away);
  } finally {
    photo.removeAttribute("aria-busy");
    delete photo.dataset.sent;
  }
}

list.addEventListener("submit", (event) => {
  event.preventDefault();
  const pressed = event.submitter;
  act(event.target, pressed?.name ? { [pressed.name]: pressed.value } : {}, pressed?.dataset.key);
});
list.addEventListener("change", ({ target }) => {
  if (target.matches("[data-alt]")) act(target.form, { act: "describe" });
});

// ---- order by drag; the arrows do the same ---------------------------------------------------------

let dragged = null;
list.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-photo]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  dragged.classList.add("is-dragged");
});
list.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("[data-photo]");
  if (!dragged || !over) return;
  event.preventDefault();
  if (over === dragged) return;
  const photos = [...list.querySelectorAll("[data-photo]")];
  over[photos.indexOf(dragged) < photos.indexOf(over) ? "after" : "before"](dragged);
});
list.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  const to = [...list.querySelectorAll("[data-photo]")].indexOf(dragged);
  act(dragged.querySelector("form"), { act: "place", to });
  dragged = null;
});

/** Leaving while photos are on their way is asked about. */
window.addEventListener("beforeunload", (event) => {
  if (sending || waiting.length) event.preventDefault();
});

ready();
// Whoever chose before this script was there has chosen all the same.
if (input.files.length) input.dispatchEvent(new Event("change"));
