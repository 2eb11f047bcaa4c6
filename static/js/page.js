/** Small comforts of every page. All of it works without them: plain links, plain forms. */

const APP = "#app main";

/** The chosen category, or part of the account, is in sight in a row that overflows. */
function reveal() {
  const chosen = document.querySelector(":is(.chips, .account__menu) [aria-current]");
  const row = chosen?.closest("ul");
  if (row) row.scrollLeft += chosen.getBoundingClientRect().right - row.getBoundingClientRect().right + 72;
}

/** The footer comes after the content, which NiceGUI puts behind the server's HTML. */
function settle() {
  document.getElementById("shell")?.removeAttribute("role");
  document.body.append(document.getElementById("foot"), document.getElementById("dock"));
  reveal();
}

/** What is out of sight is laid out once the page is there: the first paint does not wait for it. */
function complete() {
  const idle = window.requestIdleCallback ?? setTimeout;
  idle(() => document.getElementById("shell")?.setAttribute("data-whole", ""));
}

requestAnimationFrame(reveal);
if (document.readyState === "complete") complete();
else window.addEventListener("load", complete);
if (document.querySelector(APP)) settle();
else if (document.getElementById("app")) {
  new MutationObserver((_, watcher) => {
    if (!document.querySelector(APP)) return;
    watcher.disconnect();
    settle();
  }).observe(document.getElementById("app"), { childList: true, subtree: true });
}

/** Menus close by Escape, by a click elsewhere and when the focus leaves. */
for (const menu of document.querySelectorAll("details[data-menu]")) {
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
}
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/** A comfort is chosen without leaving the page, where an auction may be running. */
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-looks]") || !submitter?.ariaPressed) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, submitter));
  const { name, value } = submitter;
  wear(name, value);
  const kept = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => null);
  if (kept && kept.type !== "opaqueredirect") location.reload(); // refused: show how things stand
});

function wear(name, value) {
  const worn = document.querySelector("meta[name=comfort]");
  const words = new Set(worn.content.split(" ").filter((word) => name !== "text_size" || !word.startsWith("text-")));
  if (name === "text_size") words.add(`text-${value}`);
  else if (value === "on") words.add(name);
  else words.delete(name);
  worn.content = [...words].join(" ");
  for (const button of document.querySelectorAll(`[data-looks] button[name="${name}"]`)) {
    button.ariaPressed = String(name === "text_size" ? button.value === value : value === "on");
    if (name !== "text_size") button.value = value === "on" ? "off" : "on";
  }
}

/** A heart is filled without leaving the page; somebody not logged in is sent to the way in. */
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-watching]") || !submitter) return;
  event.preventDefault();
  import("./watching.js").then(({ watch }) => watch(form, submitter));
});

/** A choice in a list asks at once; its button is for those without scripts. */
document.addEventListener("change", ({ target }) => {
  if (target.matches("select[data-submit]")) target.form.submit();
});

document.addEventListener("click", ({ target }) => {
  const reveal = target.closest("[data-reveal]");
  if (reveal) {
    const field = document.getElementById(reveal.dataset.reveal);
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    reveal.setAttribute("aria-pressed", String(shown));
  }
  const fill = target.closest("[data-fill-login]");
  if (fill) {
    document.getElementById("login").value = fill.dataset.fillLogin;
    document.getElementById("password").value = fill.dataset.fillPassword;
    document.querySelector("form[action='/login'] [type=submit]").focus();
  }
});
for (const button of document.querySelectorAll("[data-reveal], [data-fill-login]")) {
  button.hidden = false;
}

/** A form is sent once; the page that answers, or coming back to this one, frees it. */
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/** What is typed by somebody outlives the end of a session. */
function typedBefore() {
  try {
    return sessionStorage.getItem("typed");
  } catch {
    return null;
  }
}
if (document.querySelector("[data-bell]") || typedBefore()) import("./kept.js");

/** The bell listens once the page is there: nothing waits for it. */
if (document.querySelector("[data-bell]")) {
  const ring = () => import("./bell.js");
  if (document.readyState === "complete") ring();
  else window.addEventListener("load", ring);
}

document.querySelector("[data-focus]")?.focus();
