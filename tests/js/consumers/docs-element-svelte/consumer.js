// The documentation's element in Svelte, in the project of its page about Svelte.
import { viteEditor } from '../vite-project.js';

export default viteEditor(['docs/frameworks/svelte.md'], ['docs/element.md', 'Svelte']);
