// The projects that every version of TypeScript compiles: each module resolution, with and without the DOM lib.
const resolutions = [
  { name: 'bundler', module: 'esnext', moduleResolution: 'bundler', files: ['usage.mts'] },
  // Resolution as bundlers do it, in ES modules and CommonJS.
  { name: 'preserve', since: 5.4, module: 'preserve', moduleResolution: 'bundler', files: ['usage.mts', 'usage.cts'] },
  { name: 'node16', module: 'node16', moduleResolution: 'node16', files: ['usage.mts', 'usage.cts'] },
  { name: 'nodenext', module: 'nodenext', moduleResolution: 'nodenext', files: ['usage.mts', 'usage.cts'] },
];
const dom = ['dom', 'dom.iterable'];

const table = [
  ...resolutions,
  ...resolutions.map(({ name, files, ...rest }) => ({
    ...rest,
    name: `${name}-dom`,
    lib: dom,
    files: [...files, 'dom.mts', ...(files.includes('usage.cts') ? ['dom.cts'] : [])],
  })),
  {
    name: 'node-types',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    files: ['node.mts'],
    types: ['node'],
    skipLibCheck: true,
  },
  // Without the typings of React.
  { name: 'react', module: 'nodenext', moduleResolution: 'nodenext', files: ['react.mts', 'react.cts'] },
  // The SDK's optional fields don't include undefined.
  {
    name: 'sdk',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    files: ['vendor.mts', 'migration.mts'],
    lib: dom,
    skipLibCheck: true,
    exactOptionalPropertyTypes: false,
  },
  {
    name: 'sdk-replaced',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    files: ['migration.mts'],
    lib: dom,
    paths: { '@linqapp/sdk': ['../../../node_modules/linq-contact-card/sdk.d.ts'] },
  },
];

/** Returns the projects for a version of TypeScript: name, files and tsconfig. */
export const projectsOf = (version) =>
  table
    .filter(({ since = 0 }) => Number(version) >= since)
    .map(({ name, files, since, lib = [], ...options }) => ({
      name,
      files,
      tsconfig: {
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          verbatimModuleSyntax: true,
          skipLibCheck: false,
          // TypeScript's own lib isn't what is tested.
          skipDefaultLibCheck: true,
          target: 'es2022',
          lib: ['es2022', ...lib],
          types: [],
          rootDir: '.',
          outDir: 'out',
          noEmitOnError: true,
          ...options,
        },
        files,
      },
    }));
