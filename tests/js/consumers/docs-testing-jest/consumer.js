// The documentation's tests in Jest, with jsdom.
import { testedBy } from '../docs-testing.js';

export default testedBy(['Jest'], ({ run }) => run('jest', ['--ci', '--testTimeout=60000']));
