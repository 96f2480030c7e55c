'use server';

import { endSession, startSession } from './sign-in';

export async function signIn(form) {
  await startSession(form.get('user'));
}

export async function signOut() {
  await endSession();
}
