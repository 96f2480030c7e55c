// The dashboard's search.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { search } from '../../../www/cards/search.js';

const cards = [
  { phone_number: '+15551234567', first_name: 'José', last_name: 'Núñez' },
  { phone_number: '+972545550003', first_name: 'נועה', last_name: 'לוי 🌻' },
  { phone_number: '+15551230001', first_name: 'Ada' },
  { phone_number: '+4917000000', first_name: 'Søren', last_name: 'Weiß' },
];

describe('a search', () => {
  for (const [text, found] of [
    ['', [0, 1, 2, 3]],
    ['  ', [0, 1, 2, 3]],
    ['jose', [0]],
    ['NUÑEZ jo', [0]],
    ['josé ada', []],
    ['לוי', [1]],
    ['🌻', [1]],
    ['+1 (555) 123', [0, 2]],
    ['4567', [0]],
    ['+', []],
    ['99', []],
    ['Ada', [2]],
    ['Núñez, José', [0]],
    ['00972 54 555 0003', [1]],
    ['054 555 0003', [1]],
    ['+972 (0)54 5550003', [1]],
    ['00', [1, 2, 3]],
    ['soren weiss', [3]],
    ['WEIß', [3]],
    ['0003', [1]],
    ['0001', [2]],
  ]) {
    test(`for "${text}"`, () =>
      assert.deepEqual(
        search(cards, text),
        found.map((index) => cards[index]),
      ));
  }
});
