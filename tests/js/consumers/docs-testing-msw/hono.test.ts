// The documentation's handler in Hono.
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { retrieveContactCards } from 'linq-contact-card';
import { createEmulator } from 'linq-contact-card/testing';

test('Hono serves the emulator', async () => {
  const emulator = createEmulator();
  const app = new Hono().all('*', (context) => emulator.handler(context.req.raw));
  const fetch = async (url: string, init: RequestInit) => app.request(url, init);
  const { contact_cards } = await retrieveContactCards({}, { apiKey: 'linq-emulator-key', fetch });
  expect(contact_cards).toEqual(emulator.cards);
});
