/** Small comforts of the house's desk. All of it works without them: plain links, plain forms. */

const find = document.querySelector("[data-desk-find]");

/** Ctrl+K, or ⌘K, goes to the desk's search from anywhere; single letters are nobody's shortcut. */
document.addEventListener("keydown", (event) => {
  if (!find || event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey) return;
  if (event.ctrlKey === event.metaKey) return;
  event.preventDefault();
  find.focus();
  find.select();
});

/** The current section is in sight where the sections are a row that overflows. */
const here = document.querySelector(".desk__nav [aria-current]");
const row = here?.closest(".desk__nav");
if (row && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.clientWidth / 3;

/** Fields that were left empty stay out of the address. */
for (const form of document.querySelectorAll("form.narrow")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
    const boxes = [...form.querySelectorAll("[name=col]")];
    if (boxes.every((box) => box.checked === box.defaultChecked) && !location.search.includes("col=")) {
      for (const box of boxes) box.disabled = true;
    }
  });
}
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form.narrow :disabled")) field.disabled = false;
});

