// The view of an import, in three steps: a list is uploaded, its rows are fixed, and they are sent.
import { deviceStorage } from '../account/device-storage.js';
import { Check } from '../import/check.js';
import { readingList } from '../import/list.js';
import { templateName, writeTemplate } from '../import/template.js';
import { StoredRuns } from '../run/stored-runs.js';
import { mayDiscard } from '../shell/discard.js';
import { announce, byId, show } from '../shell/page.js';
import { inSlices, nextTask } from '../shell/slices.js';
import { toast } from '../shell/toast.js';
import { decisions, drawColumns, forgetColumns, wireColumns } from './columns.js';
import { downloadCSV } from './download.js';
import { FixStep, showProblems, showWarnings } from './fix.js';
import { InterruptedRun } from './interrupted.js';
import { OtherRuns } from './other-runs.js';
import { PageJournal } from './page-journal.js';
import { describeReading, forgottenWarnings, readingWarnings } from './reading.js';
import { some } from './results.js';
import { RunLocks } from './run-locks.js';
import { Runs } from './runs.js';
import { SendStep } from './send.js';
import { isOpen, onChange, openStep, setStep, setSummary } from './steps.js';
import { describeSource, editLine, forgetUpload, listText, showListError, sourceName, wireUpload } from './upload.js';

/** @import { ContactCardFields, SetContactCard } from 'linq-contact-card' */
/** @import { List } from '../import/list.js' */
/** @import { StoredRun } from '../run/stored-runs.js' */
/** @import { RunAccount } from './runs.js' */
/** @import { Sending } from './send.js' */
/** @import { ListChange } from './upload.js' */

/**
 * What the view uses of the page.
 *
 * @typedef {RunAccount & ListAccount} Account
 *
 * @typedef {object} ListAccount
 * @property {string} user who is signed in; empty where there is one user only
 * @property {() => readonly SetContactCard[] | undefined} cards absent until they are loaded
 * @property {() => boolean} mayLoad whether they can be loaded: not while they are, nor where another user has signed in
 * @property {() => string} problem returns why they aren't loaded, and what to do
 * @property {(phone_number: string) => SetContactCard | undefined} cardOf returns the card of a number
 * @property {(phone_number: string) => void} open opens the card of a number
 * @property {(phone_number: string, values: ContactCardFields) => void} create opens the form that creates the card of a number, filled in
 */

/** What the user is told when the list has changed that was checked. @type {Record<ListChange, string>} */
const changes = {
  edited: 'The list has changed. Continue to check it again. Nothing was sent.',
  letters: 'The letters are read in another way. Continue to check the list again. Nothing was sent.',
  chosen: 'This is another file. Continue to check it. Nothing was sent.',
  removed: 'The list that was checked is removed. Nothing was sent.',
};

/** Wires the view. @param {Account} account */
export const wireImport = (account) => new ImportView(account);

/** The view of an import. */
class ImportView {
  #account;
  #fix;
  /** @type {SendStep} */
  #send;
  #others;
  #journal;
  #runs;
  #interrupted;
  /** The list as it was read when the user continued; absent if it has changed since. @type {{ text: string, list: List } | undefined} */
  #reading;
  /** How the list was changed last, since it was read. @type {ListChange | undefined} */
  #change;
  /** The line of the step Upload when it is done. */
  #uploaded = '';
  /** The text of the list whose run was started. */
  #sent = '';
  /** Whether the run of the rows that are checked is being opened. */
  #isOpening = false;
  /** Whether the list waits for the cards. */
  #isWaiting = false;
  /** Where the page was scrolled when the view was left, in pixels. */
  #scrollTop = 0;
  /** Ends the reading or the check of a list that is replaced. */
  #work = new AbortController();
  /** Ends the opening of a run whose user signs out. */
  #opening = new AbortController();

  /** @param {Account} account */
  constructor(account) {
    this.#account = account;
    const stored = new StoredRuns(deviceStorage, account.user);
    const locks = new RunLocks();
    this.#others = new OtherRuns(stored, locks);
    this.#journal = new PageJournal(stored, { lock: locks });
    this.#runs = new Runs(account, this.#journal, this.#others, (run, row) => this.#send.changed(run, row));
    this.#interrupted = new InterruptedRun(this.#others, {
      resumed: (run, options) => this.#resumeRun(run, options),
      discarded: () => {
        byId('import-upload-title').focus();
        this.#findBlocked();
      },
    });
    this.#fix = new FixStep({
      next: () => this.#continueToSend(),
      newPressed: () => this.#startOver(),
      editList: (line) => this.#editList(line),
      create: account.create,
      cardOf: account.cardOf,
    });
    this.#send = new SendStep({
      mayBegin: (sending) => this.#mayBegin(sending),
      heldBack: () => this.#findBlocked(),
      started: ({ isRestored }) => isRestored || this.#listSent(),
      undo: (run) => this.#runs.undoable(run),
      undoPressed: () => this.#openUndo(),
      backPressed: () => this.#backToResults(),
      fixPressed: () => this.#fixRest(),
      newPressed: () => this.#startOver(),
      openCard: account.open,
      stateChanged: () => this.#stateChanged(),
    });
    wireUpload({
      changed: (change) => this.#listChanged(change),
      submitted: () => this.#read(),
      mayReplace: () => !this.#fix.edits.isAny || mayDiscard(replaceTexts),
    });
    wireColumns(() => this.#mapAgain());
    onChange('upload', () => this.#openUpload());
    onChange('fix', () => {
      this.#fix.reopen();
      openStep('fix');
    });
    byId('import-load-cards').addEventListener('click', () => account.load());
    byId('import-edit-list').addEventListener('click', () => this.#editList(this.#reading?.list.problemLine ?? 1));
    byId('import-template').addEventListener('click', () => downloadCSV(templateName, writeTemplate()));
    addEventListener('beforeunload', (event) => {
      if (this.#send.isBusy) this.#journal.leave();
      if (this.#hasUnsentList || this.#send.wouldLose) event.preventDefault();
    });
    addEventListener('pagehide', () => this.#journal.leave());
    addEventListener('click', () => this.#journal.stay(), { capture: true });
    addEventListener('storage', ({ key }) => {
      if (this.#others.changed(key)) this.#otherRunsChanged();
      else if (key) this.#interrupted.otherNoted(key);
    });
    setStep('upload');
    this.#interrupted.offer();
  }

  /** Whether there is neither a list nor a run. */
  get isEmpty() {
    return isOpen('upload') && listText() === '';
  }

  /** Whether a list is there that closing the page would lose, with what the user has fixed in it. */
  get #hasUnsentList() {
    const text = listText();
    return text.trim() !== '' && text !== this.#sent;
  }

  /** Handles that the run of the list was started: it has what the user has fixed. */
  #listSent() {
    this.#sent = listText();
  }

  /** Forgets the list, its run and what is stored on this device, as the user has signed out. */
  forget() {
    this.#journal.forget();
    this.#interrupted.hide();
    this.#work.abort();
    this.#opening.abort();
    this.#opening = new AbortController();
    this.#send.close();
    this.#forgetList();
    this.#scrollTop = 0;
    setStep('upload');
  }

  /** Remembers where the view is scrolled, as another one takes its place. */
  leave() {
    this.#scrollTop = scrollY;
  }

  /** Handles that the view is shown again, where it was scrolled: a card may have been created meanwhile. */
  async shown() {
    this.#scrollBack();
    if (!isOpen('fix') || !this.#reading) return;
    const { activeElement } = document;
    if (!this.#fix.check || this.#isOutdated()) {
      await this.#check(this.#begin());
      if (byId('import-view').hidden) return;
      this.#loadMissing();
      // The table was empty meanwhile.
      this.#scrollBack();
    }
    this.#fix.returnFocus(activeElement);
  }

  /** Scrolls to where the view was left. */
  #scrollBack() {
    scrollTo({ top: this.#scrollTop, behavior: 'instant' });
  }

  /** Handles that the cards are loaded, or why they aren't: a list may wait for them. In a view that is hidden, that is for {@link shown}. */
  async accountChanged() {
    if (!this.#isWaiting || !this.#reading || !isOpen('fix') || byId('import-view').hidden) return;
    if (!this.#account.cards()) return this.#showWithoutCards();
    const { activeElement } = document;
    if (!(await this.#check(this.#begin()))) {
      // They take the place of why there were no cards.
      const { problems = [] } = this.#reading?.list ?? {};
      if (problems.length > 0) announce(problems.join(' '));
      return;
    }
    this.#fix.returnFocus(activeElement);
    // What had it is hidden: the focus is lost, at once or in the next frame.
    const focused = document.activeElement;
    if (focused === document.body || focused === byId('import-problems')) byId('import-fix-title').focus();
  }

  /** Loads the cards that the list waits for, if it does. */
  #loadMissing() {
    if (this.#isWaiting && this.#account.mayLoad()) this.#account.load();
  }

  /** Shows why the list can't be checked yet. */
  #showWithoutCards() {
    const problem = this.#account.problem();
    const canLoad = this.#account.mayLoad();
    // The focus would be lost with the button.
    if (!canLoad && document.activeElement === byId('import-load-cards')) byId('import-problems').focus();
    showProblems({ problems: [problem], canLoad });
    announce(problem);
  }

  /** Reads the list, or shows why that isn't possible. */
  async #read() {
    const text = listText();
    const signal = this.#begin();
    const list = await inSlices(readingList(text, decisions()), { signal });
    // It has changed meanwhile.
    if (!list || text !== listText()) return;
    const [problem = ''] = list.rows.length === 0 ? list.problems : [];
    showListError(problem);
    if (problem) return;
    show(byId('import-stale'), '');
    this.#follow(text, list);
    this.#uploaded = `${sourceName()} · ${some(list.rows.length, 'row')}`;
    setSummary('upload', this.#uploaded);
    openStep('fix');
    this.#drawReading(list);
    this.#check(signal);
    this.#loadMissing();
    if (list.problems.length > 0) byId('import-problems').focus();
  }

  /** Reads the list again with other columns. */
  async #mapAgain() {
    if (!this.#reading) return;
    const { text } = this.#reading;
    const signal = this.#begin();
    const list = await inSlices(readingList(text, decisions()), { signal });
    if (!list) return;
    this.#follow(text, list);
    this.#drawReading(list);
    this.#check(signal);
  }

  /** Takes a list as it was read now. What the user has fixed before is fixed again. @param {string} text @param {List} list */
  #follow(text, list) {
    const { columns, problems } = list;
    this.#reading = { text, list };
    // It may be read in another way again.
    if (problems.length > 0) return;
    this.#fix.edits.follow({ text, columns }, { isSameFile: this.#change === 'letters' });
    this.#change = undefined;
  }

  /** Ends the reading or the check before. Returns the signal of the next one. */
  #begin() {
    this.#work.abort();
    this.#work = new AbortController();
    return this.#work.signal;
  }

  /** Shows how a list was read. @param {List} list */
  #drawReading(list) {
    // A list with problems isn't followed yet, so that nothing is known to be forgotten.
    const undone = list.problems.length > 0 ? [] : forgottenWarnings(this.#fix.edits.forgotten);
    const warnings = [...undone, ...readingWarnings(list)];
    byId('import-source').textContent = describeReading(list, describeSource());
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
    if (!list) return false;
    this.#isWaiting = !cards;
    if (cards) showProblems(list);
    else this.#showWithoutCards();
    if (list.problems.length > 0 || !cards) return false;
    // The step is shown first.
    await nextTask();
    const check = new Check(list.rows, cards);
    const isEnded = await inSlices(reported(check.slices(), check.size), { signal });
    if (!isEnded) return false;
    show(byId('import-checking'), '');
    this.#fix.open(check);
    return true;
  }

  /** @param {ListChange} change */
  #listChanged(change) {
    this.#change = change;
    byId('import-fixes').hidden = true;
    if (change === 'chosen' || change === 'removed') this.#forgetFixes();
    this.#withdraw(change);
  }

  /** Forgets what the user has fixed and decided, as the list is another one. */
  #forgetFixes() {
    this.#fix.forget();
    forgetColumns();
  }

  /** Takes the check back if the list has changed, and shows how. @param {ListChange} change */
  #withdraw(change) {
    const isWithdrawn = !this.#reading && !byId('import-stale').hidden;
    if (!isWithdrawn && (!this.#reading || this.#reading.text === listText())) return;
    this.#reading = undefined;
    this.#work.abort();
    this.#fix.close();
    this.#send.close();
    show(byId('import-stale'), changes[change]);
    announce(changes[change]);
  }

  /**
   * Returns when the cards of a run were read that the user wants to send, in milliseconds since 1970; nothing if it can't be sent now, as
   * another tab has a run, or the list has changed. That is found last, as tabs may do it at the same time.
   *
   * @param {Sending} sending
   */
  async #mayBegin(sending) {
    if (!(await this.#interrupted.isDecided())) return undefined;
    if ((await this.#runs.refreshCards()) && !(await this.#interrupted.isDecided())) return undefined;
    const isOfList = sending.run.state === 'idle' && !sending.previous;
    return isOfList && !this.#isChecked() ? undefined : this.#runs.knownAt(sending);
  }

  /** Whether the list is still what was checked. Else the user has to check it again. */
  #isChecked() {
    if (!this.#reading || this.#reading.text === listText()) return true;
    this.#withdraw('edited');
    setStep('upload');
    byId('import-stale').focus();
    return false;
  }

  /** Opens the text of the list, to edit a line that can't be fixed in the table. @param {number} line */
  #editList(line) {
    this.#openUpload();
    editLine(line);
  }

  /** Opens the first step again. */
  #openUpload() {
    byId('import-fixes').hidden = !this.#fix.edits.hasCells;
    openStep('upload');
  }

  /** Whether a card has changed since the list was checked. */
  #isOutdated() {
    const { cardOf } = this.#account;
    return this.#fix.check?.rows.some(({ params, card }) => cardOf(params.phone_number) !== card) ?? false;
  }

  /** Opens the run of the rows that are checked, once. */
  async #continueToSend() {
    if (this.#isOpening) return;
    this.#isOpening = true;
    try {
      await this.#openRun();
    } finally {
      this.#isOpening = false;
    }
  }

  /** Opens the run of the rows that are checked: with the cards of now. */
  async #openRun() {
    if (!this.#isChecked()) return;
    await this.#runs.refreshCards();
    if (this.#isOutdated() && !(await this.#check(this.#begin()))) {
      if (this.#isWaiting) byId('import-problems').focus();
      this.#loadMissing();
      return;
    }
    const { check } = this.#fix;
    if (!check) return;
    if (check.counts.ready === 0) {
      byId('import-fix-title').focus();
      announce(byId('import-fix-state').textContent);
      return;
    }
    const summaries = { upload: this.#uploaded, fix: this.#fix.summary() };
    const sending = await this.#runs.of(check.rows, summaries);
    // Else the list has changed meanwhile.
    if (check !== this.#fix.check) return;
    this.#fix.leave();
    this.#show(sending);
  }

  /** Shows a run. @param {Sending} sending */
  #show(sending) {
    setSummary('upload', sending.summaries.upload);
    setSummary('fix', sending.summaries.fix);
    this.#send.open(sending);
    openStep('send', this.#stepOptions);
    this.#drawNotice();
  }

  /** How the run that is shown is: its list can be changed until it is sent, and the undo of another one has no list. */
  get #stepOptions() {
    const { run } = this.#send.sending ?? {};
    return { canChange: run?.state === 'idle', isAlone: run?.undo !== undefined };
  }

  /** Handles that another tab has started or ended a run. */
  #otherRunsChanged() {
    const { state = 'idle' } = this.#send.sending?.run ?? {};
    if (state !== 'idle') return;
    this.#interrupted.refresh();
    this.#findBlocked();
  }

  /** Finds again which rows can be sent now, unless the user has started to send what is shown. */
  #findBlocked() {
    const { run, isBeginning } = this.#send.sending ?? {};
    if (run && !isBeginning) inSlices(run.findBlocked());
  }

  #stateChanged() {
    setStep('send', this.#stepOptions);
    this.#drawNotice();
  }

  /** Shows the runs of other tabs until the run of this page is started. */
  #drawNotice() {
    if (this.#send.sending?.run.state === 'idle') this.#interrupted.refresh();
    else this.#interrupted.hide();
  }

  /** Opens the run that undoes the last one. It is shown before it is sent. */
  async #openUndo() {
    const { sending } = this.#send;
    const undo = sending && (await this.#runs.undoOf(sending, this.#opening.signal));
    if (undo) this.#show(undo);
  }

  #backToResults() {
    const { previous } = this.#send.sending ?? {};
    if (previous) this.#show(previous);
  }

  /**
   * Takes a run that is stored, and resumes it unless it stays paused. Returns why that isn't possible yet.
   *
   * @param {StoredRun} stored
   * @param {{ staysPaused: boolean }} options
   */
  async #resumeRun(stored, { staysPaused }) {
    this.#work.abort();
    const { sending, problem = '' } = await this.#runs.restore(stored, this.#opening.signal);
    if (sending) {
      this.#fix.reopen();
      this.#show(sending);
      if (!staysPaused) sending.run.resume();
    }
    return problem;
  }

  /**
   * Opens the list of the run again, to fix the rows that weren't part of it. The others are left out: most are saved, and the user may
   * include the rest again.
   */
  async #fixRest() {
    const { sending } = this.#send;
    if (!this.#account.cards()) await this.#account.load();
    if (sending !== this.#send.sending) return;
    if (!this.#account.cards()) toast({ text: this.#account.problem() });
    else if (sending && (await this.#mayLeaveResults(fixTexts))) this.#openRest(sending);
  }

  /** Opens the list of a run, without the rows that were part of the run. @param {Sending} sending */
  #openRest(sending) {
    for (const row of sending.run.rows) if (row.changes) this.#fix.edits.leaveOut(row, { wasSent: true });
    this.#sent = '';
    this.#others.mayHaveChanged();
    this.#send.close();
    openStep('fix');
    this.#check(this.#begin());
  }

  /**
   * Whether the results are left: not while the run begins again. Where something would be lost, the user decides.
   *
   * @param {Parameters<typeof mayDiscard>[0] | undefined} texts of the dialog; absent where nothing would be lost
   */
  async #mayLeaveResults(texts) {
    const { sending } = this.#send;
    if (sending?.isBeginning) return false;
    return !texts || ((await mayDiscard(texts)) && sending === this.#send.sending && !this.#send.isBusy);
  }

  /** Shows the form for another list: empty, unless the list in it isn't the one that was sent. */
  async #startOver() {
    const { unsaved } = this.#send;
    if (!(await this.#mayLeaveResults(unsaved > 0 ? leavingTexts(unsaved) : undefined))) return;
    const { isRestored } = this.#send.sending ?? {};
    this.#send.close();
    if (!isRestored) this.#forgetList();
    openStep('upload');
    this.#interrupted.offer();
  }

  /** Empties the first two steps. */
  #forgetList() {
    this.#reading = undefined;
    this.#sent = '';
    this.#forgetFixes();
    this.#fix.close();
    forgetUpload();
    byId('import-fixes').hidden = true;
  }
}

/** The texts of the dialog before a list is replaced or removed in which the user has fixed something. */
const replaceTexts = {
  title: 'Discard your fixes?',
  text: 'What you fixed in the table, and which rows you left out, is lost with this list.',
  keep: 'Keep the list',
  discard: 'Discard',
};

/** The texts of the dialog before the results of a run are left for the rows to fix. */
const fixTexts = {
  title: 'Leave these results?',
  text: 'After that, this run can’t be undone, and its failed updates can’t be tried again from here.',
  keep: 'Stay here',
  discard: 'Fix the rest',
};

/** Returns the texts of the dialog before the results of a run are left. @param {number} unsaved how many rows are not saved */
const leavingTexts = (unsaved) => ({
  title: 'Start a new import?',
  text: `${some(unsaved, 'row')} of this one ${unsaved === 1 ? 'is' : 'are'} not saved. You can export ${unsaved === 1 ? 'it' : 'them'} first.`,
  keep: 'Stay here',
  discard: 'New import',
});

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
