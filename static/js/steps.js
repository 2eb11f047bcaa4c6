/** A long form in steps: each is checked by the house before the next, and nothing is ever lost. */

for (const form of document.querySelectorAll("form[data-steps]")) new Steps(form).begin();

function Steps(form) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const marks = [...(document.querySelector("[data-stepper]")?.children ?? [])];
  const summary = document.querySelector("[data-summary]");
  const words = summary.querySelector("[data-summary-words]");
  const [back, on, send] = ["back", "on", "send"].map((name) => form.querySelector(`[data-${name}]`));
  let now = 0;
  let busy = false;

  const placeOf = (field) => form.querySelector(`[data-field="${field}"]`);
  const stepOf = (field) => steps.findIndex((step) => step.contains(placeOf(field)));

  this.begin = () => {
    const first = [...form.querySelectorAll("[aria-invalid=true]")][0];
    const at = first ? steps.findIndex((step) => step.contains(first)) : Number(history.state?.step ?? 0);
    document.querySelector("[data-stepper]").hidden = false;
    show(steps[at] ? at : 0, { focus: false });
    if (!first) summary.hidden ||= words.textContent === words.dataset.default;
    back.addEventListener("click", () => show(now - 1));
    on.addEventListener("click", forward);
    form.addEventListener("submit", submit);
    form.addEventListener("input", ({ target }) => clear(target.closest("[data-field]")));
    form.addEventListener("change", ({ target }) => target.name === "userType" && clearAll());
    summary.addEventListener("click", follow);
    window.addEventListener("popstate", ({ state }) => show(Number(state?.step ?? 0), { remember: false }));
  };

  function show(step, { focus = true, remember = true } = {}) {
    now = Math.max(0, Math.min(step, steps.length - 1));
    for (const [place, one] of steps.entries()) one.hidden = place !== now;
    for (const [place, mark] of marks.entries()) {
      mark.toggleAttribute("data-done", place < now);
      if (place === now) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    }
    back.hidden = now === 0;
    on.hidden = now === steps.length - 1;
    send.hidden = !on.hidden;
    if (remember && history.state?.step !== now) {
      if (focus) history.pushState({ step: now }, "");
      else history.replaceState({ step: now }, "");
    }
    if (focus) {
      summary.hidden = true;
      const heading = steps[now].querySelector("h2");
      heading.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
  }

  async function forward() {
    const wrong = await ask(form.dataset.check, false);
    if (!wrong) return;
    const here = Object.entries(wrong.fields ?? {}).filter(([field]) => stepOf(field) === now);
    if (here.length) tell(here);
    else show(now + 1);
  }

  async function submit(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!on.hidden) return void forward();
    const answer = await ask(form.action, true);
    if (!answer) return;
    if (answer.next) location.assign(answer.next);
    else tell(Object.entries(answer.fields ?? {}), answer.message);
  }

  /** Send the form, or what a check needs of it; null after telling that there is no answer. */
  async function ask(address, whole) {
    if (busy) return null;
    busy = true;
    form.setAttribute("aria-busy", "true");
    const fields = new FormData(form);
    if (!whole) for (const name of ["photo", "photo_kept"]) fields.delete(name);
    if (!whole && now < steps.length - 1) fields.delete("password");
    try {
      const answer = await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (!whole && !answer.ok) tell([], said.message);
      return whole || answer.ok ? said : null;
    } catch {
      tell([], form.dataset.lost);
      return null;
    } finally {
      busy = false;
      form.removeAttribute("aria-busy");
    }
  }

  /** Put each problem beside its field and all of them, with links, above the form. */
  function tell(problems, message) {
    clearAll();
    const list = summary.querySelector("ul");
    const known = problems.filter(([field]) => placeOf(field));
    for (const [field, problem] of known) {
      mark(field, problem);
      const link = Object.assign(document.createElement("a"), { href: `#${field}` });
      link.textContent = `${nameOf(field)}: ${problem}`;
      const line = document.createElement("li");
      line.append(link);
      list.append(line);
    }
    words.textContent = known.length || !message ? words.dataset.default : message;
    if (known.length && !known.some(([field]) => stepOf(field) === now)) show(stepOf(known[0][0]), { focus: false });
    summary.hidden = false;
    summary.focus();
  }

  function nameOf(field) {
    const label = placeOf(field).querySelector("label, legend").cloneNode(true);
    label.querySelector(".field__optional")?.remove();
    return label.textContent.trim();
  }

  function mark(field, problem) {
    const place = placeOf(field);
    const input = place.querySelector("input:not([type=hidden]), select");
    const refusal = document.createElement("p");
    refusal.className = "field__refusal";
    refusal.id = `${field}-refusal`;
    refusal.append(summary.querySelector(".icon").cloneNode(true), Object.assign(document.createElement("span"), { textContent: problem }));
    place.insertBefore(refusal, place.querySelector(":scope > .field__hint"));
    input.setAttribute("aria-invalid", "true");
    const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    input.setAttribute("aria-describedby", [...described, refusal.id].join(" "));
  }

  function clear(place) {
    if (!place) return;
    place.querySelector(".field__refusal")?.remove();
    for (const input of place.querySelectorAll("[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
      const left = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.endsWith("-refusal"));
      if (left.length) input.setAttribute("aria-describedby", left.join(" "));
      else input.removeAttribute("aria-describedby");
    }
  }

  function clearAll() {
    for (const place of form.querySelectorAll("[data-field]")) clear(place);
    summary.querySelector("ul").replaceChildren();
    summary.hidden = true;
  }

  /** A link of the summary opens the step its field is in. */
  function follow(event) {
    const link = event.target.closest("a");
    if (!link) return;
    const place = placeOf(link.hash.slice(1));
    if (!place) return;
    event.preventDefault();
    const step = steps.findIndex((one) => one.contains(place));
    if (step !== now) show(step, { focus: false });
    place.querySelector("input:not([type=hidden]), select").focus();
  }
}
