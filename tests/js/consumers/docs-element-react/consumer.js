// The documentation's element in React, in the project of its page about React.
import { viteEditor } from '../vite-project.js';

export default viteEditor(['docs/frameworks/react.md'], ['docs/element.md', 'React']);
