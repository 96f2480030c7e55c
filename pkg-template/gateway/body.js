// Bodies, read up to a length and a deadline.
import { LATE } from './deadline.js';

/**
 * Reads a body. Returns its state, as the core names it, and its bytes.
 * @param {ReadableStream<Uint8Array> | null} body
 * @param {number} limit in bytes
 * @param {import('./deadline.js').Deadline} deadline
 * @returns {Promise<['whole' | 'too long' | 'late' | 'broken', Uint8Array<ArrayBuffer>]>}
 */
export async function readBody(body, limit, deadline) {
  const nothing = new Uint8Array();
  if (!body) return ['whole', nothing];
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  let reader;
  try {
    reader = body.getReader();
    for (;;) {
      const read = await deadline.race(reader.read());
      if (read === LATE) return drop(reader, 'late');
      const { value } = read;
      if (value === undefined) break;
      length += value.byteLength;
      // A chunk that isn't bytes has no length, and empty ones may never end.
      if (!(length <= limit) || chunks.push(value) > limit) return drop(reader, 'too long');
    }
  } catch {
    return ['broken', nothing];
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return ['whole', bytes];
}

/**
 * Drops the rest of a body.
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {'late' | 'too long'} state
 * @returns {['late' | 'too long', Uint8Array<ArrayBuffer>]}
 */
function drop(reader, state) {
  // Not awaited: it may take as long as the body.
  reader.cancel().catch(() => {});
  return [state, new Uint8Array()];
}
