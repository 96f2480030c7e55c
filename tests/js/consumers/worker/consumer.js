// A dedicated worker, as a module.
import { workerConsumer } from '../worker-consumer.js';

export default workerConsumer('esm');
