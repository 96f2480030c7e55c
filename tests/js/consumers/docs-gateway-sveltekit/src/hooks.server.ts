import type { Handle } from '@sveltejs/kit';

export const handle: Handle = ({ event, resolve }) => {
  if (event.cookies.get('session') === 'of-ann') event.locals.user = { id: 'ann', numbers: ['+15551234567'] };
  return resolve(event);
};
