/**
 * What was typed in a form stays in this tab until it has been taken. When the way in comes between,
 * because a session ended or a proof of who is there was too old, the same person finds it again in
 * the same form. Never kept: passwords, codes, cards, files, and what the house itself put there.
 */

const KEY = "typed";
const LONGEST_WAIT = 20_000;
const bell = document.querySelector("[data-bell]");
const who = bell?.dataset.bell ?? "";
const here = location.pathname + location.search;
const between = !who || document.querySelector("[data-way-in]");
const NEVER = ["hidden", "password", "file", "submit", "button", "image", "reset"];

function typable(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !field.disabled &&
      !NEVER.includes(field.type) &&
      !field.matches("button, output, fieldset, object, select[data-submit], [autocomplete^='cc-'], [autocomplete='one-time-code'], [data-never-kept]"),
  );
}

const ticked = (field) => field.type === "checkbox" || field.type === "radio";

/** Keep a form as it is filled in; `out` if the way in is the next thing to come. */
function keep(form, out = false) {
  const fields = typable(form).map((field) => (ticked(field) ? [field.name, field.value, field.checked] : [field.name, field.value]));
  const written = fields.some(([, value, on]) => on === undefined && value.trim());
  try {
    if (!written || !who) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ who, here, action: form.getAttribute("action") ?? "", fields, out }));
  } catch {
    // A browser that keeps nothing, or a form too long to keep: it is sent all the same.
  }
}

function fill(form, kept) {
  const left = [...kept.fields];
  for (const field of typable(form)) {
    const at = left.findIndex(([name, value]) => name === field.name && (!ticked(field) || value === field.value));
    if (at < 0) continue;
    const [, value, on] = left.splice(at, 1)[0];
    if (ticked(field) ? field.checked === on : field.value === value) continue;
    if (ticked(field)) field.checked = on;
    else field.value = value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  const told = document.createElement("div");
  told.className = "notice notice--info";
  told.tabIndex = -1;
  told.setAttribute("role", "status");
  told.append(Object.assign(document.createElement("p"), { textContent: bell.dataset.kept }));
  const step = form.querySelector("[data-kept-here]");
  if (step) step.prepend(told);
  else form.prepend(told);
  bring(told);
}

/** Bring what is told into sight, and once more where a live page is put together after it, unless
 * somebody has gone on meanwhile. */
function bring(told) {
  let gone = false;
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    window.addEventListener(kind, () => (gone = true), { once: true, passive: true });
  }
  for (const wait of [0, 400, 1500]) {
    setTimeout(() => {
      if (gone) return;
      told.focus({ preventScroll: true });
      told.scrollIntoView({ block: "center", behavior: "instant" });
    }, wait);
  }
}

/** The form may come after the page, with its live connection. */
function find(kept) {
  const same = () => [...document.forms].find((form) => form.getAttribute("action") === kept.action && form.method === "post");
  const found = same();
  if (found) return fill(found, kept);
  const watcher = new MutationObserver(() => {
    const late = same();
    if (!late) return;
    watcher.disconnect();
    fill(late, kept);
  });
  watcher.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watcher.disconnect(), LONGEST_WAIT);
}

function arrive() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEY));
    if (!kept) return;
    if (between && (!who || who === kept.who)) {
      sessionStorage.setItem(KEY, JSON.stringify({ ...kept, out: true }));
      for (const said of document.querySelectorAll("[data-kept-said]")) said.hidden = false;
      return;
    }
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
  if (kept.out && kept.who === who && kept.here.split("?")[0] === location.pathname) find(kept);
}

arrive();
// Last of all who listen: what another script sends by itself does not leave the page.
window.addEventListener("submit", (event) => {
  if (event.target.method === "post" && !event.defaultPrevented && !between) keep(event.target);
});
document.addEventListener("keep-typed", ({ target }) => keep(target, true));
