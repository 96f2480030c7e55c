// `linq-contact-card dev`
import { exitCodes } from '../exit-codes.js';

/** @type {import('../command.js').Command} */
export const dev = {
  summary: 'Starts an emulator of Linq with a gateway and a dashboard, on this machine alone',
  positionals: [],
  options: {},
  details: [],
  async run() {
    return exitCodes.done;
  },
};
