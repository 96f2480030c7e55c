// A table of the rows that failed.

/**
 * Formats the rows that failed on a host as Markdown. Returns undefined if none did.
 * @param {Map<string, Map<string, string>>} results What was found, by row and host; 'ok' for success.
 * @param {readonly string[]} hosts
 */
export function failureTable(results, hosts) {
  const failed = [...results].filter(([, byHost]) => [...byHost.values()].some((result) => result !== 'ok'));
  if (failed.length === 0) return undefined;
  const cell = (text) => text.split('\n')[0].slice(0, 160).replaceAll('|', '\\|');
  const line = (...cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [
    line('row', ...hosts),
    line('---', ...hosts.map(() => '---')),
    ...failed.map(([name, byHost]) => line(name, ...hosts.map((host) => byHost.get(host) ?? ''))),
    `\n${failed.length} of ${results.size} rows failed.`,
  ].join('\n');
}
