/** A lot's form: kept while it is written, checked field by field, shown as it will look. */

const form = document.querySelector("form[data-draft]");
if (form) new Draft(form).begin();

function Draft(form) {
  const PAUSE = 900;
  const said = document.querySelector("[data-saved]");
  const aside = document.querySelector("[data-aside]");
  const left = new Set();
  let timer = 0;
  let dirty = false;
  let asking = null;

  this.begin = () => {
    form.addEventListener("input", ({ target }) => target.name && later());
    form.addEventListener("change", ({ target }) => {
      choose();
      if (target.name) leave(target);
    });
    form.addEventListener("focusout", ({ target }) => target.name && target.value !== target.defaultValue && leave(target));
    form.addEventListener("submit", () => (dirty = false));
    document.addEventListener("visibilitychange", () => document.hidden && dirty && send());
    window.addEventListener("pagehide", () => dirty && send());
    choose();
    find(form.querySelector("[data-find]"));
  };

  /** What belongs to a way that was not chosen is out of sight, and kept. */
  function choose() {
    for (const part of form.querySelectorAll("[data-when]")) {
      const [name, ways] = part.dataset.when.split("=");
      const chosen = form.elements.namedItem(name)?.value;
      part.hidden = !ways.split(" ").includes(chosen);
    }
  }

  function leave(field) {
    const place = field.closest("[data-field]");
    if (place) left.add(place.dataset.field);
    later(0);
  }

  function later(wait = PAUSE) {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function send() {
    dirty = false;
    navigator.sendBeacon(form.dataset.autosave, new URLSearchParams(new FormData(form)));
  }

  async function save() {
    asking?.abort();
    const mine = (asking = new AbortController());
    dirty = false;
    said.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        signal: mine.signal,
      });
      const told = await answer.json();
      if (!answer.ok) {
        said.textContent = told.message ?? form.dataset.lost;
        return;
      }
      said.textContent = told.said;
      aside.innerHTML = told.aside; // the house's own template, which escapes what people write
      show(told.fields);
    } catch (error) {
      if (error.name === "AbortError") return;
      dirty = true;
      said.textContent = form.dataset.lost;
    }
  }

  /** Beside fields that were left stands what is wrong with them now; the others are let be. */
  function show(wrong) {
    for (const place of form.querySelectorAll("[data-field]")) {
      const name = place.dataset.field;
      if (!left.has(name) && !place.querySelector(":scope > .field__refusal")) continue;
      clear(place);
      if (wrong[name]) mark(place, name, wrong[name]);
    }
  }

  function mark(place, name, problem) {
    const field = place.matches("fieldset") ? place : place.querySelector("input, select, textarea");
    const refusal = document.createElement("p");
    refusal.className = "field__refusal";
    refusal.id = `${name}-refusal`;
    const icon = form.querySelector("[data-summary] .icon").cloneNode(true);
    refusal.append(icon, Object.assign(document.createElement("span"), { textContent: problem }));
    place.insertBefore(refusal, place.querySelector(":scope > .field__hint"));
    field.setAttribute("aria-invalid", "true");
    const words = (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    field.setAttribute("aria-describedby", [...words, refusal.id].join(" "));
  }

  function clear(place) {
    place.querySelector(":scope > .field__refusal")?.remove();
    for (const field of [place, ...place.querySelectorAll("[aria-invalid]")]) {
      if (!field.hasAttribute("aria-invalid")) continue;
      field.removeAttribute("aria-invalid");
      const words = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.endsWith("-refusal"));
      if (words.length) field.setAttribute("aria-describedby", words.join(" "));
      else field.removeAttribute("aria-describedby");
    }
  }
}

/** Categories are found by any part of their names, accents aside. */
function find(place) {
  if (!place) return;
  const field = place.querySelector("input");
  const said = place.querySelector("[data-found]");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  place.hidden = false;
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    const fits = (one) => wanted.every((word) => plain(one.dataset.words).includes(word));
    let found = 0;
    for (const root of document.querySelectorAll(".categories__root")) {
      const whole = fits(root);
      let some = 0;
      for (const twig of root.querySelectorAll("[data-words]")) {
        twig.hidden = !whole && !fits(twig);
        some += twig.hidden ? 0 : 1;
      }
      root.hidden = !whole && !some;
      found += root.hidden ? 0 : 1;
    }
    said.textContent = found ? "" : said.dataset.none;
  });
}
