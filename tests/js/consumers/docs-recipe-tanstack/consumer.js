// The documentation's recipe for TanStack Query.
import { typedProject } from '../typed-project.js';

export default typedProject('react', [['docs/react.md', 'Set up'], ['docs/recipes/tanstack-query.md']]);
