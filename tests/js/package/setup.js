// What the tests of the packed package share: a project that has it installed, programs that import it, and an emulator.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, beforeEach } from 'node:test';
import { startEmulator } from '../support/emulator.js';
import { createProject } from '../support/sandbox.js';

/** The emulator's key. */
export const key = 'linq-emulator-key';
/** A phone number that has a card in the emulator. */
export const number = '+15551234567';
export const params = { phone_number: number, first_name: 'John' };

/** What each program has, in addition to its own code. */
const prelude = `
  const params = ${JSON.stringify(params)};
  const card = { ...params, is_active: true };
  /** A response that needs no class of the host. */
  const respond = (body, status = 200, headers = {}) => {
    const chunks = [new TextEncoder().encode(JSON.stringify(body))];
    return {
      status, type: 'basic', headers: { get: (name) => headers[name] ?? null },
      body: { getReader: () => ({ read: async () => ({ done: !chunks.length, value: chunks.shift() }), cancel: async () => {} }) },
    };
  };
  const settle = (promise) => promise.then((value) => ({ value }), (error) => ({ error: error.name ?? error, outcome: error.outcome }));
  const attempt = (run) => { try { return run(); } catch ({ name, message, outcome }) { return { name, message, outcome }; } };
  const print = (value) => console.log(JSON.stringify(value));`;

/** Creates a project with the packed package, which is removed after the tests. */
export async function installProject() {
  const project = await createProject();
  after(() => project.remove());

  /** Runs a program in the project and returns its output. */
  const outputOf = (code, flags = [], env = {}) =>
    execFileSync(process.execPath, [...flags, '--input-type=module', '-e', code], {
      cwd: project.dir,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
  /** Runs a program, which has the members of the prelude, and returns the JSON that it prints. */
  const resultOf = (code, flags) => JSON.parse(outputOf(prelude + code, flags));

  return { project, lib: project.esm, outputOf, resultOf };
}

/** Starts an emulator without a write budget. It is reset before each test and ends after the last one. */
export async function installEmulator() {
  const emulator = await startEmulator('--budget', 'off');
  beforeEach(() => emulator.reset());
  after(async () => assert.equal(await emulator.stop(), 0));
  return {
    emulator,
    options: { apiKey: key, baseURL: emulator.baseURL },
    /** Returns the requests that the emulator received since the test began, as method and body. */
    sent: async () => (await emulator.requests()).map(({ method, body }) => [method, body].filter(Boolean).join(' ')),
  };
}

/** Returns the error of a call, which must fail. */
export const failure = (promise) =>
  promise.then(
    () => assert.fail('it should have failed'),
    (error) => error,
  );
