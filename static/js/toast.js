/** Short notices in the corner: two at most, kept while looked at, never the only carrier of news. */

const SHOWN_MS = 8000;
const MOST = 2;

/** Show a notice; `act` is a link offered with it. */
export function toast(kind, text, act = null) {
  const place = document.getElementById("toasts");
  const shown = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  shown.classList.add(`toast--${kind}`);
  for (const icon of shown.querySelectorAll("[data-kind]")) icon.hidden = icon.dataset.kind !== kind;
  shown.querySelector("p").textContent = text;
  const link = shown.querySelector("a");
  if (act) Object.assign(link, { href: act.href, textContent: act.text });
  else link.remove();
  shown.querySelector("button").addEventListener("click", () => shown.remove());
  while (place.children.length >= MOST) place.firstElementChild.remove();
  place.append(shown);
  keep(shown);
}

/** The time to read begins again when the hand or the focus leaves. */
function keep(shown) {
  let leaving = setTimeout(() => shown.remove(), SHOWN_MS);
  const stay = () => clearTimeout(leaving);
  const go = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => shown.remove(), SHOWN_MS);
  };
  for (const event of ["pointerenter", "focusin"]) shown.addEventListener(event, stay);
  for (const event of ["pointerleave", "focusout"]) shown.addEventListener(event, go);
}
