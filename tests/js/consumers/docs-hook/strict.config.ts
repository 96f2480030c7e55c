// The documentation's configuration; a warning of React's fails a test, too.
import { mergeConfig } from 'vitest/config';
import documented from './vitest.config.ts';

export default mergeConfig(documented, { test: { setupFiles: ['./src/no-warnings.ts'] } });
