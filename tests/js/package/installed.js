// The packed tarball, installed into an empty project as a consumer would: what is tested is what is published.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The project's folder, and the package by both kinds of import. */
export async function install() {
  const dir = mkdtempSync(join(tmpdir(), 'linq-contact-card-'));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  execFileSync(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', process.env.LINQ_PACKAGE],
    { cwd: dir },
  );
  writeFileSync(join(dir, 'entry.js'), "export * from 'linq-contact-card';\n");
  const require = createRequire(join(dir, 'entry.js'));
  return {
    dir,
    esm: await import(pathToFileURL(join(dir, 'entry.js'))),
    cjs: require('linq-contact-card'),
    remove: () => rmSync(dir, { recursive: true }),
  };
}
