// The documentation's page for Vue, in Vite's template with TypeScript.
import { viteProject } from '../vite-project.js';

export default viteProject('docs/frameworks/vue.md', 'Vue');
