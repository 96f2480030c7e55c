// The API reference, made from the typings of the package's entries.
import { entries } from './xtask/js/entries.mjs';

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'linq-contact-card',
  entryPoints: Object.values(entries).map(({ file }) => `pkg/${file}.d.ts`),
  // Without the root's tsconfig.json, which is for checking JavaScript.
  tsconfig: 'typedoc.tsconfig.json',
  readme: 'pkg/README.md',
  out: 'target/reference',
  disableSources: true,
  hideGenerator: true,
  validation: {
    notExported: true,
    invalidLink: true,
    invalidPath: true,
    rewrittenLink: true,
    notDocumented: true,
  },
  requiredToBeDocumented: ['Module', 'Class', 'Interface', 'Function', 'TypeAlias', 'Variable'],
  intentionallyNotDocumented: [
    'linq-contact-card.AbortSignalLike.addEventListener',
    'linq-contact-card.AbortSignalLike.removeEventListener',
    'linq-contact-card/slim.WasmSource.__type.arrayBuffer',
  ],
  treatWarningsAsErrors: true,
};
