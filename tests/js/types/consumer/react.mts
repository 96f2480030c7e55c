// The typings of the hook for React in an ES module, without those of React itself. Lines that must not compile are marked.
import { ContactCards, type SetContactCard, type WriteBudget } from 'linq-contact-card';
import {
  type ContactCardClient,
  type ContactCardConflict,
  type ContactCardState,
  type SaveResult,
  useContactCard,
} from 'linq-contact-card/react';

const client: ContactCardClient = new ContactCards({ timeout: 5_000 });
// A client without options, and one whose lists can't be changed.
const mine: ContactCardClient = {
  update: async ({ phone_number }) => ({ phone_number, first_name: 'John', is_active: true }),
  create: async ({ phone_number, first_name }) => ({ phone_number, first_name, is_active: false }),
  retrieve: async (): Promise<{ readonly contact_cards: readonly SetContactCard[] }> => ({ contact_cards: [] }),
};

export function text(number: string): string {
  const { budget, card, conflict, error, reload, save, status } = useContactCard(number, { client, timeout: 1 });
  const known: WriteBudget | undefined = budget;
  const changes: ContactCardConflict | undefined = conflict;
  if (changes?.first_name) return `${changes.first_name.before} ${changes.first_name.now}`;
  // The status decides whether there is a card.
  if (status === 'ready') return card.first_name;
  if (status === 'absent') {
    const none: undefined = card;
    void save({ first_name: 'John', last_name: undefined });
    return `${none}`;
  }
  // @ts-expect-error a card that is being read or saved may be absent
  card.first_name;
  void reload();
  return `${card?.first_name} ${error?.message} ${known?.remaining}`;
}

export async function save(state: ContactCardState): Promise<SetContactCard | undefined> {
  const result: SaveResult = await state.save({ first_name: 'Jane' });
  switch (result.status) {
    case 'saved':
    case 'unchanged':
      return result.card;
    case 'conflict':
      throw new Error(result.conflict.image_url?.now);
    case 'gone':
      return undefined;
    case 'unknown':
      return result.isShown ? state.card : undefined;
    default:
      throw result.error;
  }
}

export const states: ContactCardState[] = [
  useContactCard('+15551234567'),
  useContactCard('+15551234567', { client: mine }),
];
// @ts-expect-error no such option
useContactCard('+15551234567', { retry: 3 });
// @ts-expect-error no such field
void states[0]?.save({ nickname: 'J' });
