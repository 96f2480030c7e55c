// The documentation's form with React Hook Form, in an empty project with React.
import { viteForm } from '../vite-project.js';

export default viteForm('docs/frameworks/react.md', 'React Hook Form');
