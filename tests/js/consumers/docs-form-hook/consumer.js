// The documentation's form with React Hook Form, in the project of the page about React.
import { viteForm } from '../vite-project.js';

export default viteForm('React Hook Form');
