// The documentation's handler for Mock Service Worker, in Vitest.
import { testedBy } from '../docs-testing.js';

export default testedBy(['MSW'], ({ run }) => run('vitest', ['run', '--testTimeout=60000']));
