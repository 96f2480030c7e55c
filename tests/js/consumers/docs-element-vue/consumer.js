// The documentation's element in Vue.
import { viteEditor } from '../vite-project.js';

export default viteEditor('docs/frameworks/vue.md', 'Vue');
