// The npm packages whose code the package contains: its command and the dashboard that it serves.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Their names. */
const names = ['papaparse'];

/** @type {{ packages: Record<string, { version: string, license: string, integrity: string }> }} */
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** The packages, with their licences as SPDX and as texts, and the hash of their tarballs. */
export const libraries = names.map((name) => {
  const { version, license, integrity } = /** @type {(typeof packages)[string]} */ (packages[`node_modules/${name}`]);
  const sha512 = Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
  return { name, version, license, sha512, text: readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8') };
});
