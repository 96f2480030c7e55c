// Reads the public API of typings with the compiler.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';

/** Returns the type checker for these files, and their syntax trees. */
function read(files) {
  const program = ts.createProgram(files, {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
  });
  return { checker: program.getTypeChecker(), sources: files.map((file) => program.getSourceFile(file)) };
}

/** Returns where a type is `any`, as `file:line`: it is written, left out, or its name is unknown. */
export function findAny(files) {
  const { checker, sources } = read(files);
  const found = new Set();
  const isAny = (type) => (type.flags & ts.TypeFlags.Any) !== 0;
  // A namespace of types has no type of its own.
  const isNamespace = (node) =>
    checker.getSymbolAtLocation(node)?.flags & ts.SymbolFlags.NamespaceModule &&
    (ts.isQualifiedName(node.parent) || ts.isModuleDeclaration(node.parent));
  // Of a type in a list of imports or exports, the name has no type of its own.
  const isTypeInList = (node) => {
    if (!ts.isImportSpecifier(node.parent) && !ts.isExportSpecifier(node.parent)) return false;
    const symbol = checker.getSymbolAtLocation(node);
    const isAlias = (symbol?.flags & ts.SymbolFlags.Alias) !== 0;
    return ((isAlias ? checker.getAliasedSymbol(symbol) : symbol)?.flags & ts.SymbolFlags.Type) !== 0;
  };
  for (const source of sources) {
    const visit = (node) => {
      const types = [];
      // The name before `is`, a tuple member's name, the `global` of a declaration, a part of a template and a namespace in
      // `extends` have no type.
      const parent = node.parent ?? source;
      const hasNone =
        (ts.isTypePredicateNode(parent) && parent.parameterName === node) ||
        (ts.isNamedTupleMember(parent) && parent.name === node) ||
        ts.isModuleDeclaration(parent) ||
        ts.isTemplateLiteralTypeSpan(node) ||
        ts.isPropertyAccessExpression(parent);
      const isTyped =
        !hasNone && (ts.isTypeNode(node) || (ts.isIdentifier(node) && !isNamespace(node) && !isTypeInList(node)));
      if (isTyped) types.push(checker.getTypeAtLocation(node));
      // A setter has no return type.
      const returns = ts.isFunctionLike(node) && !ts.isSetAccessor(node);
      if (returns) types.push(checker.getSignatureFromDeclaration(node)?.getReturnType() ?? []);
      if (types.some(isAny)) {
        found.add(`${basename(source.fileName)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found];
}

/** Returns the statement of a declaration: all but a variable's are one themselves. */
const statement = (declaration) => (ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration);

/** Returns the declarations of an entry's exports, by name and without comments, and only the names of those of another file. */
export function describeExports(file) {
  const {
    checker,
    sources: [source],
  } = read([file]);
  const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });
  const describe = (symbol) => {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const { name, declarations } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    const home = declarations[0].getSourceFile();
    if (home === source && name === symbol.name) {
      return declarations.map((declaration) =>
        printer.printNode(ts.EmitHint.Unspecified, statement(declaration), source),
      );
    }
    const from = home === source ? '' : ` from './${basename(home.fileName).replace('.d.', '.').replace(/ts$/, 'js')}'`;
    return `export { ${name === symbol.name ? name : `${name} as ${symbol.name}`} }${from};`;
  };
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  return `${symbols
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap(describe)
    .join('\n')}\n`;
}

/** Returns the members of an interface as they are written: name, type (a method's: that of its result) and comment. */
export function describeMembers(file, interfaceName) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const { members } = source.statements.find(
    (node) => ts.isInterfaceDeclaration(node) && node.name.text === interfaceName,
  );
  return members
    .filter((member) => !ts.isSetAccessor(member))
    .map((member) => ({
      name: member.name.text,
      type: member.type.getText(),
      description: ts
        .getTextOfJSDocComment(member.jsDoc[0].comment)
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/\{@link (\w+)\}/g, '`$1`'),
    }));
}
