/** How hard a password is to guess, in a word, while it is chosen; the house has the last word. */

const SHORTEST = 12;

/** Judge by length and variety alone: no kind of character is demanded. */
export function strength(password) {
  const letters = [...password.normalize("NFC")];
  if (letters.length < SHORTEST) return { level: "short", missing: SHORTEST - letters.length };
  const different = new Set(letters.map((letter) => letter.toLowerCase())).size;
  if (different < 7) return { level: "weak", missing: 0 };
  return { level: letters.length >= 16 && different >= 9 ? "strong" : "good", missing: 0 };
}

if (typeof document !== "undefined") {
  for (const said of document.querySelectorAll("[data-strength-of]")) {
    const field = document.getElementById(said.dataset.strengthOf);
    field.addEventListener("input", () => {
      const { level, missing } = strength(field.value);
      said.hidden = field.value === "";
      said.dataset.level = level;
      const words = said.dataset[level].replace("{missing}", missing);
      const place = said.querySelector("[role=status]");
      if (place.textContent !== words) place.textContent = words;
    });
  }
}
