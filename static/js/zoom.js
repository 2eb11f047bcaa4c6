/** Looking closely at one picture: wheel, pinch, drag, double tap, keys and buttons. */

export const MOST = 4;
const STEP = 1.5;
const TAPPED_IN = 2.5;
const PAN = 0.2; // of the view, for a key or a button
const STILL_PX = 6;
const SWIPE_PX = 48;
const TWICE_MS = 320;

export class Zoom {
  /** `changed(scale)` hears every new scale; `swiped(step)` a swipe over the whole picture. */
  constructor(view, picture, { changed, swiped }) {
    Object.assign(this, { view, picture, changed, swiped, fingers: new Map(), tapped: null });
    this.fit();
    view.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    view.addEventListener("pointerdown", (event) => this.down(event));
    view.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) view.addEventListener(end, (event) => this.up(event));
    window.addEventListener("resize", () => this.pan(0, 0));
  }

  get close() {
    return this.scale > 1;
  }

  /** Show the whole picture again. */
  fit() {
    Object.assign(this, { scale: 1, x: 0, y: 0 });
    this.draw();
  }

  larger() {
    this.to(this.scale * STEP);
  }

  smaller() {
    this.to(this.scale / STEP);
  }

  /** Scale, and keep the place of the picture under a point of the view where it is. */
  to(scale, point = { x: 0, y: 0 }) {
    const next = Math.min(MOST, Math.max(1, scale < 1.02 ? 1 : scale));
    const grown = next / this.scale;
    this.x = point.x - (point.x - this.x) * grown;
    this.y = point.y - (point.y - this.y) * grown;
    this.scale = next;
    this.draw();
  }

  /** Move the picture by pixels; an edge of it stops at the edge of the view. */
  pan(x, y) {
    this.x += x;
    this.y += y;
    this.draw();
  }

  /** Move by a fifth of the view: 1 to the right and down, -1 to the left and up. */
  nudge(across, down) {
    this.pan(across * PAN * this.view.clientWidth, down * PAN * this.view.clientHeight);
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.view;
    const shape = this.picture.naturalWidth / this.picture.naturalHeight || 4 / 3;
    const shown = { x: Math.min(width, height * shape), y: Math.min(height, width / shape) };
    const most = { x: Math.max(0, (shown.x * this.scale - width) / 2), y: Math.max(0, (shown.y * this.scale - height) / 2) };
    this.x = Math.min(most.x, Math.max(-most.x, this.x));
    this.y = Math.min(most.y, Math.max(-most.y, this.y));
    this.picture.style.transform = this.close ? `translate(${this.x}px, ${this.y}px) scale(${this.scale})` : "";
    this.view.classList.toggle("is-close", this.close);
    this.changed(this.scale);
  }

  // ---- pointers --------------------------------------------------------------------------------

  /** Where an event is, counted from the middle of the view. */
  at({ clientX, clientY }) {
    const box = this.view.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }

  wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode ? 24 : 1;
    this.to(this.scale * Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0025)), this.at(event));
  }

  down(event) {
    if (event.button) return;
    this.view.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, this.at(event));
    if (this.fingers.size === 1) this.began = { ...this.at(event), moved: false, close: this.close };
    else this.began.moved = true;
    this.view.classList.add("is-held");
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = this.at(event);
    this.fingers.set(event.pointerId, now);
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      this.to((this.scale * apart(now, other)) / Math.max(1, apart(before, other)), middle);
      this.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
      return;
    }
    if (apart(now, this.began) > STILL_PX) this.began.moved = true;
    if (this.close && this.began.moved) this.pan(now.x - before.x, now.y - before.y);
  }

  up(event) {
    if (!this.fingers.delete(event.pointerId) || this.fingers.size) return;
    this.view.classList.remove("is-held");
    if (event.type === "pointercancel") return;
    const now = this.at(event);
    const across = now.x - this.began.x;
    if (!this.began.moved) this.tap(event, now);
    else if (!this.began.close && !this.close && Math.abs(across) > SWIPE_PX) this.swiped(across < 0 ? 1 : -1);
  }

  /** A click of the mouse looks closer; a finger taps twice for it, as on every phone. */
  tap(event, point) {
    const twice = this.tapped && event.timeStamp - this.tapped < TWICE_MS;
    this.tapped = twice ? null : event.timeStamp;
    if (event.pointerType === "touch" && !twice) return;
    if (event.pointerType !== "touch" && this.toggled && event.timeStamp - this.toggled < TWICE_MS) return;
    this.toggled = event.timeStamp;
    if (this.close) this.fit();
    else this.to(TAPPED_IN, point);
  }
}

function apart(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
