// Where journals are, unless the user names a file.
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/**
 * Returns the journal of a list: in the user's folder for state, by the list's path and the base URL.
 *
 * @param {string} list
 * @param {string} baseURL
 * @param {NodeJS.ProcessEnv} env
 */
export function journalPathOf(list, baseURL, env) {
  const hash = createHash('sha256')
    .update(`${resolve(list)}\n${baseURL}`)
    .digest('hex')
    .slice(0, 16);
  const name = basename(list).replace(/[^\w.-]/g, '_');
  return join(stateFolder(env), 'linq-contact-card', `${name}-${hash}.jsonl`);
}

/** @param {NodeJS.ProcessEnv} env */
function stateFolder({ XDG_STATE_HOME, LOCALAPPDATA }) {
  if (process.platform === 'win32') return LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return XDG_STATE_HOME || join(homedir(), '.local', 'state');
}
