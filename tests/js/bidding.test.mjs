/** A bid is sent once, and its outcome is known: recorded, refused, or plainly not placed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Bidding } from "../../components/room/room_bidding.js";

const OFFER = { amount: "1250,00", confirmed: false, buy_now: false };
const ACCEPTED = { accepted: true, code: "accepted", standing: "leading" };

/** A screen with its time, its connection and a house that may or may not know the bid. */
function screen({ house = { status: 404 } } = {}) {
  const world = { time: 1000, connected: true, sent: [], asked: [], outcomes: [], house, keys: 0 };
  world.bidding = new Bidding({
    emit: (message) => world.sent.push(message),
    ask: async (key) => {
      world.asked.push(key);
      return world.house;
    },
    now: () => world.time,
    connected: () => world.connected,
    settled: (outcome) => world.outcomes.push(outcome),
    newKey: () => `key${++world.keys}`,
  });
  world.pass = async (ms) => {
    for (const end = world.time + ms; world.time < end; ) {
      world.time += 250;
      await world.bidding.tick();
    }
  };
  return world;
}

test("two clicks are one bid", () => {
  const { bidding, sent } = screen();
  assert.equal(bidding.send(OFFER), "sent");
  assert.equal(bidding.send(OFFER), "busy");
  assert.equal(sent.length, 1);
  assert.equal(sent[0].key, "key1");
});

test("without a connection nothing is sent and nothing waits to be sent", () => {
  const world = screen();
  world.connected = false;
  assert.equal(world.bidding.send(OFFER), "offline");
  world.connected = true;
  assert.deepEqual(world.sent, []);
  assert.equal(world.bidding.state, "idle");
});

test("the answer ends the wait, and a new bid has a new key", () => {
  const { bidding, outcomes, sent } = screen();
  bidding.send(OFFER);
  bidding.answered("key0", ACCEPTED);
  assert.equal(bidding.state, "sending");
  bidding.answered("key1", ACCEPTED);
  assert.deepEqual(outcomes, [{ kind: "answer", answer: ACCEPTED, offer: OFFER }]);
  bidding.send(OFFER);
  assert.equal(sent[1].key, "key2");
});

test("a connection lost on the way: the house is asked, and its answer shown", async () => {
  const world = screen({ house: { status: 200, answer: ACCEPTED } });
  world.bidding.send(OFFER);
  world.bidding.lost();
  assert.equal(world.bidding.state, "checking");
  await world.pass(2000);
  assert.equal(world.outcomes[0].answer, ACCEPTED);
  assert.deepEqual(world.asked, ["key1"]);
});

test("a bid nobody knows is reported as not placed, but not while it could still arrive", async () => {
  const world = screen();
  world.bidding.send(OFFER);
  const { until_ms: until } = world.sent[0];
  world.bidding.lost();
  await world.pass(until - world.time);
  assert.deepEqual(world.outcomes, []);
  await world.pass(3000);
  assert.deepEqual(world.outcomes, [{ kind: "not_placed", offer: OFFER }]);
  assert.ok(world.asked.length >= 2);
  assert.equal(world.bidding.state, "idle");
});

test("one look after a long absence is not enough to call a bid not placed", async () => {
  const world = screen();
  world.bidding.send(OFFER);
  world.bidding.lost();
  world.time += 60_000;
  await world.bidding.tick();
  assert.deepEqual(world.outcomes, []);
  await world.pass(3500);
  assert.equal(world.outcomes[0].kind, "not_placed");
});

test("a house that cannot be reached says nothing about the bid", async () => {
  const world = screen({ house: { status: 0 } });
  world.bidding.send(OFFER);
  world.bidding.lost();
  await world.pass(60_000);
  assert.deepEqual(world.outcomes, []);
  assert.equal(world.bidding.state, "checking");
});

test("silence on a connection that seems alive is looked into", async () => {
  const world = screen({ house: { status: 200, answer: ACCEPTED } });
  world.bidding.send(OFFER);
  await world.pass(3000);
  assert.equal(world.bidding.state, "sending");
  await world.pass(2000);
  assert.equal(world.outcomes.length, 1);
});

test("an outcome unknown to the house itself is asked for, not repeated", async () => {
  const world = screen({ house: { status: 200, answer: ACCEPTED } });
  world.bidding.send(OFFER);
  world.bidding.answered("key1", { accepted: false, code: "unavailable" });
  assert.equal(world.bidding.state, "checking");
  await world.pass(2000);
  assert.equal(world.outcomes[0].answer, ACCEPTED);
  assert.equal(world.sent.length, 1);
});

test("an answer later than the verdict is still told, once", async () => {
  const world = screen();
  world.bidding.send(OFFER);
  world.bidding.lost();
  await world.pass(15_000);
  world.bidding.answered("key1", ACCEPTED);
  world.bidding.answered("key1", ACCEPTED);
  assert.deepEqual(world.outcomes.map((outcome) => outcome.kind), ["not_placed", "answer"]);
});

test("a session that ended on the way is said", async () => {
  const world = screen({ house: { status: 401 } });
  world.bidding.send(OFFER);
  world.bidding.lost();
  await world.pass(2000);
  assert.equal(world.outcomes[0].kind, "signed_out");
});
