// Texts that cross the boundary to WebAssembly.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { installProject, key, number } from './setup.js';

const { lib, resultOf } = await installProject();

describe('texts', () => {
  const parts = [
    'a',
    '"',
    '\\',
    '\n',
    '\0',
    'é',
    'ß',
    '€',
    '😀',
    '\x7f',
    '\x80',
    '\u07ff',
    '\u0800',
    '\uffff',
    '\ufeff',
    '{',
    '[',
    ':',
  ];
  const options = { apiKey: key, baseURL: 'https://linq.example' };
  const bodyOf = (fields) => JSON.parse(lib.previewUpdate({ phone_number: number, ...fields }, options).body);

  test('cross the boundary unchanged, whatever they contain and at any position', () => {
    // Around the initial size of the message memory, and the size of a page of memory.
    for (const length of [0, 1, 100, 900, 970, 1_000, 1_024, 3_000, 65_400, 65_536, 66_000]) {
      for (const part of parts) {
        const text = `${'a'.repeat(length)}${part}${parts.join('')}b`;
        const fields = { first_name: text, last_name: `${part}a` };
        assert.deepEqual(bodyOf(fields), fields);
        const [issue] = lib.validateContactCardUpdate({ phone_number: number, first_name: 'a', [`_${text}`]: text });
        assert.deepEqual(issue.path, [`_${text}`]);
      }
    }
  });

  test('C2 cross the boundary both ways where String.prototype.isWellFormed is missing', () => {
    const results = resultOf(`
      delete String.prototype.isWellFormed;
      delete String.prototype.toWellFormed;
      const { updateContactCard } = await import('linq-contact-card');
      const save = (first_name, saved = first_name) =>
        settle(updateContactCard({ ...params, first_name }, { apiKey: 'key', fetch: async () => respond({ ...card, first_name: saved }) }));
      print(await Promise.all([save('Zoë'), save('李雷'), save('🌻'), save('Zo\\ud83d'), save('Zoë', 'Zo\\ud83d')]));`);
    assert.deepEqual(
      results.map(({ value, error }) => value?.first_name ?? error),
      ['Zoë', '李雷', '🌻', 'ValidationError', 'InvalidResponseError'],
    );
  });

  test('with a lone surrogate are refused, at any position', () => {
    for (const before of ['', 'a', 'é', 'a'.repeat(1_100), 'é'.repeat(1_100)]) {
      for (const half of ['\ud83d', '\ude00']) {
        const fields = { first_name: `${before}${half}b`, last_name: 'Ann' };
        const issues = lib.validateContactCardUpdate({ phone_number: number, ...fields });
        assert.deepEqual(
          issues.map(({ code, path }) => [code, ...path]),
          [['ill_formed', 'first_name']],
        );
      }
    }
  });
});
