/** Fills and empties hearts at once, and tells the house; what it could not keep is taken back. */
import { toast } from "./toast.js";

const under_way = new Set();

/** Send what the heart says; every heart of the same lot on the page follows. */
export async function watch(form, heart) {
  const door = heart.getAttribute("formaction");
  if (under_way.has(door)) return;
  under_way.add(door);
  const fields = new URLSearchParams(new FormData(form, heart));
  const wanted = heart.value === "on";
  fill(door, wanted);
  try {
    const answer = await fetch(door, { method: "POST", body: fields, headers: { accept: "application/json" } });
    if (answer.status === 401) return location.assign(`/login?next=${encodeURIComponent(fields.get("next"))}`);
    const said = await answer.json();
    if (!answer.ok) throw new TypeError(said.message);
    fill(door, said.watched);
    count(door, said.watchers_said);
    toast("success", said.told, said.act);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    fill(door, !wanted);
    toast("danger", form.dataset.failed);
  } finally {
    under_way.delete(door);
  }
}

function fill(door, watched) {
  for (const heart of document.querySelectorAll(`button[formaction="${door}"]`)) {
    heart.value = watched ? "off" : "on";
    if (heart.hasAttribute("aria-pressed")) heart.ariaPressed = String(watched);
  }
}

function count(door, said) {
  for (const place of document.querySelectorAll("[data-watchers]")) {
    if (door === `/auction/${place.dataset.watchers}/watch`) place.textContent = said;
  }
}
