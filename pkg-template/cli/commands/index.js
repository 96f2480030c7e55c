// The table of all commands: a new one is a line here.
import { apply } from './apply.js';
import { dev } from './dev.js';
import { doctor } from './doctor.js';
import { get } from './get.js';
import { list } from './list.js';
import { set } from './set.js';

/** The commands by name, in the order of the help. @type {Readonly<Record<string, import('../command.js').Command>>} */
export const commands = { dev, list, get, set, apply, doctor };
