// The documentation's page for Svelte, in an empty project.
import { viteProject } from '../vite-project.js';

export default viteProject('docs/frameworks/svelte.md');
