/** A lot's form: kept while it is written, checked field by field, shown as it will look. */

const ASKING = 250; // from the last letter to asking the house
const form = document.querySelector("form[data-draft]");

function Draft(form) {
  const PAUSE = 900;
  const SOON = 200; // after what was on its way, what was typed meanwhile
  const said = document.querySelector("[data-saved]");
  const aside = document.querySelector("[data-aside]");
  const out = form.querySelector("[data-out]");
  const elsewhere = form.querySelector("[data-elsewhere]");
  const left = new Set();
  let timer = 0;
  let dirty = false;
  let ended = false; // the session: nothing is sent before the next log-in
  let asking = null;

  this.begin = () => {
    form.addEventListener("input", ({ target }) => target.name && later());
    form.addEventListener("change", ({ target }) => {
      choose();
      if (target.name) leave(target);
    });
    form.addEventListener("focusout", ({ target }) => target.name && target.value !== target.defaultValue && leave(target));
    form.addEventListener("submit", submit);
    document.addEventListener("visibilitychange", () => document.hidden && dirty && save());
    window.addEventListener("pagehide", () => dirty && save());
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    out.querySelector("a").addEventListener("click", () => form.dispatchEvent(new Event("keep-typed", { bubbles: true })));
    elsewhere.addEventListener("click", keepMine);
    document.addEventListener("photos-changed", () => later(0));
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

  /** What is being kept is waited for: the house must not take this window for another. */
  function submit(event) {
    const { submitter } = event;
    if (ended || asking) {
      event.preventDefault();
      (asking ?? save()).then(() => (ended ? out.focus() : form.requestSubmit(submitter)));
      return;
    }
    clearTimeout(timer);
    dirty = false;
  }

  /** Keep what is written; one at a time, so that each knows what the one before has kept. */
  function save() {
    clearTimeout(timer);
    if (asking) return asking;
    dirty = false;
    asking = ask().finally(() => {
      asking = null;
      if (dirty && !ended) later(SOON);
    });
    return asking;
  }

  async function ask() {
    said.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        keepalive: document.hidden,
      });
      const told = await answer.json();
      ended = answer.status === 401 || answer.status === 403;
      if (ended) {
        said.textContent = "";
        if (out.hidden) {
          out.hidden = false;
          out.scrollIntoView({ block: "nearest" });
        }
        return;
      }
      out.hidden = true;
      if (!answer.ok) {
        said.textContent = told.message ?? form.dataset.lost;
        return;
      }
      said.textContent = told.said;
      aside.innerHTML = told.aside; // the house's own template, which escapes what people write
      form.elements.was.value = told.was;
      tell(told.elsewhere);
      show(told.fields);
    } catch {
      said.textContent = form.dataset.lost;
    }
  }

  /** What another window has changed too is told once; both stay as they are until one is chosen. */
  function tell(what) {
    const news = what && elsewhere.hidden;
    elsewhere.hidden = !what;
    if (elsewhere.innerHTML !== what) elsewhere.innerHTML = what; // the house's own template, too
    if (news) elsewhere.scrollIntoView({ block: "nearest" });
  }

  function keepMine(event) {
    const mine = event.target.closest("[data-mine]");
    if (!mine) return;
    event.preventDefault();
    form.elements.was.value = mine.dataset.mine;
    later(0);
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

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const PLURALS = [
  [/(?:oes|aes|aos)$/, "ao"],
  [/([aeou])is$/, "$1l"],
  [/ns$/, "m"],
  [/([rz])es$/, "$1"],
  [/s$/, ""],
];

/** The singular of a plain Portuguese word, as far as one tells by its end. */
function singular(word) {
  const [end, instead] = PLURALS.find(([end]) => end.test(word)) ?? [];
  return end && word.length > 3 ? word.replace(end, instead) : word;
}

/** Categories are found by any part of their names, whatever the accents and plurals, or else by the
 * words of lots that stand in them. */
function find(place) {
  if (!place) return;
  const field = place.querySelector("input");
  const said = place.querySelector("[data-found]");
  const roots = [...document.querySelectorAll(".categories__root")];
  let asked = 0;
  place.hidden = false;
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    clearTimeout(asked);
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    const fits = ({ dataset }) => {
      const name = plain(dataset.words);
      const words = name.split(/[^a-z0-9]+/).map(singular);
      return wanted.every((word) => name.includes(word) || words.some((one) => one.startsWith(singular(word))));
    };
    if (list(fits)) said.textContent = "";
    else asked = setTimeout(async () => {
      const typed = field.value;
      const slugs = await named(typed);
      if (typed !== field.value) return;
      const found = slugs.length > 0 && list((one) => slugs.includes(one.dataset.slug), false);
      said.textContent = found ? said.dataset.near : said.dataset.none;
    }, ASKING);
  });

  /** Show what fits; of a root that does, all that is under it, unless only single ones are meant. */
  function list(fits, whole = true) {
    let found = 0;
    for (const root of roots) {
      const all = fits(root);
      let some = 0;
      for (const twig of root.querySelectorAll("[data-words]")) {
        twig.hidden = !(whole && all) && !fits(twig);
        some += twig.hidden ? 0 : 1;
      }
      root.hidden = !all && !some;
      found += root.hidden ? 0 : 1;
    }
    return found;
  }
}

/** The categories of lots that the house's search finds by these words. */
async function named(words) {
  try {
    const answer = await fetch(`/api/categories?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).categories : [];
  } catch {
    return [];
  }
}

if (form) new Draft(form).begin();
