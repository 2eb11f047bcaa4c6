/** Passing a lot's address on: the device's own way where it has one, and copying. */

import { toast } from "/static/js/toast.js";

/** Each block of ways to share; the room moves it, so what is pressed is asked from the page. */
function begin(block) {
  const way = block.querySelector("[data-share-with]");
  const copy = block.querySelector("[data-share-copy]");
  if (navigator.share) {
    way.hidden = false;
    way.addEventListener("click", () => pass(block));
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", () => keep(block));
  }
}

async function pass(block) {
  try {
    await navigator.share({ title: document.title, url: block.dataset.share });
  } catch (refusal) {
    if (refusal.name !== "AbortError") toast("danger", block.dataset.failed);
  }
}

async function keep(block) {
  try {
    await navigator.clipboard.writeText(block.dataset.share);
    toast("success", block.dataset.copied);
  } catch {
    toast("danger", block.dataset.failed);
  }
}

for (const block of document.querySelectorAll("[data-share]")) begin(block);
