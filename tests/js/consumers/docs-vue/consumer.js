// The documentation's page for Vue, in an empty project.
import { viteProject } from '../vite-project.js';

export default viteProject('docs/frameworks/vue.md');
