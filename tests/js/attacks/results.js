// The table of results, for people.

/** The rows that failed somewhere, as Markdown: host by host; undefined where none did. */
export function markdown(results, hosts) {
  const failed = [...results].filter(([, byHost]) => [...byHost.values()].some((result) => result !== 'ok'));
  if (failed.length === 0) return undefined;
  const cell = (text) => text.split('\n')[0].slice(0, 160).replaceAll('|', '\\|');
  const line = (...cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [
    line('row', ...hosts),
    line('---', ...hosts.map(() => '---')),
    ...failed.map(([name, byHost]) => line(name, ...hosts.map((host) => byHost.get(host) ?? ''))),
    `\n${failed.length} rows failed, ${results.size - failed.length} hold.`,
  ].join('\n');
}
