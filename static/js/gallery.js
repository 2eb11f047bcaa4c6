/** Leafing through a lot's photos by thumb, arrow, swipe and key, and looking at one closely. */

const STILL = matchMedia("(prefers-reduced-motion: reduce)");

function galleryOf(element) {
  const root = element.closest("[data-gallery]");
  const strip = root.querySelector("[data-strip]");
  const photos = [...strip.querySelectorAll("a")];
  const at = Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth));
  return { root, strip, photos, at };
}

function show({ strip, photos }, index) {
  const to = (index + photos.length) % photos.length;
  strip.scrollTo({ left: to * strip.clientWidth, behavior: STILL.matches ? "auto" : "smooth" });
}

function mark(strip) {
  const { root, photos, at } = galleryOf(strip);
  const count = root.querySelector("[data-count]");
  if (count) count.textContent = `${at + 1} / ${photos.length}`;
  for (const thumb of root.querySelectorAll("[data-show]")) {
    if (Number(thumb.dataset.show) === at) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  }
}

function enlarge({ root, photos }, index) {
  const to = (index + photos.length) % photos.length;
  const dialog = root.querySelector("[data-dialog]");
  const large = dialog.querySelector("[data-large]");
  const alt = photos[to].querySelector("img").alt;
  large.src = photos[to].href;
  large.alt = alt;
  dialog.dataset.at = to;
  dialog.querySelector("[data-caption]").textContent = `${to + 1} / ${photos.length} · ${alt}`;
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-gallery] :is(a, button, dialog)");
  if (!target) return;
  const gallery = galleryOf(target);
  const { turn, show: shown, big, leaf } = target.dataset;
  if (turn) show(gallery, gallery.at + Number(turn));
  else if (shown) show(gallery, Number(shown));
  else if (leaf) enlarge(gallery, Number(target.closest("dialog").dataset.at) + Number(leaf));
  else if (big && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    enlarge(gallery, Number(big));
  } else if ("close" in target.dataset || event.target === target.closest("dialog")) {
    target.closest("dialog").close();
    show(gallery, Number(target.closest("dialog").dataset.at));
  }
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const place = event.target.closest?.("[data-gallery]");
  if (!step || !place) return;
  event.preventDefault();
  const gallery = galleryOf(event.target);
  const dialog = place.querySelector("[data-dialog]");
  if (dialog.open) enlarge(gallery, Number(dialog.dataset.at) + step);
  else show(gallery, gallery.at + step);
});

document.addEventListener("scroll", ({ target }) => target.matches?.("[data-strip]") && mark(target), true);

/** A picture that cannot be shown leaves its quiet ground, not a torn page. */
const MISSING = "is-missing";
document.addEventListener("error", ({ target }) => target.matches?.("[data-gallery] li img") && target.classList.add(MISSING), true);
for (const image of document.querySelectorAll("[data-gallery] li img")) {
  if (image.complete && !image.naturalWidth) image.classList.add(MISSING);
}
