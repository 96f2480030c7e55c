// @vitest-environment happy-dom
import { testFakeTimers } from './fake-timers.js';

testFakeTimers();
