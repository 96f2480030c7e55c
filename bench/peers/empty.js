// The empty script: its time is subtracted from that of the others.
/** @type {import('../instant.js').Client} */
export const client = () => async () => undefined;
