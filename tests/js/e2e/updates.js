/**
 * Returns the updates that the emulator received: the phone number and the body of each.
 *
 * @param {Awaited<ReturnType<typeof import('../support/emulator.js').startEmulator>>} emulator
 */
export const updatesOf = async (emulator) =>
  (await emulator.requests())
    .filter(({ method }) => method === 'PATCH')
    .map(({ target, body }) => [new URL(target, emulator.url).searchParams.get('phone_number'), JSON.parse(body)]);
