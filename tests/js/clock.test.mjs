/** The clock is the house's: measured, never negative, and right after this device's was moved. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

const WORDS = {
  "clock.day": "{days} dia e {hours} h",
  "clock.days": "{days} dias e {hours} h",
  "clock.hours": "{hours} h {minutes} min",
  "clock.over": "Apurando",
};
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let module;
let copy = 0;
beforeEach(async () => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  module = await import(`../../static/js/clock.js?${copy++}`);
});

const left = (ms) => {
  const { text, urgency } = module.remaining(ms, WORDS);
  return [text, urgency];
};

test("time left is written by how far the end is", () => {
  assert.deepEqual(left(76 * HOUR), ["3 dias e 4 h", "far"]);
  assert.deepEqual(left(25 * HOUR), ["1 dia e 1 h", "far"]);
  assert.deepEqual(left(24 * HOUR), ["24 h 00 min", "far"]);
  assert.deepEqual(left(5 * HOUR + 12 * MINUTE), ["5 h 12 min", "far"]);
  assert.deepEqual(left(HOUR), ["1 h 00 min", "far"]);
  assert.deepEqual(left(HOUR - SECOND), ["59:59", "hour"]);
  assert.deepEqual(left(10 * MINUTE), ["10:00", "soon"]);
  assert.deepEqual(left(2 * MINUTE + SECOND), ["2:01", "soon"]);
  assert.deepEqual(left(2 * MINUTE), ["2:00", "last"]);
  assert.deepEqual(left(9 * SECOND), ["0:09", "last"]);
});

test("a started second counts whole, and there is nothing below zero", () => {
  assert.deepEqual(left(1), ["0:01", "last"]);
  assert.deepEqual(left(0), ["Apurando", "over"]);
  assert.deepEqual(left(-5 * HOUR), ["Apurando", "over"]);
  assert.deepEqual(left(NaN), ["Apurando", "over"]);
});

test("a device ten seconds ahead shows the house's time", () => {
  const { clock } = module;
  clock.sample(990_100, 1_000_000, 1_000_200);
  assert.equal(clock.now(), 990_000);
  assert.equal(clock.ahead(), 10_000);
});

test("the sample with the shortest round trip is kept", () => {
  const { clock } = module;
  clock.sample(1_000_020, 1_000_000, 1_000_040);
  clock.sample(1_000_900, 1_000_000, 1_001_000);
  assert.equal(clock.now(), 1_000_000);
  clock.sample(1_000_015, 1_000_000, 1_000_020);
  assert.equal(clock.now(), 1_000_005);
});

test("a sample that cannot be squared with the kept one shows that the device's clock moved", () => {
  const { clock } = module;
  clock.sample(1_000_010, 1_000_000, 1_000_020);
  clock.sample(1_060_000, 1_000_000, 1_000_400);
  assert.equal(clock.now(), 1_059_800);
});

test("a sample that makes no sense changes nothing", () => {
  const { clock } = module;
  clock.sample(undefined, 1, 2);
  clock.sample(5, 10, 2);
  assert.equal(clock.now(), 1_000_000);
});
