// The attack table. A row's `steps` are requests, sent one after the other, each with what may become of it; `scripts` is what
// upstream answers, by number; `hosts` are those it is for, where not all.
import { answers } from './rows/answers.js';
import { body } from './rows/body.js';
import { head } from './rows/head.js';
import { atOnce, limits } from './rows/limits.js';
import { people } from './rows/people.js';
import { slow } from './rows/slow.js';
import { wire } from './rows/wire.js';

export const quickRows = [...head, ...people, ...body, ...limits, ...answers, ...wire];
export const slowRows = slow;
export { atOnce };
