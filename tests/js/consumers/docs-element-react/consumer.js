// The documentation's element in React.
import { viteEditor } from '../vite-project.js';

export default viteEditor('docs/frameworks/react.md', 'React');
