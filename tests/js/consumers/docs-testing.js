// The documentation's tests of one's own code, each in a project of the documentation's code alone.
import { writeFiles } from './markdown.js';

const page = 'docs/testing.md';

/**
 * A consumer that writes sections of the page into its project and runs the tests there. They call emulators in memory, so that
 * there is no card to read: the tests themselves check what was saved.
 */
export const testedBy =
  (sections, runTests) =>
  async ({ dir, name, ...context }) => {
    for (const section of sections) writeFiles(page, dir, { url: '' }, section);
    await runTests({ dir, ...context });
    return { card: async () => ({ first_name: name }) };
  };
