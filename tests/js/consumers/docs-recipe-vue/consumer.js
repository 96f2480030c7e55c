// The documentation's composable for Vue.
import { typedProject } from '../typed-project.js';

export default typedProject('vue', [['docs/recipes/vue.md']]);
