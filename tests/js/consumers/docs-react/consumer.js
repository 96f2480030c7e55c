// The documentation's page for React, in Vite's template with TypeScript.
import { viteProject } from '../vite-project.js';

export default viteProject('docs/frameworks/react.md', 'React');
