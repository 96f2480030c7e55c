// The documentation's form with TanStack Form, in the project of the page about React.
import { viteForm } from '../vite-project.js';

export default viteForm('TanStack Form');
