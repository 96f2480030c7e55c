// Files that the page makes for the user to download.
import { announce, element } from '../shell/page.js';

/**
 * Downloads a text as a CSV file.
 *
 * @param {string} name
 * @param {string} text
 */
export function downloadCSV(name, text) {
  // The byte order mark has spreadsheets read it as UTF-8.
  const blob = new Blob([`\uFEFF${text}`], { type: 'text/csv;charset=utf-8' });
  const link = element('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
  announce(`${name} is downloaded`);
}
