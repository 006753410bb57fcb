/** Help for the fields of actions: how each is written, an example, and whether it may be left out. */
import { actions, words } from '../client';
import { kebab, OPTIONAL, PROPOSALS, Usage } from './options';

interface Written {
  how: string;
  example: string;
  choices?: readonly string[];
}
const purposes = actions.PURPOSES.map(([name]) => name);
const WRITTEN: Readonly<Record<Exclude<actions.Asked, 'statutes'>, Written>> = {
  amount: { how: 'in tokens', example: '12.5' },
  bps: { how: 'in basis points: 250 are 2.5 %', example: '250' },
  time: { how: 'a time: +30d, +12h, 2026-12-24T18:00Z, or unix seconds', example: '+365d' },
  flag: { how: 'yes or no, or its own name for yes; left out: no', example: 'yes', choices: ['yes', 'no'] },
  purpose: { how: `${purposes.join(', ')}; left out: ${purposes[0]!}`, example: purposes[1]!, choices: purposes },
  text: { how: 'a text', example: '"We bake together."' },
  wallet: { how: 'the address of a wallet', example: 'WALLET' },
  member: { how: 'a member: its number, its wallet or its account', example: '7' },
  mandate: { how: 'a mandate: its number or its account', example: '0' },
  coop: { how: 'the address of a co-op', example: 'COOP' },
  heir: { how: 'the address of a co-op; left out: the heir stays', example: 'COOP' },
  program: { how: 'the address of a program', example: 'PROGRAM' },
  terms: { how: `a file or JSON, with ${words.POOL.map(({ key }) => key).join(', ')}`, example: 'pool.json' },
  charter: {
    how: `a file or JSON, with what changes of ${words.CHARTER.map(({ key }) => key).join(', ')}`,
    example: '\'{"reserveBps": 3000}\'',
  },
  accounts: { how: 'a file or JSON: a list of {"address", "isSigner", "isWritable"}', example: 'accounts.json' },
  data: { how: 'hexadecimal digits', example: '0a1b' },
};

const kindOf = (said: string): actions.KindName => {
  const found = (Object.keys(actions.ACTIONS) as actions.KindName[]).find((kind) => kebab(kind) === said);
  if (!found) throw new Usage(`there is no action “${said}”: ${PROPOSALS.map(([name]) => name).join(', ')}`);
  return found;
};
const fieldsIn = (kind: actions.KindName) =>
  actions
    .fieldsOf(kind)
    .flatMap((field) =>
      field.kind === 'statutes' ? [] : [{ ...field, ...WRITTEN[field.kind], optional: OPTIONAL.has(field.kind) }],
    );

/** For completions: every action, its fields, and the words that each field accepts. */
export const actionWords = () =>
  PROPOSALS.map(([name]) => ({
    name,
    fields: fieldsIn(kindOf(name)).map((field) => ({ name: field.name, choices: field.choices ?? [] })),
  }));

/** The help of one action: what it does, what it needs, and each of its fields. */
export function actionHelp(said: string): string {
  const kind = kindOf(said);
  const { label, needs } = actions.ACTIONS[kind];
  const all = fieldsIn(kind);
  const usage = all.map(({ name, optional }) => (optional ? `[${name}]` : name)).join(' ');
  const shown = all.map(
    ({ name, label: called, hint, how, optional }) =>
      `  ${name.padEnd(12)} ${called}: ${how}${optional ? ' (may be left out)' : ''}${hint ? `. ${hint}` : ''}`,
  );
  const asks = actions.fieldsOf(kind).some((field) => field.kind === 'statutes')
    ? ['  New statutes come as --statutes FILE --statutes-uri URI.']
    : [];
  return [
    `usage: coop propose ${said} ${usage}`.trimEnd(),
    '',
    `${label}. It needs ${needs}.`,
    ...(all.length || asks.length ? ['', 'Fields, in this order or as name=value'] : []),
    ...shown,
    ...asks,
    '',
    `example: coop propose ${[said, ...all.map(({ example }) => example)].join(' ')}`,
    'Also: --why TEXT, --document FILE --document-uri URI, and what every command that sends takes (`coop help`).',
  ].join('\n');
}
