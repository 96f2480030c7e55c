// The page: its state, and the parts that show it.
import { writeBudget } from 'linq-contact-card';
import { Account } from './account/account.js';
import { Budgets } from './account/budgets.js';
import { CardIds } from './account/card-ids.js';
import { client, onRequestEnd } from './account/client.js';
import { Device, openStorage, userOf } from './account/device.js';
import { closeCard, isDirty, mayDiscard, openCard, wireEditor } from './card/editor.js';
import { wireList } from './cards/list.js';
import { wireNewCard } from './cards/new-card.js';
import { wirePane } from './cards/pane.js';
import { wireDrawer } from './developers/drawer.js';
import { wireRequestLog } from './developers/request-log.js';
import { wireTestServer } from './developers/test-server.js';
import { wireMany } from './import-page/view.js';
import { fullName } from './shell/page.js';
import { cardAddress } from './shell/routes.js';
import { Router } from './shell/router.js';
import { wireSkipLinks } from './shell/skip-links.js';
import { describeTitle, showView } from './shell/views.js';

/** @import { Route } from './shell/routes.js' */

const user = userOf(document);
const device = new Device(openStorage(), user);
const ids = new CardIds(device);
const account = new Account(client);
const budgets = new Budgets(writeBudget);
onRequestEnd((request) => budgets.note(request));
const router = new Router({ isDirty, mayLeave: mayDiscard, show });

/** The number of the card that is open. @type {string | undefined} */
let opened;

/** Shows the view of a route. @param {Route} route */
function show(route) {
  const from = opened;
  const number = route.view === 'card' ? ids.numberOf(route.id) : undefined;
  if (number === undefined || number !== opened) closeCard();
  opened = number;
  showView(route);
  if (route.view === 'card' && number !== undefined) {
    ids.store(route.id);
    openCard(number, account.card(number));
    list.select(number);
    pane.showCard();
  } else if (route.view !== 'import') {
    list.select(undefined);
    if (route.view === 'card') pane.showUnknown();
    else {
      pane.showEmpty();
      list.returnFrom(from);
    }
  }
  renderTitle(route);
}

/** Sets the title of the page. @param {Route} [route] the view, if it has changed */
function renderTitle(route) {
  const card = opened === undefined ? undefined : account.card(opened);
  describeTitle(route, card && fullName(card));
}

/** Opens the card of a number. @param {string} phone_number */
const open = (phone_number) => router.go(cardAddress(ids.idOf(phone_number)));

const list = wireList({
  account,
  addressOf: (phone_number) => cardAddress(ids.idOf(phone_number)),
  store: (phone_number) => ids.store(ids.idOf(phone_number)),
  newCard: () => newCard(),
});
const pane = wirePane({ back: () => router.goToList() });
const newCard = wireNewCard(open);

account.subscribe((change) => {
  if (change.type === 'state' && account.state.kind === 'signed_out') {
    device.clear();
    ids.clear();
  }
  if (change.type !== 'card' || change.card.phone_number === opened) renderTitle();
});

wireSkipLinks();
wireDrawer();
wireRequestLog();
wireTestServer(() => account.load());
wireEditor({
  client,
  budgets,
  seen: (card) => account.replace(card),
  saved: (card) => account.saved(card),
});
wireMany({
  client,
  user,
  budgetOf: writeBudget,
  cards: () => account.cards(),
  replace: (card) => account.saved(card),
  done: () => {},
});
router.start();
account.load();
