// The projects with a framework: a folder here each, and the code of docs/element.md. Lines that must not compile are marked
// with the comment `error`.
const jsx = (jsxImportSource) => ({ jsx: 'react-jsx', jsxImportSource });

/** The oldest and the newest TypeScript that the typings of all these frameworks support. */
const [oldest, newest] = ['5.5', '7.0'];

/** Name, the compiler and its versions, its options, and the section of docs/element.md whose code is compiled, too. */
export const projects = [
  { name: 'react', compiler: 'tsc', versions: [oldest, newest], options: jsx('react'), section: 'React' },
  { name: 'preact', compiler: 'tsc', versions: [newest], options: jsx('preact') },
  { name: 'vue', compiler: 'vue-tsc', options: { jsx: 'preserve' }, section: 'Vue' },
  { name: 'svelte', compiler: 'svelte-check', options: { verbatimModuleSyntax: true }, section: 'Svelte' },
];

/** Returns the tsconfig of a project, as strict as TypeScript can be. */
export const tsconfigOf = (options) => ({
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    // TypeScript's own lib isn't what is tested.
    skipDefaultLibCheck: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    noEmit: true,
    ...options,
  },
  vueCompilerOptions: { strictTemplates: true },
  // Of the documentation's code, the components: its configurations need a bundler's types.
  include: ['*', 'docs/src'],
});
