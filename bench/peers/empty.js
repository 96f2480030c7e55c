// The empty script: its time is subtracted from that of the others.

/** @import { Client } from '../instant.js' */

/** @type {Client} */
export const client = () => async () => undefined;
