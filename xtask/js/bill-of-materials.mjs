// Writes the release's bills of materials, in CycloneDX: what the package's WebAssembly modules are compiled from and the
// libraries that its command contains, and the npm packages that build and test it. The package itself depends on no other npm
// package.
// Arguments: the version, the folder to write into.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraries } from './libraries.mjs';

const [version, folder] = process.argv.slice(2);
if (!version || !folder) throw new Error('usage: bill-of-materials.mjs VERSION FOLDER');
const root = join(import.meta.dirname, '../..');

/**
 * Runs a program in the root. Returns its standard output.
 * @param {string} program @param {readonly string[]} args
 */
const output = (program, args) =>
  execFileSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, shell: process.platform === 'win32' });

/** How cargo builds each module. */
const modules = [
  ['--package', 'linq-contact-card', '--no-default-features', '--features', 'npm,freestanding'],
  ['--package', 'gateway'],
  ['--package', 'testing'],
];

/** The crates that a module is linked from, as `name@version`. @param {readonly string[]} module */
const linkedCrates = (module) =>
  output('cargo', [
    ...['tree', '--locked', '--target', 'wasm32-unknown-unknown', '--edges', 'normal,no-proc-macro'],
    ...['--prefix', 'none', '--no-dedupe', '--format', '{p}', ...module],
  ])
    .split('\n')
    .filter((line) => line)
    .map((line) => line.split(' v', 2).join('@').split(' ', 1)[0] ?? '');

/** SHA-256 of the crates in Cargo.lock, by `name@version`. */
const checksums = new Map(
  [
    ...readFileSync(join(root, 'Cargo.lock'), 'utf8').matchAll(
      /name = "([^"]+)"\nversion = "([^"]+)"\nsource = "[^"]+"\nchecksum = "([0-9a-f]{64})"/g,
    ),
  ].map(([, name, crateVersion, checksum]) => [`${name}@${crateVersion}`, checksum]),
);

/**
 * @typedef {{ name: string, version: string, license: string | null, repository: string | null, description: string | null,
 *   source: string | null }} Crate as `cargo metadata` prints it
 */

/** @type {{ packages: Crate[] }} */
const metadata = JSON.parse(output('cargo', ['metadata', '--locked', '--format-version', '1']));
const linked = new Set(modules.flatMap(linkedCrates));

const crates = metadata.packages
  .filter((crate) => crate.source !== null && linked.has(`${crate.name}@${crate.version}`))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map((crate) => {
    const purl = `pkg:cargo/${crate.name}@${crate.version}`;
    const checksum = checksums.get(`${crate.name}@${crate.version}`);
    if (!crate.license || !checksum) throw new Error(`${purl} has no licence or no checksum`);
    return {
      type: 'library',
      'bom-ref': purl,
      name: crate.name,
      version: crate.version,
      scope: 'required',
      hashes: [{ alg: 'SHA-256', content: checksum }],
      // Older crates separate licences with a slash, which SPDX doesn't know.
      licenses: [{ expression: crate.license.replaceAll('/', ' OR ') }],
      purl,
      ...(crate.repository && { externalReferences: [{ type: 'vcs', url: crate.repository }] }),
    };
  });
if (crates.length === 0) throw new Error('cargo tree lists no crates');

const bundled = libraries.map(({ name, version, license, sha512 }) => {
  const purl = `pkg:npm/${name}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    scope: 'required',
    hashes: [{ alg: 'SHA-512', content: sha512 }],
    licenses: [{ expression: license }],
    purl,
  };
});
const components = [...crates, ...bundled];

const purl = `pkg:npm/linq-contact-card@${version}`;
const bill = {
  $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: {
    component: {
      type: 'library',
      'bom-ref': purl,
      name: 'linq-contact-card',
      version,
      licenses: [{ expression: 'Apache-2.0 OR MIT' }],
      purl,
    },
  },
  components,
  dependencies: [
    { ref: purl, dependsOn: components.map((component) => component.purl) },
    ...components.map((component) => ({ ref: component.purl })),
  ],
};

writeFileSync(join(root, folder, 'package.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
const tools = output('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']);
writeFileSync(join(root, folder, 'build-tools.cdx.json'), tools);
