// The documentation's element in Vue, with a configuration of its own.
import { viteEditor } from '../vite-project.js';

export default viteEditor(['docs/element.md', 'Vue']);
