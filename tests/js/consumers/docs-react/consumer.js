// The documentation's page for React, in an empty project.
import { viteProject } from '../vite-project.js';

export default viteProject('docs/frameworks/react.md');
