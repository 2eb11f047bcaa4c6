/** Sums of money in the bid box: whole centavos, never fractions of a binary kind. */

const WRITTEN = /^(?:R\$\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{2}))?$/;
const LARGEST = 999_999_999_999;

/** Read what a person wrote ("1.234,56", "1234,56", "1234") as centavos; null if it could be misread. */
export function parseAmount(text) {
  const parts = WRITTEN.exec(String(text).trim());
  if (!parts || parts[1].length > 14) return null;
  const cents = Number(parts[1].replaceAll(".", "")) * 100 + Number(parts[2] ?? 0);
  return cents > 0 && cents <= LARGEST ? cents : null;
}

/** Read a sum as the server writes it ("1234.56") as centavos; null stays null. */
export function centavos(sum) {
  if (sum === null || sum === undefined) return null;
  const [whole, fraction = ""] = String(sum).split(".");
  const cents = Number(whole.replace("-", "")) * 100 + Number(fraction.padEnd(2, "0").slice(0, 2));
  return whole.startsWith("-") ? -cents : cents;
}

/** Write centavos as a person types them, without groups: "1234,56". */
export function typed(cents) {
  return `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, "0")}`;
}

/** Write centavos as the amount field shows them, with groups: "1.234,05". */
export function written(cents) {
  return typed(cents).replace(/\B(?=(\d{3})+,)/g, ".");
}

/** Write centavos as money with a no-break space; `round` leaves out ",00". */
export function money(cents, language, { round = false } = {}) {
  const portuguese = language !== "en";
  const whole = String(Math.floor(Math.abs(cents) / 100));
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, portuguese ? "." : ",");
  const fraction = String(Math.abs(cents) % 100).padStart(2, "0");
  const tail = round && fraction === "00" ? "" : (portuguese ? "," : ".") + fraction;
  return `${cents < 0 ? "\u2212" : ""}R$\u00a0${grouped}${tail}`;
}

/** Take a percent ("5.00") of centavos, half a centavo upwards. */
export function percent(cents, rate) {
  const [whole, fraction = ""] = String(rate).split(".");
  const parts = BigInt(whole + fraction) * BigInt(cents);
  const unit = 100n * 10n ** BigInt(fraction.length);
  return Number((2n * parts + unit) / (2n * unit));
}

/** Tell what a hammer price costs the buyer: commission, fee and all of it. */
export function cost(hammer, lot) {
  const commission = percent(hammer, lot.buyer_rate);
  return { hammer, commission, fee: lot.admin_fee, total: hammer + commission + lot.admin_fee };
}

/** Tell what a maximum puts on hold in the wallet. */
export function commitment(maximum, lot) {
  if (lot.hold_policy === "none") return 0;
  if (lot.hold_policy === "fixed_deposit") return lot.hold_value;
  if (lot.hold_policy === "percent_of_max") return percent(maximum, lot.hold_rate);
  return maximum;
}

/** Tell the increment at a price: the step of the highest tier not above it. */
export function increment(price, lot) {
  let step = 1;
  for (const [bound, size] of lot.increments) {
    if (bound <= (price ?? 0)) step = size;
  }
  return step;
}

/** Take a room, or news of one, as the server sends it: all its sums become centavos. */
export function readRoom(message) {
  return {
    ...message,
    price: centavos(message.price),
    minimum: centavos(message.minimum),
    quick: message.quick.map(centavos),
    buy_now: centavos(message.buy_now),
    rows: message.rows.map((row) => ({ ...row, value: centavos(row.value) })),
  };
}

/** Take a person's standing as the server sends it: all its sums become centavos. */
export function readYou(message) {
  const sums = ["maximum", "available", "held", "due", "total", "guide"].map((name) => [name, centavos(message[name])]);
  return { ...message, ...Object.fromEntries(sums) };
}
