// The module's bytes, encoded as a JavaScript module and decoded by it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';
import { encode, encodeBySize } from '../../../xtask/js/encode.mjs';

const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const built = (name) => new Uint8Array(readFileSync(join(import.meta.dirname, '../../../pkg', name)));

/** Imports an encoded module and returns what it decodes. */
async function decode(source) {
  const { bytes } = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
  return bytes();
}

/** Returns pseudorandom bytes, the same in every run. `distribution` maps evenly distributed numbers from 0 to 1 to others. */
function random(length, seed, distribution) {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 256 * distribution(state / 2 ** 32);
  });
}

describe('an encoded module', () => {
  const modules = {
    'no bytes': new Uint8Array(),
    'every byte': every,
    'every byte, backwards': every.toReversed(),
    'one byte, many times': new Uint8Array(1000).fill(255),
    'random bytes': random(20_000, 1, (x) => x),
    'mostly low bytes': random(20_000, 2, (x) => x ** 4),
    'mostly high bytes': random(20_000, 3, (x) => 1 - x ** 4 / 2),
    'mostly printable bytes': random(20_000, 4, (x) => 0.125 + x ** 2 / 2),
    'low bytes alone': random(20_000, 5, (x) => x / 8),
    'contact_card.wasm': built('contact_card.wasm'),
    'gateway.wasm': built('gateway.wasm'),
  };
  for (const [name, wasm] of Object.entries(modules)) {
    test(`decodes to the same bytes: ${name}`, async () => {
      const source = encode(wasm);
      assert.ok(Buffer.from(await decode(source)).equals(wasm));
      assert.match(source, /^[\n -~]*$/, 'it should be printable ASCII');
      assert.equal(encode(wasm), source, 'it should be deterministic');
    });
  }

  test('decodes to the same bytes whichever byte is the most frequent', async () => {
    for (const frequent of every) {
      const wasm = new Uint8Array([...every, ...new Uint8Array(1000).fill(frequent)]);
      assert.deepEqual(await decode(encode(wasm)), wasm);
    }
  });

  test('has the smallest source, whatever the measure of its size', async () => {
    const wasm = built('contact_card.wasm');
    const sizes = [];
    const source = await encodeBySize(wasm, async (candidate) => {
      const size = (candidate.length * 7919) % 1009;
      sizes.push([size, candidate]);
      return size;
    });
    const [smallest] = sizes.toSorted(([a], [b]) => a - b);
    assert.equal(source, smallest[1]);
    assert.notEqual(source, encode(wasm));
    assert.ok(Buffer.from(await decode(source)).equals(wasm));
  });

  test('passes the type checker', () => {
    const dir = mkdtempSync(join(tmpdir(), 'linq-contact-card-'));
    try {
      const file = join(dir, 'bytes.js');
      writeFileSync(file, encode(every));
      const program = ts.createProgram([file], {
        allowJs: true,
        strict: true,
        noEmit: true,
        types: [],
        target: ts.ScriptTarget.ES2022,
      });
      const messages = ts
        .getPreEmitDiagnostics(program)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
      assert.deepEqual(messages, []);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
