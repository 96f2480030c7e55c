// Imports between the modules of a Rust crate have no cycles. Those of JavaScript are checked by Biome.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { importCycle } from '../support/rust-imports.js';

const root = join(import.meta.dirname, '../../..');
const files = execFileSync('git', ['ls-files', '-z', '*.rs'], { cwd: root, encoding: 'utf8' }).split('\0');

/** The folders of crates. */
const folders = files.flatMap((file) => /^(.*\/)?src\/(?=(lib|main)\.rs$)/.exec(file)?.[0] ?? []);

/**
 * The modules of the crate in a folder.
 *
 * @param {string} folder
 */
function crateIn(folder) {
  const own = files.filter((file) => file.startsWith(folder));
  return new Map(
    own.map((file) => {
      const path = file.slice(folder.length).replace(/(^|\/)(lib|main|mod)\.rs$|\.rs$/, '');
      return [path.replaceAll('/', '::'), readFileSync(join(root, file), 'utf8')];
    }),
  );
}

/**
 * The cycle in a crate of these modules.
 *
 * @param {Record<string, string>} sources
 */
const cycleIn = (sources) => importCycle(new Map(Object.entries(sources)))?.join(' → ');

describe('imports', () => {
  for (const folder of new Set(folders)) {
    it(`${folder} has no cycle`, () => assert.equal(importCycle(crateIn(folder))?.join(' → '), undefined));
  }

  it('a cycle of modules is found', () => {
    const b = 'fn b() { super::c::d() }';
    assert.equal(cycleIn({ a: 'use crate::{x::X, b::{B, E}};', b, c: 'use super::a::A;' }), 'a → b → c → a');
  });

  it('a cycle of folders is found', () => {
    const [x, y] = ['use crate::b::y::Y;', 'use crate::a::A;'];
    assert.equal(cycleIn({ a: '', 'a::x': x, b: '', 'b::y': y }), 'a → b → a');
  });

  it('a folder and its files may import each other', () => {
    const [b, c] = ['use super::A; use super::c::C;', 'use crate::a::A;'];
    assert.equal(cycleIn({ a: 'use self::b::B;', 'a::b': b, 'a::c': c }), undefined);
  });

  it('comments and unit tests import nothing', () => {
    const b = '// crate::a::A\n#[cfg(test)]\nmod tests { use crate::a::A; }';
    assert.equal(cycleIn({ a: 'use super::b::B;', b }), undefined);
  });
});
