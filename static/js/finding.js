/**
 * Narrows the listing without leaving it. Every address works by itself: what is fetched here is the
 * page the server gives for it, and its parts take the places of those that are shown.
 */
const PAUSE_MS = 200;
const PARTS = ["[data-results]", "[data-facets]", ".filters__top", ".filters__foot", ".listing__head", "#categories", "[data-fresh]", "[data-live]"];
const SMALL = matchMedia("(max-width: 960px)");

class Finding {
  constructor(page) {
    this.page = page;
    this.asked = 0;
    history.scrollRestoration = "manual";
    this.keepPlace();
    const back = history.state?.y;
    if (back) requestAnimationFrame(() => scrollTo(0, back));
    page.addEventListener("change", ({ target }) => this.isFilter(target) && this.soon(0));
    page.addEventListener("input", ({ target }) => target.matches("[data-facets] input[inputmode]") && this.soon(700));
    page.addEventListener("click", (event) => this.click(event));
    page.addEventListener("submit", (event) => this.submit(event));
    addEventListener("popstate", () => this.find(location.href, { keep: true }));
    addEventListener("scroll", () => this.keepPlace(), { passive: true });
    addEventListener("keydown", (event) => this.key(event));
    SMALL.addEventListener("change", () => this.closeSheet());
  }

  isFilter(field) {
    return field.form?.id === "find";
  }

  keepPlace() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => history.replaceState({ y: scrollY }, ""), 120);
  }

  // ---- asking -------------------------------------------------------------------------------

  soon(pause) {
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => this.find(this.address()), pause || PAUSE_MS);
  }

  /** The form's address as the server would write it: nothing that says nothing. */
  address() {
    const said = new URLSearchParams();
    const { usual } = document.getElementById("sort").dataset;
    for (const [name, value] of new FormData(document.getElementById("find"))) {
      if (value !== "" && !(name === "sort" && value === usual)) said.append(name, value);
    }
    if (!said.has("state")) said.append("state", "live");
    return `/?${said}`;
  }

  click(event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a");
    if (!link) return;
    if (link.matches("[data-sheet]")) return this.openSheet(event);
    if (link.matches("[data-sheet-close]")) return this.closeSheet(event);
    if (!link.matches("[data-find]")) return;
    event.preventDefault();
    this.find(link.href, { top: link.dataset.find === "top" });
  }

  submit(event) {
    if (event.target.id !== "find") return;
    event.preventDefault();
    clearTimeout(this.pausing);
    const address = this.address();
    const shown = new URL(address, location.href).search === location.search;
    if (!shown) this.find(address, { top: this.sheet });
    this.closeSheet();
    if (shown) document.getElementById("found").focus();
  }

  async find(address, { keep = false, top = false } = {}) {
    clearTimeout(this.pausing);
    const mine = ++this.asked;
    const place = this.page.querySelector(".finding");
    place.ariaBusy = "true";
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new TypeError(String(answer.status));
      const html = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== this.asked) return;
      const found = html.querySelector("[data-listing]");
      if (!found) throw new TypeError("no listing");
      if (!keep) history.pushState({ y: top ? 0 : scrollY }, "", answer.url);
      this.show(found, html.title);
      if (top) scrollTo(0, 0);
      else if (keep) scrollTo(0, history.state?.y ?? 0);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      location.assign(address); // the browser says what is wrong
    } finally {
      if (mine === this.asked) place.removeAttribute("aria-busy");
    }
  }

  show(found, title) {
    const held = document.activeElement;
    const mark = held?.id && this.page.contains(held) ? `#${CSS.escape(held.id)}` : null;
    const scrolled = this.page.querySelector("[data-facets]").scrollTop;
    const opened = [...this.page.querySelectorAll(".filter__more[open] input")].map(({ id }) => id);
    for (const part of PARTS) {
      const old = this.page.querySelector(part);
      const fresh = found.querySelector(part);
      if (old && fresh) old.replaceWith(document.importNode(fresh, true));
    }
    for (const id of opened) document.getElementById(id)?.closest("details")?.setAttribute("open", "");
    this.page.querySelector("[data-facets]").scrollTop = scrolled;
    if (this.sheet) for (const other of this.behind(document.getElementById("filters"))) other.inert = true;
    document.title = title;
    this.signIn();
    const again = mark && this.page.querySelector(mark);
    if (again) this.focusAgain(again, held);
    document.dispatchEvent(new Event("listing:found"));
  }

  /** What was being typed goes on being typed. */
  focusAgain(field, held) {
    field.focus({ preventScroll: true });
    if (held.inputMode && field.value !== held.value) field.value = held.value;
    if (held.inputMode) field.setSelectionRange(held.selectionStart, held.selectionEnd);
  }

  /** Where the way in, and the hearts, lead back to. */
  signIn() {
    const here = location.pathname + location.search;
    const link = document.querySelector(".top__login");
    if (link) link.search = new URLSearchParams({ next: here });
    for (const field of document.querySelectorAll('input[name="next"]')) field.value = here;
    const typed = document.getElementById("search");
    if (typed && document.activeElement !== typed) typed.value = new URLSearchParams(location.search).get("q") ?? "";
  }

  // ---- the sheet on a phone -----------------------------------------------------------------

  openSheet(event) {
    if (!SMALL.matches) return;
    event.preventDefault();
    this.sheet = true;
    const sheet = document.getElementById("filters");
    sheet.classList.add("filters--open");
    sheet.role = "dialog";
    sheet.ariaModal = "true";
    for (const other of this.behind(sheet)) other.inert = true;
    sheet.querySelector("[data-sheet-close]").focus();
  }

  closeSheet(event) {
    if (!this.sheet) return;
    event?.preventDefault();
    this.sheet = false;
    const sheet = document.getElementById("filters");
    sheet.classList.remove("filters--open");
    sheet.removeAttribute("role");
    sheet.removeAttribute("aria-modal");
    for (const other of this.behind(sheet)) other.inert = false;
    document.querySelector("[data-sheet]").focus({ preventScroll: true });
  }

  *behind(sheet) {
    for (let place = sheet; place !== document.body; place = place.parentElement) {
      for (const other of place.parentElement.children) {
        if (other !== place && !other.matches("script, template, style")) yield other;
      }
    }
  }

  key(event) {
    if (event.key === "Escape" && this.sheet) this.closeSheet(event);
  }
}

const page = document.querySelector("[data-listing]");
if (page) new Finding(page);
