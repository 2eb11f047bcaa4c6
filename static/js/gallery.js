/** Leafing through a lot's photos by thumb, arrow, swipe and key, and looking at one closely. */

import { MOST, Zoom } from "./zoom.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const MISSING = "is-missing";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const zooms = new WeakMap();
const still = () => STILL.matches || document.querySelector("meta[name=comfort][content~=still]") !== null;

function galleryOf(element) {
  const root = element.closest("[data-gallery]");
  const strip = root.querySelector("[data-strip]");
  const photos = [...strip.querySelectorAll("a")];
  const at = Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth));
  return { root, strip, photos, at, dialog: root.querySelector("[data-dialog]") };
}

function show({ strip, photos }, index, { atOnce = false } = {}) {
  const to = (index + photos.length) % photos.length;
  strip.scrollTo({ left: to * strip.clientWidth, behavior: atOnce || still() ? "instant" : "smooth" });
}

function mark(strip) {
  const { root, photos, at } = galleryOf(strip);
  const count = root.querySelector("[data-count]");
  if (count) count.textContent = `${at + 1} / ${photos.length}`;
  const name = root.querySelector("[data-name]");
  if (name && photos[at]) name.textContent = nameOf(photos[at]);
  for (const thumb of root.querySelectorAll("[data-show]")) {
    if (Number(thumb.dataset.show) === at) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  }
}

function nameOf(photo) {
  return photo.querySelector("img").alt;
}

// ---- one photo, as large as the screen ---------------------------------------------------------

function enlarge(gallery, index) {
  const { photos, dialog } = gallery;
  const to = (index + photos.length) % photos.length;
  const large = dialog.querySelector("[data-large]");
  large.src = photos[to].href;
  large.alt = nameOf(photos[to]);
  dialog.dataset.at = to;
  dialog.querySelector("[data-caption]").textContent = `${to + 1} / ${photos.length} · ${large.alt}`;
  if (!dialog.open) dialog.showModal();
  zoomOf(gallery).fit();
}

function zoomOf(gallery) {
  const { dialog } = gallery;
  if (!zooms.has(dialog)) {
    const view = dialog.querySelector("[data-view]");
    const heard = {
      changed: (scale) => tell(dialog, scale),
      swiped: (step) => enlarge(galleryOf(dialog), Number(dialog.dataset.at) + step),
    };
    zooms.set(dialog, new Zoom(view, view.querySelector("img"), heard));
  }
  return zooms.get(dialog);
}

/** Write the scale; it is spoken once it rests. */
function tell(dialog, scale) {
  const level = `${Math.round(scale * 100)}%`;
  const written = dialog.querySelector("[data-level]");
  if (written.textContent === level) return;
  written.textContent = level;
  const pans = dialog.querySelector("[data-pans]");
  if (scale === 1 && pans.contains(document.activeElement)) dialog.querySelector("[data-zoom=in]").focus();
  pans.hidden = scale === 1;
  dialog.querySelector("[data-zoom=out]").setAttribute("aria-disabled", String(scale === 1));
  dialog.querySelector("[data-zoom=in]").setAttribute("aria-disabled", String(scale === MOST));
  clearTimeout(dialog.telling);
  dialog.telling = setTimeout(() => {
    dialog.querySelector("[data-told]").textContent = dialog.dataset.zoomed.replace("{level}", level);
  }, 400);
}

// ---- hands and keys ----------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-gallery] :is(a, button, dialog)");
  if (!target) return;
  const gallery = galleryOf(target);
  const { turn, show: shown, big, leaf, zoom, pan } = target.dataset;
  if (turn) show(gallery, gallery.at + Number(turn));
  else if (shown) show(gallery, Number(shown));
  else if (leaf) enlarge(gallery, Number(gallery.dialog.dataset.at) + Number(leaf));
  else if (zoom) zoomBy(zoomOf(gallery), zoom);
  else if (pan) zoomOf(gallery).nudge(...pan.split(",").map(Number));
  else if (big && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    enlarge(gallery, Number(big));
  } else if ("close" in target.dataset || event.target === gallery.dialog) gallery.dialog.close();
});

function zoomBy(zoom, way) {
  if (way === "in") zoom.larger();
  else if (way === "out") zoom.smaller();
  else zoom.fit();
}

document.addEventListener("keydown", (event) => {
  const place = event.target.closest?.("[data-gallery]");
  if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
  const gallery = galleryOf(event.target);
  if (gallery.dialog.open ? keyInLarge(gallery, event.key) : keyInStrip(gallery, event.key)) event.preventDefault();
});

function keyInStrip(gallery, key) {
  const step = ARROWS[key]?.[0];
  if (step) show(gallery, gallery.at + step);
  return Boolean(step);
}

/** Plus and minus scale, zero shows all, arrows move about a close picture or leaf through whole ones. */
function keyInLarge(gallery, key) {
  const zoom = zoomOf(gallery);
  const way = { "+": "in", "=": "in", "-": "out", _: "out", 0: "fit" }[key];
  const [across, down] = ARROWS[key] ?? [0, 0];
  if (way) zoomBy(zoom, way);
  else if (zoom.close && (across || down)) zoom.nudge(-across, -down);
  else if (across) enlarge(gallery, Number(gallery.dialog.dataset.at) + across);
  return Boolean(way || across || (zoom.close && down));
}

/** Back on the page, the strip shows the photo looked at last, and the focus is on it. */
document.addEventListener(
  "close",
  ({ target }) => {
    if (!target.matches?.("[data-dialog]")) return;
    const gallery = galleryOf(target);
    const at = Number(target.dataset.at);
    show(gallery, at, { atOnce: true });
    gallery.photos[at].focus({ preventScroll: true });
  },
  true,
);

document.addEventListener("scroll", ({ target }) => target.matches?.("[data-strip]") && mark(target), true);

/** A picture that cannot be shown leaves its quiet ground, not a torn page. */
document.addEventListener("error", ({ target }) => target.matches?.("[data-gallery] li img") && target.classList.add(MISSING), true);
for (const image of document.querySelectorAll("[data-gallery] li img")) {
  if (image.complete && !image.naturalWidth) image.classList.add(MISSING);
}
