/** A room believes only what is newer, and its box shows how this person stands. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { boxState, judge, merge, standing, threshold, wantsConfirmation } from "../../components/room/room_state.js";

const ROOM = { auction: 7, version: 5, status: "open", outcome: null, bids: 3, leader: { paddle: 4 }, rows: [], extensions: [] };
const YOU = { standing: "none", paddle: null, blocked: null };

test("news is shown if it builds on what is shown, and fetched if some is missing", () => {
  assert.equal(judge(ROOM, { auction: 7, since: 5, version: 6 }), "apply");
  assert.equal(judge(ROOM, { auction: 7, since: 0, version: 6 }), "apply");
  assert.equal(judge(ROOM, { auction: 7, since: 6, version: 7 }), "gap");
  assert.equal(judge(ROOM, { auction: 7, since: 4, version: 5 }), "old");
  assert.equal(judge(ROOM, { auction: 7, since: 0, version: 3 }), "old");
  assert.equal(judge(ROOM, { auction: 8, since: 5, version: 6 }), "old");
});

test("rows are joined by number, newest first, the last forty", () => {
  const rows = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => ({ n: from + i, value: from + i }));
  const before = { ...ROOM, rows: rows(1, 38), extensions: [{ at_ms: 1 }] };
  const after = merge(before, { ...ROOM, version: 6, rows: [...rows(38, 43)], extensions: [{ at_ms: 1 }, { at_ms: 2 }] });
  assert.equal(after.version, 6);
  assert.deepEqual(after.rows.map((row) => row.n), rows(4, 43).map((row) => row.n).reverse());
  assert.deepEqual(after.extensions, [{ at_ms: 1 }, { at_ms: 2 }]);
});

test("who leads is seen in the room itself, before the house says so in person", () => {
  const mine = { ...YOU, paddle: 4, standing: "leading" };
  assert.equal(standing(ROOM, mine), "leading");
  assert.equal(standing({ ...ROOM, leader: { paddle: 9 } }, mine), "outbid");
  assert.equal(standing(ROOM, { ...mine, standing: "outbid" }), "leading");
  assert.equal(standing(ROOM, { ...YOU, paddle: 2 }), "none");
  assert.equal(standing(ROOM, { ...YOU, standing: "leading" }), "leading");
});

const CASES = [
  ["visitor", {}, { standing: "visitor" }],
  ["scheduled", { status: "scheduled" }, {}],
  ["scheduled", { status: "scheduled" }, { standing: "visitor" }],
  ["blocked", {}, { blocked: "not_qualified.blocked" }],
  ["seller", {}, { standing: "seller", blocked: "impeded.seller" }],
  ["first", { bids: 0, leader: null }, {}],
  ["others", {}, {}],
  ["leading", {}, { standing: "leading", paddle: 4 }],
  ["outbid", {}, { standing: "outbid", paddle: 2 }],
  ["canceled", { status: "canceled" }, { standing: "leading", paddle: 4 }],
  ["suspended", { status: "suspended" }, {}],
  ["won", { status: "finished", outcome: "sold" }, { standing: "won", paddle: 4 }],
  ["lost", { status: "finished", outcome: "sold" }, { standing: "lost", paddle: 2 }],
  ["ended", { status: "finished", outcome: "sold" }, {}],
  ["no_bids", { status: "finished", outcome: "no_bids", leader: null }, {}],
  ["reserve_not_met", { status: "finished", outcome: "reserve_not_met" }, { standing: "lost", paddle: 4 }],
  ["conditional", { status: "finished", outcome: "conditional" }, { standing: "leading", paddle: 4 }],
  ["seller_ended", { status: "finished", outcome: "sold" }, { standing: "seller" }],
];
for (const [state, room, you] of CASES) {
  test(`the box shows ${state} to ${you.standing ?? "somebody"} in a ${room.status ?? "open"} auction`, () => {
    assert.equal(boxState({ ...ROOM, ...room }, { ...YOU, ...you }, false), state);
  });
}

test("at zero nobody is called a winner before the house has decided", () => {
  const leader = { ...YOU, standing: "leading", paddle: 4 };
  assert.equal(boxState(ROOM, leader, true), "closing");
  assert.equal(boxState({ ...ROOM, status: "finished", outcome: "sold" }, leader, true), "closing");
});

test("a jump of three increments is asked twice always, more than R$ 1.000 once", () => {
  const at = { price: 10_000, minimum: 10_500, step: 500, confirmedBefore: false };
  assert.equal(wantsConfirmation(10_500, at), false);
  assert.equal(wantsConfirmation(11_499, at), false);
  assert.equal(wantsConfirmation(11_500, at), true);
  assert.equal(wantsConfirmation(11_500, { ...at, confirmedBefore: true }), true);
  const dear = { price: 100_000, minimum: 102_000, step: 2_000, confirmedBefore: false };
  assert.equal(wantsConfirmation(102_000, dear), true);
  assert.equal(wantsConfirmation(102_000, { ...dear, confirmedBefore: true }), false);
  assert.equal(wantsConfirmation(10_000, { price: null, minimum: 10_000, step: 500, confirmedBefore: false }), false);
});

test("only the thresholds that are passed are spoken, the last of them once", () => {
  assert.equal(threshold(121_000, 119_900), 120);
  assert.equal(threshold(119_900, 119_600), null);
  assert.equal(threshold(700_000, 25_000), 30);
  assert.equal(threshold(5_000, -100), null);
});
