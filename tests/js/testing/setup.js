// What the tests of `linq-contact-card/testing` share: the packed package, by its public names.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createProject } from '../support/sandbox.js';

const project = await createProject();
after(() => project.remove());

/** Imports an entry of the package as an ES module. @param {string} name */
async function importEntry(name) {
  const file = join(project.dir, `${name.replaceAll('/', '-')}.js`);
  writeFileSync(file, `export * from 'linq-contact-card/${name}';\n`);
  return import(pathToFileURL(file).href);
}

export const dir = project.dir;
export const lib = project.esm;
export const testing = await importEntry('testing');
export const gateway = await importEntry('gateway');
/** The entries as CommonJS. */
export const cjs = {
  lib: project.cjs,
  testing: createRequire(join(project.dir, 'entry.js'))('linq-contact-card/testing'),
};

export const key = 'linq-emulator-key';
/** The URL of the endpoint at Linq. */
export const endpoint = 'https://api.linqapp.com/api/partner/v3/contact_card';

/** Returns the query for a phone number. @param {string} number */
export const queryOf = (number) => `?${new URLSearchParams({ phone_number: number })}`;

/** Returns what a promise rejects with, as it must. @param {Promise<unknown>} promise */
export const failure = (promise) =>
  promise.then(
    () => {
      throw new Error('it should have rejected');
    },
    (error) => error,
  );

/** Returns what a function throws, as it must. @param {() => unknown} run */
export function thrownBy(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('it should have thrown');
}
