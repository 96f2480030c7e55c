// @vitest-environment node
import { testFakeTimers } from './fake-timers.js';

testFakeTimers();
