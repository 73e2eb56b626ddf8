/**
 * The Nix language as the editor and the graph need it: a parser that goes on after mistakes, what a composition says,
 * what is under the cursor, and edits of the text. Pure: no Node, no DOM, nothing to load first.
 */
export { EmbeddedText } from './composition/embeddedText.ts';
export type * from './composition/outline.ts';
export { readComposition } from './composition/readComposition.ts';
export type { RoleUse } from './composition/roleUses.ts';
export { type CompletionContext, completionContext, type FileKind } from './cursor/completion.ts';
export { type Construct, constructAt } from './cursor/construct.ts';
export { type DefinitionTarget, definitionAt } from './cursor/definition.ts';
export { type OutlineSymbol, outlineSymbols } from './cursor/symbols.ts';
export { addPackage, addService, type ServiceAttribute } from './edits/configurationEdits.ts';
export { addRole, duplicateRole, type RoleRemoval, removeRole, renameRole } from './edits/roleEdits.ts';
export { NixDocument, parseNix } from './syntax/document.ts';
export type { ProblemCode, SyntaxProblem } from './syntax/problem.ts';
export { LineIndex, type Position } from './text/lineIndex.ts';
export type { Range } from './text/range.ts';
export { applyEdits, type TextEdit } from './text/textEdit.ts';
