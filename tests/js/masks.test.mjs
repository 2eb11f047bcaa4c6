/** Numbers as people here write them, whatever was typed or pasted; and the word for a password. */

import assert from "node:assert/strict";
import test from "node:test";

import { caretIn, MASKS } from "../../static/js/masks.js";
import { strength } from "../../static/js/strength.js";

test("what is pasted is dressed", () => {
  for (const [mask, typed, dressed] of [
    ["cpf", "52998224725", "529.982.247-25"],
    ["cpf", " 529.982.247-25\n", "529.982.247-25"],
    ["cpf", "5299822472512", "529.982.247-25"],
    ["cnpj", "12abc34501de35", "12.ABC.345/01DE-35"],
    ["cnpj", "11222333000181", "11.222.333/0001-81"],
    ["cep", "01310-100", "01310-100"],
    ["phone", "+55 (11) 98765-4321", "(11) 98765-4321"],
    ["phone", "5511987654321", "(11) 98765-4321"],
    ["phone", "011987654321", "(11) 98765-4321"],
    ["phone", "6133334444", "(61) 3333-4444"],
    ["phone", "55987654321", "(55) 98765-4321"],
    ["date", "17051985", "17/05/1985"],
    ["date", "1985-05-17", "17/05/1985"],
    ["date", "17/05/1985", "17/05/1985"],
  ]) assert.equal(MASKS[mask](typed), dressed, `${mask} ${typed}`);
});

test("what is half typed stands as far as it goes, and nothing stays nothing", () => {
  for (const [mask, typed, dressed] of [
    ["cpf", "529", "529"],
    ["cpf", "5299", "529.9"],
    ["cnpj", "12A", "12.A"],
    ["phone", "1", "(1"],
    ["phone", "", ""],
    ["date", "17", "17"],
  ]) assert.equal(MASKS[mask](typed), dressed);
});

test("a mask laid on twice is laid on once", () => {
  for (const mask of Object.values(MASKS)) {
    for (const typed of ["1", "12345", "1198765432", "11987654321", "12abc34501de35"]) {
      assert.equal(mask(mask(typed)), mask(typed));
    }
  }
});

test("the caret stays behind what it stood behind", () => {
  assert.equal(caretIn("529.982", 4), 5);
  assert.equal(caretIn("529.982", 0), 0);
  assert.equal(caretIn("529.982", 6), 7);
});

test("a password is called by length and variety, in words", () => {
  assert.deepEqual(strength("corvo"), { level: "short", missing: 7 });
  assert.equal(strength("aaaaaaaaaaaaaaaaaa").level, "weak");
  assert.equal(strength("corvo lapis7").level, "good");
  assert.equal(strength("corvo lápis vento 7").level, "strong");
});
