// The version of the package.
import { createRequire } from 'node:module';

/** @type {{ version: string }} */
export const { version } = createRequire(import.meta.url)('linq-contact-card/package.json');
