import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest';

let error: MockInstance;
beforeEach(() => {
  error = vi.spyOn(console, 'error');
});
afterEach(() => {
  expect(error.mock.calls).toEqual([]);
  error.mockRestore();
});
