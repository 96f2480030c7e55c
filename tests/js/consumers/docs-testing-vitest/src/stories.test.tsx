// The documentation's stories, rendered as Storybook renders them.
import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import meta, * as stories from './NameForm.stories';

const { component: Component, args, beforeEach } = meta;

afterEach(() => vi.useRealTimers());

function show({ args: own = {}, beforeEach: prepare = () => {} }) {
  beforeEach();
  prepare();
  render(<Component {...args} {...own} />);
  fireEvent.change(screen.getByLabelText('First name'), { target: { value: 'Jane' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
}

test('the working story saves', async () => {
  show(stories.Working);
  await screen.findByText('Saved');
});

test('the slow story saves later', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  show(stories.Slow);
  await vi.advanceTimersByTimeAsync(2_999);
  expect(screen.getByRole('status').textContent).toBe('');
  await vi.advanceTimersByTimeAsync(1);
  vi.useRealTimers();
  await screen.findByText('Saved');
});

test('the rate-limited story shows how long to wait', async () => {
  show(stories.RateLimited);
  await screen.findByText('Wait 90 seconds');
});
