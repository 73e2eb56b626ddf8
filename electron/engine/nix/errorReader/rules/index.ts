/** Every rule, in the order in which they are tried: the first that explains an error wins. */
import type { Rule } from '../rule.ts';
import { buildRules } from './builds.ts';
import { fileRules } from './files.ts';
import { flakeRules } from './flakes.ts';
import { machineRules } from './machine.ts';
import { nameRules } from './names.ts';
import { optionRules } from './options.ts';
import { syntaxRules } from './syntax.ts';
import { valueRules } from './values.ts';

export const rules: readonly Rule[] = [
  ...machineRules,
  ...syntaxRules,
  ...nameRules,
  ...valueRules,
  ...optionRules,
  ...flakeRules,
  ...fileRules,
  ...buildRules,
];
