// A shared worker, as a classic script.
import { workerConsumer } from '../worker-consumer.js';

export default workerConsumer('iife');
