/** The price's steps: from the opening price to now, level between two bids. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bidsAmong, path, steps } from "../../components/room/room_chart.js";

const row = (n, value, atMs, paddle = 1) => ({ n, value, at_ms: atMs, bidder: { paddle, name: null } });

test("every bid is a step at its instant, from the opening price to now", () => {
  const shape = steps([row(2, 15_000, 50, 2), row(1, 10_000, 25)], 10_000, 0, 100);
  assert.deepEqual(shape.points, [{ n: 1, paddle: 1, x: 250, y: 100 }, { n: 2, paddle: 2, x: 500, y: 0 }]);
  assert.equal(path(shape), "M0 100H250V100H500V0H1000");
});

test("when the first bids are not known, the chart begins with the oldest that is", () => {
  const shape = steps([row(42, 20_000, 80), row(41, 18_000, 60)], 1_000, 0, 100);
  assert.deepEqual([shape.whole, shape.low, shape.high, shape.start, shape.end], [false, 18_000, 20_000, 60, 100]);
  assert.equal(path(shape), "M0 100H0V100H500V0H1000");
});

test("a bid later than this device's clock is still within the chart", () => {
  const shape = steps([row(1, 1_000, 10), row(2, 2_000, 130)], 1_000, 0, 100);
  assert.deepEqual([shape.end, shape.points[1].x], [130, 1000]);
});

test("who leads again after bids were taken back is no bid more", () => {
  assert.equal(bidsAmong([{ ...row(3, 10_000, 50), kind: "restated" }, row(1, 10_000, 25)]), 1);
});
