// The check of a list before anything is sent, by the rows and the account's cards alone.
import { changedFields } from 'linq-contact-card';
import { atOnce } from '../shell/slices.js';
import { sortDuplicates } from './duplicates.js';
import { KnownNumbers } from './known-numbers.js';
import { addToGroup, duplicateIssue, findIssues, isTaken, missingCard, reasonOf } from './issues.js';
import { fieldProblems, readParams } from './rows.js';

/** @import { ContactCardUpdateParams, SetContactCard } from 'linq-contact-card' */
/** @import { Findings } from './issues.js' */
/** @import { Problem, Row, RowParams } from './rows.js' */

/**
 * The verdict on a row.
 *
 * @typedef {object} Verdict
 * @property {'ready' | 'unchanged' | 'invalid'} result
 * @property {SetContactCard} [card] the card of its number
 * @property {ContactCardUpdateParams} [changes] what is to be sent, if it is ready
 * @property {string} [reason] why it isn't ready: all issues, or that nothing would change
 * @property {Problem[]} issues why it is invalid, at most one a field; without a field it is about how the row was read
 * @property {string} [suggestion] a valid number, to be accepted by the user
 * @property {'format' | 'account'} [suggestionKind] `format`: the same number, written differently. `account`: the only card that
 * fits what a spreadsheet left of the number; accepted row by row
 */

/**
 * A row of a check. `isLeftOut`: the user has left it out, so that it has no verdict until it is included again.
 *
 * @typedef {Row & Verdict & { isLeftOut?: boolean }} CheckedRow
 */

/** The number of rows after which {@link Check.slices} pauses. */
const SLICE = 50;

/** No rows. */
const noRows = /** @type {ReadonlySet<CheckedRow>} */ (new Set());

/** The check of a list, which can be done in slices, and repeated for a row that is edited. */
export class Check {
  /** The number of rows with each result, of those that are checked. */
  counts = { ready: 0, unchanged: 0, invalid: 0 };
  /** The rows that are checked, in the order of the list. An edit changes them in place. @type {CheckedRow[]} */
  rows = [];
  /** The rows that the user has left out. @type {CheckedRow[]} */
  leftOut = [];
  /** The rows that aren't. @type {readonly Row[]} */
  #open;
  #cards;
  #known;
  /** The rows with each number. @type {Map<string, Set<CheckedRow>>} */
  #byNumber = new Map();
  /** The rows with each suggestion that is a guess. @type {Map<string, Set<CheckedRow>>} */
  #bySuggestion = new Map();
  /** What is known of a row without the others. @type {Map<CheckedRow, Findings & Pick<Verdict, 'card' | 'changes'>>} */
  #alone = new Map();

  /**
   * @param {readonly Row[]} rows
   * @param {readonly SetContactCard[]} cards
   */
  constructor(rows, cards) {
    this.#open = rows;
    this.#cards = new Map(cards.map((card) => [card.phone_number, card]));
    this.#known = new KnownNumbers(this.#cards.keys());
  }

  /** The number of all rows. */
  get size() {
    return this.#open.length;
  }

  /** The rows whose number is only to be written in another way, as their suggestion is. */
  get reformattable() {
    return this.rows.filter(({ suggestionKind }) => suggestionKind === 'format');
  }

  /** The rows that can't be sent as other rows have their number, and for no other reason. */
  get duplicates() {
    return sortDuplicates(this.rows.filter((row) => row.result === 'invalid' && this.#isFit(row)));
  }

  /**
   * The rows that can be left out without a decision: those that couldn't be sent alone either, and of equal rows all but the first.
   * Rows that differ are never left out together, as one of them is meant.
   */
  get dispensable() {
    const unfit = this.rows.filter((row) => row.result === 'invalid' && !this.#isFit(row));
    return [...unfit, ...this.duplicates.repeated];
  }

  /**
   * Checks the rows. It yields the number of rows that are read so far; the verdicts are there when it has ended.
   *
   * @returns {Generator<number, this, void>}
   */
  *slices() {
    /** @type {CheckedRow[]} */
    const rows = [];
    for (const { line, lastLine, params, problems } of this.#open) {
      /** @type {CheckedRow} */
      const row = { line, lastLine, params, problems, result: 'invalid', issues: [] };
      this.#enter(row);
      if (rows.push(row) % SLICE === 0) yield rows.length;
    }
    for (const row of rows) {
      this.counts[row.result] += 1;
      this.#judge(row);
      if (this.rows.push(row) % (SLICE * 10) === 0) yield rows.length;
    }
    return this;
  }

  /**
   * Checks a row again with other values, and those that have its old or new number.
   *
   * @param {CheckedRow} row one of {@link rows}
   * @param {Partial<RowParams>} values all of its fields, as they were typed
   * @returns {CheckedRow[]} the rows whose verdict has changed, this one first
   */
  edit(row, values) {
    const affected = new Set([row, ...this.#related([row])]);
    this.#leave(row);
    row.params = readParams(values);
    row.problems = [...row.problems.filter(({ field }) => !field), ...fieldProblems(row.params)];
    this.#enter(row);
    for (const each of this.#related([row])) affected.add(each);
    return [...affected].filter((each) => this.#judge(each) || each === row);
  }

  /**
   * Accepts the suggestion of a row.
   *
   * @param {CheckedRow} row one of {@link rows}
   * @returns {CheckedRow[]} the rows whose verdict has changed, this one first
   */
  accept(row) {
    return row.suggestion ? this.edit(row, { ...row.params, phone_number: row.suggestion }) : [];
  }

  /**
   * Leaves rows out of the list, and checks those again that have their numbers.
   *
   * @param {readonly CheckedRow[]} rows some of {@link rows}
   * @returns {CheckedRow[]} the rows that have changed, these first
   */
  leaveOut(rows) {
    for (const row of rows) {
      this.#leave(row);
      this.counts[row.result] -= 1;
      const undecided = { changes: undefined, reason: undefined, issues: [], suggestion: undefined };
      Object.assign(row, { isLeftOut: true, ...undecided });
    }
    this.rows = this.rows.filter(({ isLeftOut }) => !isLeftOut);
    this.leftOut = [...this.leftOut, ...rows];
    return [...rows, ...this.#related(rows).filter((each) => this.#judge(each))];
  }

  /**
   * Includes rows again that were left out, and checks them with those that have their numbers.
   *
   * @param {readonly CheckedRow[]} rows some of {@link leftOut}
   * @returns {CheckedRow[]} the rows that have changed, these first
   */
  include(rows) {
    for (const row of rows) {
      row.isLeftOut = false;
      this.counts[row.result] += 1;
      this.#enter(row);
    }
    this.leftOut = this.leftOut.filter(({ isLeftOut }) => isLeftOut);
    this.rows = [...this.rows, ...rows].sort((one, other) => one.line - other.line);
    const included = new Set(rows);
    const affected = new Set([...rows, ...this.#related(rows)]);
    return [...affected].filter((each) => this.#judge(each) || included.has(each));
  }

  /** Whether a row could be sent if no other row had its number. @param {CheckedRow} row */
  #isFit(row) {
    const { issues, card } = this.#alone.get(row) ?? {};
    return issues?.length === 0 && card !== undefined;
  }

  /** Finds what is known of a row without the others, and notes its number. @param {CheckedRow} row */
  #enter(row) {
    const { phone_number, ...values } = row.params;
    const card = this.#cards.get(phone_number);
    const findings = findIssues(row, this.#known, card);
    const isFit = findings.issues.length === 0;
    const changed = isFit && card ? changedFields(card, values) : undefined;
    const changes = changed && { phone_number, ...changed };
    this.#alone.set(row, { ...findings, card, changes });
    addToGroup(this.#byNumber, phone_number, row);
    if (findings.isGuess && findings.suggestion) addToGroup(this.#bySuggestion, findings.suggestion, row);
  }

  /** Forgets a row's number. @param {CheckedRow} row */
  #leave(row) {
    const { suggestion = '' } = this.#alone.get(row) ?? {};
    removeFromGroup(this.#byNumber, row.params.phone_number, row);
    removeFromGroup(this.#bySuggestion, suggestion, row);
  }

  /** Returns the rows whose verdict depends on these. @param {readonly CheckedRow[]} rows */
  #related(rows) {
    const numbers = new Set(rows.map(({ params }) => params.phone_number));
    const suggestions = new Set(rows.map((row) => this.#alone.get(row)?.suggestion ?? ''));
    const related = [
      ...[...numbers].map((number) => this.#byNumber.get(number)),
      ...[...numbers, ...suggestions].map((number) => this.#bySuggestion.get(number)),
    ];
    return related.flatMap((group) => [...(group ?? noRows)]);
  }

  /** Sets the verdict on a row. Returns whether it has changed. @param {CheckedRow} row */
  #judge(row) {
    const { result, reason, suggestion } = row;
    Object.assign(row, this.#verdictOn(row));
    this.counts[result] -= 1;
    this.counts[row.result] += 1;
    return row.result !== result || row.reason !== reason || row.suggestion !== suggestion;
  }

  /** Returns the verdict on a row. @param {CheckedRow} row @returns {Verdict} */
  #verdictOn(row) {
    const { issues: own, card, changes, isGuess, ...suggested } = this.#alone.get(row) ?? { issues: [] };
    const isUseless = isGuess && isTaken(suggested.suggestion ?? '', this.#byNumber, this.#bySuggestion);
    const { suggestion, suggestionKind } = isUseless ? {} : suggested;
    const issues = [...own, ...this.#issuesAmongOthers(row, own, card)];
    if (issues.length > 0)
      return {
        result: 'invalid',
        card,
        changes: undefined,
        reason: reasonOf(issues),
        issues,
        suggestion,
        suggestionKind,
      };
    return {
      result: changes ? 'ready' : 'unchanged',
      card,
      changes,
      reason: changes ? warningOf(card) : 'The card already has these values.',
      issues,
      suggestion: undefined,
      suggestionKind: undefined,
    };
  }

  /**
   * Returns the issues that a row has because of the other rows and the account.
   *
   * @param {CheckedRow} row
   * @param {readonly Problem[]} own its own issues
   * @param {SetContactCard | undefined} card
   * @returns {Problem[]}
   */
  #issuesAmongOthers(row, own, card) {
    if (own.some(({ field }) => !field || field === 'phone_number')) return [];
    const duplicate = duplicateIssue(row, this.#byNumber.get(row.params.phone_number) ?? noRows);
    if (duplicate) return [duplicate];
    return card ? [] : [missingCard(own)];
  }
}

/** Returns what the user has to know before a card is changed. @param {SetContactCard | undefined} card */
const warningOf = (card) =>
  card?.is_active === false ? 'This card is not active yet. Linq may refuse the change until it is.' : undefined;

/**
 * Checks the rows of a list at once.
 *
 * @param {readonly Row[]} rows
 * @param {readonly SetContactCard[]} cards
 * @returns {CheckedRow[]}
 */
export const checkRows = (rows, cards) => atOnce(new Check(rows, cards).slices()).rows;

/**
 * Removes a row from those with the same number.
 *
 * @param {Map<string, Set<CheckedRow>>} groups by number
 * @param {string} number
 * @param {CheckedRow} row
 */
function removeFromGroup(groups, number, row) {
  const group = groups.get(number);
  group?.delete(row);
  if (group?.size === 0) groups.delete(number);
}
