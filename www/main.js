// The page: its state, and the parts that show it.
import { writeBudget } from 'linq-contact-card';
import { Account } from './account/account.js';
import { Budgets } from './account/budgets.js';
import { CardIds } from './account/card-ids.js';
import { client, onRequestEnd } from './account/client.js';
import { Device, userOf } from './account/device.js';
import { deviceStorage } from './account/device-storage.js';
import { describeProblem, signedOutStates } from './account/load-failure.js';
import { SavedToday } from './account/saved-today.js';
import { Session, sessionChannel } from './account/session.js';
import { onSignOut } from './account/sign-out.js';
import { CardEditor } from './card/editor.js';
import { Saves } from './card/saves.js';
import { find } from './cards/find.js';
import { List } from './cards/list.js';
import { wireNewCard } from './cards/new-card.js';
import { wirePane } from './cards/pane.js';
import { describeCount } from './cards/tools.js';
import { openDrawer, wireDrawer } from './developers/drawer.js';
import { clearNumbers, clearRequestLog, wireRequestLog } from './developers/request-log.js';
import { wireTestServer } from './developers/test-server.js';
import { wireImport } from './import-page/view.js';
import { closeDialogs, fullName } from './shell/page.js';
import { wirePalette } from './shell/palette.js';
import { cardAddress, importAddress } from './shell/routes.js';
import { Router } from './shell/router.js';
import { wireSkipLinks } from './shell/skip-links.js';
import { closeToast, toast } from './shell/toast.js';
import { wireToastPosition } from './shell/toast-position.js';
import { showView, takeFocus, titleOf } from './shell/views.js';

/** @import { End } from './account/session.js' */
/** @import { Route } from './shell/routes.js' */

const user = userOf(document);
const device = new Device(deviceStorage, user);
const ids = new CardIds(device);
const savedToday = new SavedToday(device);
const account = new Account(client, savedToday);
const budgets = new Budgets(writeBudget);
const card = new CardEditor({
  client,
  budgets,
  saves: new Saves(device),
  seen: (read) => account.replace(read),
  saved: (saved) => account.saved(saved),
});
const router = new Router({ isDirty: () => card.isDirty, mayLeave: () => card.mayDiscard(), show });

/** The route that is shown, once there is one. @type {Route | undefined} */
let shown;
/** The number of the card that is open. @type {string | undefined} */
let opened;
/** The number that the user wants to open, until something is shown: not by Back or Forward. @type {string | undefined} */
let requested;

/** Shows the view of a route. @param {Route} route */
function show(route) {
  const isFirst = shown === undefined;
  const left = opened;
  opened = route.view === 'card' ? ids.numberOf(route.id) : undefined;
  if (shown?.view === 'cards') list.leave();
  if (shown?.view === 'import') imports.leave();
  if (shown) closeDialogs();
  // What is done in the other view is not what a message there is about.
  if (shown && (shown.view === 'import') !== (route.view === 'import')) closeToast();
  shown = route;
  if (left !== opened) card.close();
  showView(route);
  if (!isFirst) takeFocus(route);
  if (route.view === 'import') imports.shown();
  else showPane(route, left, isFirst);
  requested = undefined;
  renderTitle();
}

/**
 * Shows the card of a route, or the list.
 *
 * @param {Route} route
 * @param {string | undefined} left the number of the card that was open before
 * @param {boolean} isFirst whether the page is being loaded: the focus stays at its start
 */
function showPane(route, left, isFirst) {
  if (route.view !== 'card') pane.showEmpty();
  else if (opened === undefined) pane.showUnknown();
  else {
    const known = account.card(opened);
    ids.store(route.id);
    card.open(opened, known);
    // A new card isn't what was searched for.
    if (!known && opened === requested && account.state.kind === 'ready') list.showAll();
    pane.showCard({ isFromImport: router.from === importAddress && !imports.isEmpty });
  }
  // After the card, as both measure the page.
  list.select(opened);
  if (route.view === 'card') {
    if (!isFirst) pane.focus();
  } else list.returnFrom(left);
}

/** Sets the title of the page. A number is never part of it. */
function renderTitle() {
  const known = opened === undefined ? undefined : account.card(opened);
  const isNew = opened !== undefined && account.state.kind === 'ready' && !known;
  document.title = titleOf(shown ?? { view: 'cards' }, known ? fullName(known) : isNew ? 'New card' : '');
}

/** Opens the card of a number, or the form that creates it. @param {string} phone_number */
function open(phone_number) {
  if (account.state.kind === 'replaced') return;
  requested = phone_number;
  if (phone_number === opened) pane.focus();
  else router.go(cardAddress(ids.idOf(phone_number)));
}

/** Loads the cards again, and confirms it. A failure is shown in the list. */
async function reload() {
  await account.load();
  const count = account.cards()?.length ?? 0;
  if (account.state.kind === 'ready') toast({ text: `${describeCount(count, count)} loaded` });
}

/**
 * Clears what the page shows and stores, as its user isn't signed in any more. After a session that has expired, what is typed and not
 * saved remains, and so does an interrupted run, to be continued.
 *
 * @param {End} end
 */
function signedOut(end) {
  const remaining = end === 'expired' && card.isDirty ? opened : undefined;
  closeDialogs();
  closeToast();
  device.clear();
  ids.clear(remaining);
  savedToday.clear();
  account.signOut(signedOutStates[end], { isFinal: end !== 'expired' });
  list.forgetSearch();
  if (end === 'expired') clearNumbers();
  else {
    imports.forget();
    clearRequestLog();
  }
  card.setSignedOut(true);
  if (opened === undefined || remaining !== undefined) return;
  card.close();
  router.replaceWithList();
}

/** Shows the cards again, as the user has signed in in another tab. */
function signedIn() {
  card.setSignedOut(false);
  if (opened !== undefined) ids.store(ids.idOf(opened));
  if (account.state.kind === 'signed_out') account.load();
}

const list = new List({
  account,
  addressOf: (phone_number) => cardAddress(ids.idOf(phone_number)),
  isSavedToday: (phone_number) => savedToday.has(phone_number),
  store: (phone_number) => ids.store(ids.idOf(phone_number)),
  newCard: () => newCard(),
});
const pane = wirePane({ account, back: (address) => router.goBackTo(address) });
const newCard = wireNewCard({
  open,
  cards: () => account.cards() ?? [],
  cardOf: (phone_number) => account.card(phone_number),
  searched: () => list.searched,
});

/** The commands of the palette. */
const commands = [
  { label: 'New card', run: newCard },
  { label: 'Import', run: () => router.go(importAddress) },
  { label: 'Request log', run: openDrawer },
  { label: 'Reload the cards', run: reload },
];
wirePalette((text) => find(text, account.cards() ?? [], commands, open));

account.subscribe((change) => {
  if (change.type !== 'card' || change.card.phone_number === opened) renderTitle();
  if (change.type !== 'card') imports.accountChanged();
});

wireSkipLinks();
wireToastPosition();
wireDrawer();
wireRequestLog();
wireTestServer({ cardsAdded: () => account.load(), limitsChanged: () => budgets.forget() });
const imports = wireImport({
  client,
  user,
  budgetOf: (number) => budgets.of(number),
  cards: () => account.cards(),
  mayLoad: () => !['loading', 'replaced'].includes(account.state.kind),
  problem: () => describeProblem(account.state),
  cardOf: (phone_number) => account.card(phone_number),
  cardsOfRun: () => account.cardsOfRun(),
  replace: (saved) => account.saved(saved),
  open,
  create(phone_number, values) {
    card.fillIn(phone_number, values);
    open(phone_number);
  },
  readAt: () => account.readAt,
  load: () => account.load(),
});
const session = new Session(user, new BroadcastChannel(sessionChannel), { ended: signedOut, resumed: signedIn });
onRequestEnd((request) => {
  budgets.note(request);
  session.note(request);
});
onSignOut(() => session.signOut());
router.start();
account.load();
