/**
 * Terms that this project avoids, each with what to write instead. `except` matches lines in which the term has its ordinary
 * meaning. A term that is `codeOnly` may be used in the prose for users: README, docs and www.
 *
 * @typedef {{ term: RegExp, write: string, except?: RegExp, codeOnly?: boolean }} Term
 * @type {readonly Term[]}
 */
export const terms = [
  // Words of our own for things that have a name.
  { term: /\blocal linq\b|local-linq|localLinq/i, write: 'emulator' },
  {
    term: /\bborders?\b/i,
    write: 'boundary',
    except: /border-|border:|\bborders?\b.*(px|rem|solid|outline|color)|(px|rem|solid|outline|color).*\bborders?\b/i,
  },
  { term: /\bworkshops?\b/i, write: 'sandbox' },
  { term: /\bmend(s|ed|ing)?\b/i, write: 'fix' },
  { term: /\b(patience|fates?|dials?|ledgers?)\b/i, write: 'timeout, outcome, clock, write budget' },
  {
    term: /\bturns?\b/i,
    write: 'queue',
    except: /\b(in turn|turns? (on|off|into|out|of)|turns? \w+ (on|off|into))\b/i,
  },
  { term: /what (became|came|comes|becomes) of|\b(came|comes|become|became) of\b/i, write: 'outcome' },
  { term: /\bjourneys?\b/i, write: 'e2e' },
  { term: /\bshots?\b/i, write: 'screenshots', except: /screenshot/i },
  { term: /\banew\b/i, write: 'again' },
  { term: /\bunder way\b/i, write: 'in flight, running' },
  { term: /\bnobody\b/i, write: 'no one, or the passive voice' },
  { term: /\bsomebody\b/i, write: 'someone, or who it is' },
  { term: /\bplace\.(js|edge|slim)|\bPlace\b/, write: 'environment' },
  { term: /\btroubles?\b/i, write: 'faults' },
  // Persons, where code is meant.
  {
    term: /\b(hears?|heard|tells?|told|says?|said|saying|telling|hearing)\b/i,
    write: 'returns, reports, receives',
    codeOnly: true,
  },
  {
    term: /\b(gives?|gave|given|giving)\b/i,
    write: 'returns, passes, sets',
    codeOnly: true,
    except: /given-name|given (up|that|name)|gives up|give up/i,
  },
  {
    term: /\bstands?\b|\bstood\b|\bstanding\b/i,
    write: 'is',
    codeOnly: true,
    except: /stands? (for|in for)|standing in for|understand/i,
  },
  { term: /\bkept\b/i, write: 'stored', codeOnly: true, except: /kept[- ]alive|kept open/i },
  { term: /\bbeside\b/i, write: 'next to, compared with, along with', codeOnly: true },
  // One name for one thing.
  { term: /\banswer(s|ed|ing)?\b/i, write: 'response, respond', codeOnly: true },
  { term: /\b(questions?|ask(s|ed|ing)?)\b/i, write: 'call, request, operation', codeOnly: true },
  {
    term: /\bwords?\b/i,
    write: 'arguments, messages, hint',
    codeOnly: true,
    except: /password|keyword|words suite|suite `?words|extend-words|['"]words['"]|js\/words/i,
  },
  {
    term: /\bpack(s|ed|ing)?\b/i,
    write: 'encode, decode',
    codeOnly: true,
    except: /npm|tarball|packed (package|typings|build)|wasm-pack/i,
  },
];
