// The view of an import, in three steps: a list is uploaded, its rows are fixed, and they are sent.
import { Check } from '../import/check.js';
import { readingList } from '../import/list.js';
import { templateName, writeTemplate } from '../import/template.js';
import { deviceStorage } from '../run/device-storage.js';
import { FRESH, Run } from '../run/run.js';
import { undoOf } from '../run/undo.js';
import { announce, byId, show } from '../shell/page.js';
import { inSlices, nextTask } from '../shell/slices.js';
import { decisions, drawColumns, forgetColumns, wireColumns } from './columns.js';
import { downloadCSV } from './download.js';
import { Edits } from './edits.js';
import { FixStep, showProblems, showWarnings } from './fix.js';
import { InterruptedRun } from './interrupted.js';
import { PageJournal } from './page-journal.js';
import { describeReading, readingWarnings } from './reading.js';
import { some, timeOf } from './results.js';
import { RunLocks } from './run-locks.js';
import { nameOfUndo, SendStep } from './send.js';
import { onChange, openStep, setStep, setSummary } from './steps.js';
import { canStore } from './storage.js';
import {
  describeSource,
  encodingWarnings,
  forgetUpload,
  listField,
  showListError,
  sourceName,
  uploadState,
  wireUpload,
} from './upload.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { List } from '../import/list.js' */
/** @import { Row } from '../import/rows.js' */
/** @import { StoredRun } from '../run/journal.js' */
/** @import { RunRow } from '../run/row.js' */
/** @import { Budget } from '../run/run.js' */
/** @import { Sending } from './send.js' */

/**
 * What the view uses of the page.
 *
 * @typedef {object} Account
 * @property {ContactCards} client
 * @property {string} user who is signed in; empty where there is one user only
 * @property {() => readonly SetContactCard[] | undefined} cards absent until they are loaded
 * @property {(phone_number: string) => SetContactCard | undefined} cardOf returns the card of a number
 * @property {(phone_number: string) => Budget | undefined} budgetOf what is known of a number's writes
 * @property {(card: SetContactCard) => void} replace stores a card that was saved
 * @property {() => void} done is called after a run
 * @property {() => number} readAt returns when the cards were read, in milliseconds since 1970
 * @property {() => Promise<void>} load reads the cards again; where that fails, the earlier ones remain
 */

/** Wires the view. @param {Account} account */
export const wireImport = (account) => new ImportView(account);

/** The view of an import. */
class ImportView {
  #account;
  #fix;
  /** @type {SendStep} */
  #send;
  #journal;
  #interrupted;
  /** What was read of the step Upload; absent until the user continues. @type {{ input: string, list: List } | undefined} */
  #reading;
  /** The line of the step Upload when it is done. */
  #uploaded = '';
  #edits = new Edits();
  /** Ends the reading or the check of a list that is replaced. */
  #work = new AbortController();

  /** @param {Account} account */
  constructor(account) {
    this.#account = account;
    const locks = new RunLocks();
    this.#journal = new PageJournal(deviceStorage, account.user, locks);
    this.#interrupted = new InterruptedRun(this.#journal, locks, {
      resumed: (run) => this.#resumeRun(run),
      discarded: () => byId('import-upload-title').focus(),
    });
    this.#fix = new FixStep({
      edited: (row, field) => this.#edits.add(row, field),
      leftOut: (row) => this.#edits.leaveOut(row),
      next: () => this.#openRun(),
      cardOf: account.cardOf,
    });
    this.#send = new SendStep({
      mayStart: () => this.#interrupted.isDecided() && this.#mayStart(),
      started: ({ isRestored }) => isRestored || this.#edits.clear(),
      undo: () => undoOf(this.#send.sending?.run.rows ?? [], account.cards() ?? []),
      undoPressed: () => this.#openUndo(),
      backPressed: () => this.#backToResults(),
      newPressed: () => this.#startOver(),
      stateChanged: () => this.#stateChanged(),
    });
    wireUpload({
      edited: () => this.#withdraw(),
      replaced: () => {
        forgetColumns();
        this.#withdraw();
      },
      submitted: () => this.#read(),
    });
    wireColumns(() => this.#mapAgain());
    onChange('upload', () => openStep('upload'));
    onChange('fix', () => openStep('fix'));
    byId('import-template').addEventListener('click', () => downloadCSV(templateName, writeTemplate()));
    addEventListener('beforeunload', (event) => {
      if (this.#send.isBusy) this.#journal.leave();
      if (!this.#edits.isEmpty || this.#send.wouldLose) event.preventDefault();
    });
    setStep('upload', false);
    this.#interrupted.offer();
  }

  /** Forgets what is stored on this device, as the user has signed out. */
  forget() {
    this.#journal.forget();
    this.#interrupted.hide();
  }

  /** Reads the list, or shows why that isn't possible. */
  async #read() {
    const input = uploadState();
    const isSame = this.#reading?.input === input;
    const signal = this.#begin();
    const list = await inSlices(readingList(listField().value, decisions()), { signal });
    // It has changed meanwhile.
    if (!list || input !== uploadState()) return;
    const [problem] = list.rows.length === 0 ? list.problems : [];
    showListError(problem ?? (this.#account.cards() ? '' : 'The cards of the account are not loaded yet.'));
    if (problem || !this.#account.cards()) return;
    show(byId('import-stale'), '');
    if (!isSame) this.#edits.clear();
    this.#reading = { input, list };
    this.#uploaded = `${sourceName()} · ${some(list.rows.length, 'row')}`;
    setSummary('upload', this.#uploaded);
    openStep('fix');
    this.#drawReading(list);
    if (list.problems.length > 0) byId('import-problems').focus();
    this.#check(signal);
  }

  /** Reads the list again with other columns. What was typed in a column that is used as before is used again. */
  async #mapAgain() {
    const reading = this.#reading;
    if (!reading) return;
    const signal = this.#begin();
    const list = await inSlices(readingList(listField().value, decisions()), { signal });
    if (!list) return;
    this.#edits.keep(reading.list.columns, list.columns);
    reading.list = list;
    this.#drawReading(list);
    this.#check(signal);
  }

  /** Ends the reading or the check before. Returns the signal of the next one. */
  #begin() {
    this.#work.abort();
    this.#work = new AbortController();
    return this.#work.signal;
  }

  /** Shows how a list was read. @param {List} list */
  #drawReading(list) {
    const warnings = [...readingWarnings(list), ...encodingWarnings()];
    byId('import-source').textContent = describeReading(list, describeSource());
    showProblems(list.problems);
    showWarnings(warnings);
    drawColumns(list);
    const texts = warnings.flatMap(({ title, lines }) => [`${title}.`, ...lines]);
    if (texts.length > 0) announce(texts.join(' '));
  }

  /** Checks the rows in slices, and shows the verdicts. Returns whether it has ended. @param {AbortSignal} signal */
  async #check(signal) {
    const cards = this.#account.cards();
    const { list } = this.#reading ?? {};
    this.#fix.close();
    if (!cards)
      showProblems(['The cards of the account are not loaded. Load them under “Cards”, then choose the list again.']);
    if (!list || list.problems.length > 0 || !cards) return false;
    // The step is shown first.
    await nextTask();
    const check = new Check(list.rows, cards);
    const isEnded = await inSlices(reported(check.slices(), check.size), { signal });
    if (!isEnded) return false;
    show(byId('import-checking'), '');
    this.#edits.apply(check);
    this.#fix.open(check);
    return true;
  }

  /** Takes the check back if the list has changed. */
  #withdraw() {
    if (!this.#reading || this.#reading.input === uploadState()) return;
    this.#reading = undefined;
    this.#work.abort();
    this.#fix.close();
    this.#send.close();
    show(byId('import-stale'), 'The list has changed. Continue to check it again; nothing was sent.');
    announce(byId('import-stale').textContent);
  }

  /** Returns whether the list is still what was checked. Else the user has to check it again. */
  #mayStart() {
    if (this.#send.sending?.previous || !this.#reading || this.#reading.input === uploadState()) return true;
    this.#withdraw();
    setStep('upload', false);
    byId('import-stale').focus();
    return false;
  }

  /** Whether a card has changed since the list was checked. */
  #isOutdated() {
    const { cardOf } = this.#account;
    return this.#fix.check?.rows.some(({ params, card }) => cardOf(params.phone_number) !== card) ?? false;
  }

  /** Opens the run of the rows that are checked: with the cards of now. */
  async #openRun() {
    if (!this.#mayStart()) return;
    if (Date.now() - this.#account.readAt() > FRESH) await this.#account.load();
    if (this.#isOutdated() && !(await this.#check(this.#begin()))) return;
    const { check } = this.#fix;
    if (!check || check.counts.ready === 0) return;
    const sending = await this.#sendingOf(check.rows, this.#account.readAt());
    // The list has changed meanwhile.
    if (check !== this.#fix.check) return;
    this.#show({ ...sending, summaries: { upload: this.#uploaded, fix: this.#fix.summary() } });
  }

  /**
   * Makes the run of rows, and finds those whose number has no write left.
   *
   * @param {ConstructorParameters<typeof Run>[0]} rows
   * @param {number} knownAt when their cards were read, in milliseconds since 1970
   * @returns {Promise<Omit<Sending, 'summaries'>>}
   */
  async #sendingOf(rows, knownAt) {
    const { client, budgetOf } = this.#account;
    const options = { budgetOf, journal: this.#journal, knownAt };
    /** @type {Run} */
    const run = new Run(rows, client, (row) => this.#changed(run, row), options);
    await inSlices(run.findHeld());
    return { run, isResumable: canStore(deviceStorage, rows) };
  }

  /** Shows a run. @param {Sending} sending */
  #show(sending) {
    setSummary('upload', sending.summaries.upload);
    setSummary('fix', sending.summaries.fix);
    this.#send.open(sending);
    openStep('send', { canChange: this.#canChange });
  }

  /** @param {Run} run @param {RunRow} [row] */
  #changed(run, row) {
    if (row?.card && (row.result === 'saved' || row.result === 'saved_inactive')) this.#account.replace(row.card);
    if (!row && run.state === 'done') this.#account.done();
    this.#send.changed(run, row);
  }

  /** Whether the list of the run that is shown can be changed: it isn't sent yet. */
  get #canChange() {
    const { run, previous } = this.#send.sending ?? {};
    return run?.state === 'idle' && previous === undefined;
  }

  #stateChanged() {
    setStep('send', this.#canChange);
    if (this.#send.sending?.run.state !== 'idle') this.#interrupted.hide();
  }

  /** Opens the run that writes the values of before the last one. It is checked and shown before it is sent. */
  async #openUndo() {
    const previous = this.#send.sending;
    const cards = this.#account.cards();
    if (!previous || !cards) return;
    const { rows, cannot } = undoOf(previous.run.rows, cards);
    const check = await inSlices(new Check(rows, cards).slices());
    if (!check) return;
    // Each card is read first: it may have changed since it was saved.
    const sending = await this.#sendingOf(check.rows, 0);
    const { isRestored } = previous;
    const summaries = { upload: nameOfUndo(previous), fix: `${check.counts.ready} to send` };
    this.#show({ ...sending, summaries, cannotUndo: cannot, previous, isRestored });
  }

  #backToResults() {
    const { previous } = this.#send.sending ?? {};
    if (previous) this.#show(previous);
  }

  /** Resumes a run that is stored, checked again. Returns why that isn't possible yet. @param {StoredRun} stored */
  async #resumeRun({ id, at, all }) {
    this.#work.abort();
    this.#journal.take(id);
    // As the run has left them, now that no other tab sends it.
    await this.#account.load();
    const cards = this.#account.cards();
    if (!cards) {
      this.#journal.release();
      return 'The cards of the account could not be loaded. Try again.';
    }
    /** @type {Run | undefined} */
    let run;
    const changed = (/** @type {RunRow | undefined} */ row) => run && this.#changed(run, row);
    const { client, budgetOf } = this.#account;
    run = await inSlices(this.#journal.restoring(cards, client, changed, { budgetOf }));
    if (!run) return 'What was stored of the run can’t be read, so it was removed.';
    const summaries = { upload: `Run of ${timeOf(at)}`, fix: some(all, 'update') };
    this.#show({ run, isResumable: true, startedAt: at, summaries, isRestored: true });
    run.resume();
    return '';
  }

  /** Shows the form for another list: empty, unless the list in it isn't the one that was sent. */
  #startOver() {
    const { isRestored } = this.#send.sending ?? {};
    this.#send.close();
    if (!isRestored) this.#forgetList();
    openStep('upload');
    this.#interrupted.offer();
  }

  /** Empties the first two steps. */
  #forgetList() {
    this.#reading = undefined;
    this.#edits.clear();
    this.#fix.close();
    forgetColumns();
    forgetUpload();
  }
}

/**
 * Shows how far a check is.
 *
 * @template Result
 * @param {Generator<number, Result, void>} slices
 * @param {number} all
 * @returns {Generator<number, Result, void>}
 */
function* reported(slices, all) {
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
    show(byId('import-checking'), `Checking… ${value.toLocaleString('en')} of ${some(all, 'row')}`);
    yield value;
  }
}
