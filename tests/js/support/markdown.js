// Reads the documentation: its code, headings and links.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** @typedef {{ language: string, code: string, file: string | undefined }} Block a block of code, and the file that the line before it names */

/** A block of code, perhaps in a list: its indentation, language and text. */
const block = /^( *)```([\w,-]*)\n(.*?)^\1```$/gms;

/**
 * Returns the blocks of code of a page, without the indentation of lists.
 *
 * @param {string} markdown
 * @returns {Block[]}
 */
export const codeOf = (markdown) =>
  [...markdown.matchAll(block)].map(({ 1: indent, 2: language = '', 3: code = '', index }) => ({
    language,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    file: /`([\w./+-]+)`:\n\n$/.exec(markdown.slice(0, index))?.[1],
  }));

/**
 * Returns the anchors of a page's headings, as GitHub and npm make them.
 *
 * @param {string} markdown
 */
export const anchorsOf = (markdown) =>
  [...markdown.replaceAll(block, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/**
 * Returns where a page's links and images lead: its own headings, and other files. Those with a host are left out.
 *
 * @param {string} markdown
 */
export function linksOf(markdown) {
  const prose = markdown.replaceAll(block, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s:]+)\)/g)].map(([, link = '']) => link);
}

/**
 * Returns the links of a page that lead to no file of a folder, or to no heading.
 *
 * @param {string} folder
 * @param {string} page its path in the folder
 */
export const brokenLinksIn = (folder, page) =>
  linksOf(readFileSync(join(folder, page), 'utf8')).filter(
    (link) => !exists(folder, link.startsWith('#') ? page + link : posix.join(posix.dirname(page), link)),
  );

/**
 * Returns whether a folder has a file, and the file the heading after `#`, where there is one.
 *
 * @param {string} folder
 * @param {string} target such as `docs/errors.md#issues`
 */
export function exists(folder, target) {
  const [path = '', anchor] = target.split('#');
  const file = join(folder, path);
  return existsSync(file) && (anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor));
}
