// What can be said of each row before anything is sent. Pure: rows and the account's cards in, verdicts out.
import { changedFields, parsePhoneNumber, validateContactCardUpdate } from 'linq-contact-card';
import { english } from 'linq-contact-card/element';

/**
 * Judges the rows of a list.
 *
 * @returns rows with a `result`: `ready` (with the `changes` that are to be sent, and the `card` that they are for), `unchanged`, or `invalid`
 *   with its `reason` and, where the number only has to be written otherwise, a `suggestion`.
 */
export function checkRows(rows, cards) {
  const known = new Map(cards.map((card) => [card.phone_number, card]));
  const rowsOf = groupByNumber(rows);
  return rows.map((row) => {
    const { phone_number } = row.params;
    return { ...row, ...judge(row, known.get(phone_number), rowsOf.get(phone_number)) };
  });
}

/** The numbers that could be written otherwise, written so: for a person to ask for. */
export const withSuggestions = (rows) =>
  rows.map(({ line, params, suggestion }) => ({
    line,
    params: suggestion ? { ...params, phone_number: suggestion } : params,
  }));

function judge({ line, params }, card, sameNumber) {
  const { issue } = parsePhoneNumber(params.phone_number);
  if (issue) return { result: 'invalid', reason: sentence('phone_number', issue), suggestion: issue.suggestion };
  const others = sameNumber.filter((row) => row.line !== line).map((row) => row.line);
  if (others.length > 0)
    return { result: 'invalid', reason: `The same number is in line ${others.join(', ')}. Keep one of them.` };
  if (!card) return { result: 'invalid', reason: 'This number has no card yet. Create it first.' };
  const issues = validateContactCardUpdate(params);
  if (issues.length > 0)
    return { result: 'invalid', card, reason: issues.map((each) => sentence(each.path[0], each)).join(' ') };
  const { phone_number, ...fields } = params;
  const changes = changedFields(card, fields);
  return changes
    ? { result: 'ready', card, changes: { phone_number, ...changes } }
    : { result: 'unchanged', card, reason: 'The card says so already.' };
}

/** An issue as a sentence that starts with the field's label instead of its name. */
const sentence = (name, { message }) =>
  `${english.texts.issue(english.labels[name] ?? 'The row', message.slice(message.indexOf(' ') + 1))}.`;

function groupByNumber(rows) {
  const groups = new Map();
  for (const row of rows) {
    const { phone_number } = row.params;
    if (!groups.has(phone_number)) groups.set(phone_number, []);
    groups.get(phone_number).push(row);
  }
  return groups;
}
