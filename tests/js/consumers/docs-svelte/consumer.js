// The documentation's page for Svelte, in Vite's template with TypeScript.
import { viteProject } from '../vite-project.js';

export default viteProject('docs/frameworks/svelte.md', 'Svelte');
