// A component that uses the hook.
import { useEffect } from 'react';
import { useContactCard } from 'linq-contact-card/react';

/** What the components have shown, by their names. */
export const seen = {};

/** Shows a card. Its options are a new object with new functions at each rendering. */
export function Card({ name, number, client, options, rendering }) {
  const state = useContactCard(number, { ...options, client, onAttempt: () => {} });
  const { budget, status, card, save, reload } = state;
  seen[name] ??= { history: [], budgets: [] };
  const shown = `${status} ${card?.phone_number ?? ''}`.trim();
  const { history, budgets } = seen[name];
  if (history.at(-1) !== shown) history.push(shown);
  if (budget && budgets.at(-1) !== budget.remaining) budgets.push(budget.remaining);
  seen[name].state = state;
  useEffect(() => {
    seen[name].functions ??= [save, reload];
    seen[name].isStable = [save, reload].every((current, index) => current === seen[name].functions[index]);
  });
  return (
    <output data-rendering={rendering}>
      {name}: {status} {card?.first_name}
    </output>
  );
}
