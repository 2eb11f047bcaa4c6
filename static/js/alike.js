/** The lots beside this one come alive when one comes near them: most people never do. */

const NEAR = "300px";

const place = document.querySelector("[data-alike]");
if (place) {
  new IntersectionObserver(([seen], watcher) => {
    if (!seen.isIntersecting) return;
    watcher.disconnect();
    import(place.dataset.alike);
  }, { rootMargin: NEAR }).observe(place);
}
