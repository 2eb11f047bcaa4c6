/** Money in the browser: read strictly, counted in centavos, rounded half up. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { centavos, commitment, cost, increment, money, parseAmount, percent, readRoom, readYou, typed, written } from "../../components/room/room_money.js";

const LOT = { buyer_rate: "5.00", admin_fee: 25_000, hold_policy: "full_max", hold_rate: "0", hold_value: 0, increments: [[0, 100], [5_000, 200], [100_000, 2_000]] };

test("an amount is read as Brazilians write it", () => {
  for (const text of ["1.234,56", "1234,56", " 1234,56 ", "R$ 1.234,56", "R$\u00a01.234,56"]) assert.equal(parseAmount(text), 123_456, text);
  assert.equal(parseAmount("1234"), 123_400);
  assert.equal(parseAmount("1.234"), 123_400);
  assert.equal(parseAmount("9.999.999.999,99"), 999_999_999_999);
});

test("an amount that could be misread is not read", () => {
  const doubtful = ["1234.56", "12,345", "1,5", "1.23", "1.2345", "12.34,56", "-5", "0", "0,00", "", "mil", "1e5", "NaN", "1 000", "10.000.000.000,00", "1".repeat(40), "١٢"];
  for (const text of doubtful) assert.equal(parseAmount(text), null, text);
});

test("a server's sum becomes centavos without a detour through fractions", () => {
  assert.equal(centavos("0.29"), 29);
  assert.equal(centavos("1136.33"), 113_633);
  assert.equal(centavos("-12.50"), -1250);
  assert.equal(centavos(null), null);
});

test("money is written by language, with a space that does not break", () => {
  assert.equal(money(123_456_789, "pt-BR"), "R$\u00a01.234.567,89");
  assert.equal(money(123_456_789, "en"), "R$\u00a01,234,567.89");
  assert.equal(money(125_000, "pt-BR", { round: true }), "R$\u00a01.250");
  assert.equal(money(125_050, "pt-BR", { round: true }), "R$\u00a01.250,50");
  assert.equal(typed(123_405), "1234,05");
  assert.equal(written(123_405), "1.234,05");
  assert.equal(written(99_900), "999,00");
  assert.equal(written(123_456_789), "1.234.567,89");
  assert.equal(parseAmount(written(2_550_000)), 2_550_000);
});

test("a commission is rounded half up to the centavo", () => {
  assert.equal(percent(1010, "5.00"), 51);
  assert.equal(percent(1_234_567, "5"), 61_728);
  assert.equal(percent(999_999_999_999, "5.25"), 52_500_000_000);
});

test("the buyer's total is hammer, commission and fee", () => {
  assert.deepEqual(cost(1_234_567, LOT), { hammer: 1_234_567, commission: 61_728, fee: 25_000, total: 1_321_295 });
});

test("what a maximum puts on hold follows the lot's policy", () => {
  assert.equal(commitment(60_000, LOT), 60_000);
  assert.equal(commitment(60_000, { ...LOT, hold_policy: "none" }), 0);
  assert.equal(commitment(60_000, { ...LOT, hold_policy: "fixed_deposit", hold_value: 10_000 }), 10_000);
  assert.equal(commitment(1010, { ...LOT, hold_policy: "percent_of_max", hold_rate: "5.00" }), 51);
});

test("the increment is that of the highest tier not above the price", () => {
  assert.equal(increment(null, LOT), 100);
  assert.equal(increment(4_999, LOT), 100);
  assert.equal(increment(5_000, LOT), 200);
  assert.equal(increment(250_000, LOT), 2_000);
});

test("all sums of a message become centavos", () => {
  const room = readRoom({ price: null, minimum: "10.00", quick: ["10.00", "11.00"], buy_now: "99.90", rows: [{ n: 1, value: "10.00" }] });
  assert.deepEqual(room, { price: null, minimum: 1000, quick: [1000, 1100], buy_now: 9990, rows: [{ n: 1, value: 1000 }] });
  const you = readYou({ standing: "leading", maximum: "20.00", available: "5.00", held: "20.00", due: null, total: null, guide: "7.50" });
  assert.deepEqual(you, { standing: "leading", maximum: 2000, available: 500, held: 2000, due: null, total: null, guide: 750 });
});
