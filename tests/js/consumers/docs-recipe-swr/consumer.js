// The documentation's recipe for SWR.
import { typedProject } from '../typed-project.js';

export default typedProject('react', [['docs/react.md', 'Set up'], ['docs/recipes/swr.md']]);
