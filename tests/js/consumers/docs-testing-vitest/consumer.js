// The documentation's tests in Vitest, with jsdom and with happy-dom, its errors and its stories.
import assert from 'node:assert/strict';
import { testedBy } from '../docs-testing.js';

const sections = ['# Testing your own code', 'Vitest', 'Errors', 'Storybook'];

export default testedBy(sections, ({ run }) => {
  assert.equal(run('node', ['emulator.mjs']), "5 { first_name: 'Jane' }\n");
  for (const environment of ['jsdom', 'happy-dom']) {
    const printed = run('vitest', ['run', '--testTimeout=60000', '--environment', environment], { NO_COLOR: '1' });
    assert.match(printed, /Tests {2}12 passed \(12\)/);
  }
});
