// Reads the documentation: its code, headings and links.

/** @typedef {{ language: string, text: string, file: string | undefined }} Block code, and the file that the line before it names */

/**
 * Returns the blocks of code of a page, without the indentation of lists.
 *
 * @param {string} markdown
 * @returns {Block[]}
 */
export const blocksOf = (markdown) =>
  [...markdown.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)].map(({ 1: indent, 2: language = '', 3: text = '', index }) => ({
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    file: /`([\w./-]+)`:\n\n$/.exec(markdown.slice(0, index))?.[1],
  }));

/**
 * Returns a page without its code.
 *
 * @param {string} markdown
 */
export const proseOf = (markdown) => markdown.replaceAll(/^( *)```(\w*)\n(.*?)^\1```$/gms, '').replaceAll(/`[^`\n]*`/g, '``');

/**
 * Returns the anchors of a page's headings, as GitHub and npm make them.
 *
 * @param {string} markdown
 */
export const anchorsOf = (markdown) =>
  [...markdown.replaceAll(/^( *)```(\w*)\n(.*?)^\1```$/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/**
 * Returns the links and images of a page that lead to other files, or to headings of its own: path and anchor.
 *
 * @param {string} markdown
 * @returns {{ path: string, anchor: string }[]}
 */
export const linksOf = (markdown) =>
  [...proseOf(markdown).matchAll(/\]\(([^)\s:#]*)(?:#([^)\s]*))?\)/g)].map(([, path = '', anchor = '']) => ({ path, anchor }));
