// When a write budget is known, and how it is described.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Budgets } from '../../../www/account/budgets.js';
import { countdown, describeBudget } from '../../../www/card/budget-text.js';

const phone_number = '+15551234567';
const minute = 60_000;

/** Budgets with a clock and counts that a test sets. */
function setUp() {
  const world = { now: 0, count: { limit: 3, used: 1, remaining: 2, nextWriteAt: null } };
  const budgets = new Budgets(
    () => world.count,
    () => world.now,
  );
  const write = (ended) => budgets.note({ method: 'PATCH', phone_number, ...ended });
  return { world, budgets, write };
}

describe('a write budget', () => {
  test("D8: isn't known before a server has reported it", () => {
    const { budgets } = setUp();
    assert.equal(budgets.of(phone_number), undefined);
  });

  test('is known after a response with the header, for that number alone', () => {
    const { budgets, write } = setUp();
    write({ status: 200, reportsBudget: true });
    assert.deepEqual(budgets.of(phone_number), { limit: 3, remaining: 2, nextWriteAt: null });
    assert.equal(budgets.of('+15551230001'), undefined);
  });

  test('is known after a 429 without the header', () => {
    const { budgets, world, write } = setUp();
    const nextWriteAt = new Date(minute);
    world.count = { limit: 3, used: 3, remaining: 0, nextWriteAt };
    write({ status: 429 });
    assert.deepEqual(budgets.of(phone_number), { limit: 3, remaining: 0, nextWriteAt });
  });

  for (const [name, ended] of Object.entries({
    'a write without the header': { status: 200 },
    'a write without a response': {},
    'a read without the header': { method: 'GET', status: 200 },
    'a 429 for a read': { method: 'GET', status: 429 },
    'a list': { method: 'GET', status: 200, phone_number: undefined, reportsBudget: true },
  }))
    test(`isn't known after ${name}`, () => {
      const { budgets, write } = setUp();
      write(ended);
      assert.equal(budgets.of(phone_number), undefined);
    });

  test("isn't known any more once a server reports none, or all reports are forgotten", () => {
    const { budgets, write } = setUp();
    write({ status: 200, reportsBudget: true });
    write({ status: 200 });
    assert.equal(budgets.of(phone_number), undefined);
    write({ status: 200, reportsBudget: true });
    budgets.forget();
    assert.equal(budgets.of(phone_number), undefined);
  });

  test('reports each change to its listeners, and nothing else', () => {
    const { budgets, write } = setUp();
    let calls = 0;
    budgets.subscribe(() => calls++);
    write({ status: 200, reportsBudget: true });
    write({ status: 200 });
    budgets.forget();
    assert.equal(calls, 3);
    write({ method: 'GET', status: 200 });
    write({});
    assert.equal(calls, 3);
  });

  test('remains known after a write without a response', () => {
    const { budgets, write } = setUp();
    write({ status: 200, reportsBudget: true });
    write({});
    assert.equal(budgets.of(phone_number)?.remaining, 2);
  });

  test('is known for the ten minutes of its window, and while no write is left', () => {
    const { budgets, world, write } = setUp();
    write({ status: 200, reportsBudget: true });
    world.now = 10 * minute - 1;
    assert.equal(budgets.of(phone_number)?.remaining, 2);
    world.now = 10 * minute;
    assert.equal(budgets.of(phone_number), undefined);
    world.count = { limit: 3, used: 3, remaining: 0, nextWriteAt: new Date(11 * minute) };
    assert.equal(budgets.of(phone_number)?.remaining, 0);
  });
});

describe('the description of a budget', () => {
  test('D8: has no count while nothing is known, but the rule', () =>
    assert.deepEqual(describeBudget(undefined), {
      dots: [],
      text: 'Writes left: not known yet (Linq allows 3 in 10 minutes)',
    }));

  for (const [budget, dots, text] of [
    [{ limit: 3, remaining: 3, nextWriteAt: null }, [true, true, true], '3 of 3 writes left'],
    [{ limit: 3, remaining: 1, nextWriteAt: null }, [true, false, false], '1 of 3 writes left'],
    [{ limit: 1, remaining: 1, nextWriteAt: null }, [true], '1 of 1 write left'],
    [{ limit: 20, remaining: 19, nextWriteAt: null }, [], '19 of 20 writes left'],
  ])
    test(text, () => assert.deepEqual(describeBudget(budget), { dots, text }));

  test('has the time of the next write while none is left', () => {
    const budget = { limit: 3, remaining: 0, nextWriteAt: new Date(597_000) };
    const { dots, text } = describeBudget(budget);
    assert.deepEqual(dots, [false, false, false]);
    assert.match(text, /^Next write at \d{1,2}:\d{2}[^,]*$/);
  });

  for (const [ms, text] of [
    [0, '0:00'],
    [-5, '0:00'],
    [1, '0:01'],
    [59_000, '0:59'],
    [59_001, '1:00'],
    [600_000, '10:00'],
  ])
    test(`a countdown of ${ms} ms`, () => assert.equal(countdown(new Date(ms), 0), text));
});
