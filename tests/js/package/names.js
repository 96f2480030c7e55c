// The names that a polluted `Object.prototype` may have: those of the typings, and all that the client's code reads.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const folder = join(import.meta.dirname, '../../../pkg-template');

/** The names of members and parameters in the public typings, which have every option, param and member of an error. */
export const publicNames = namesIn(
  ['index', 'sdk', 'slim', 'element'].map((name) => `types/${name}.d.ts`),
  (node) => [ts.isTypeElement(node) || ts.isClassElement(node) || ts.isParameter(node) ? node.name : undefined],
);

/** The names of members that the client's code reads or writes, and its texts, which may be names. */
export const internalNames = namesIn(
  ['.', 'client', 'runtime', 'sdk']
    .flatMap((path) => readdirSync(join(folder, path)).map((name) => join(path, name)))
    .filter((path) => path.endsWith('.js')),
  (node) => [
    ts.isStringLiteralLike(node) ? node : undefined,
    ts.isPropertyAccessExpression(node) || ts.isObjectLiteralElement(node) ? node.name : undefined,
    ...(ts.isObjectBindingPattern(node) ? node.elements.map(({ propertyName, name }) => propertyName ?? name) : []),
  ],
);

/**
 * Returns the names in some files, without those that every object has anyway.
 *
 * @param {string[]} files
 * @param {(node: ts.Node) => (ts.Node | undefined)[]} namesOf
 */
function namesIn(files, namesOf) {
  /** @type {Set<string>} */
  const names = new Set();
  const visit = (node) => {
    for (const name of namesOf(node))
      if (name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))) names.add(name.text);
    ts.forEachChild(node, visit);
  };
  for (const file of files)
    visit(ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest));
  return [...names].filter((name) => /^[\w$~-]+$/.test(name) && !(name in Object.prototype));
}
