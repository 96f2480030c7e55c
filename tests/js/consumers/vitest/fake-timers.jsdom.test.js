// @vitest-environment jsdom
import { testFakeTimers } from './fake-timers.js';

testFakeTimers();
