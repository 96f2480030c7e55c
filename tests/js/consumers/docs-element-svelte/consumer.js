// The documentation's element in Svelte.
import { viteEditor } from '../vite-project.js';

export default viteEditor('docs/frameworks/svelte.md', 'Svelte');
