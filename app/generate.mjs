// IDL of Anchor 2 → src/generated, a TypeScript client for @solana/kit; what the IDL does not know (seeds, constants, the charter's
// bounds) is read from the program's source. Usage: node generate.mjs IDL.json OUT_DIR
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {
  bottomUpTransformerVisitor,
  constantPdaSeedNodeFromString,
  createFromRoot,
  definedTypeNode,
  numberTypeNode,
  pdaNode,
  publicKeyTypeNode,
  variablePdaSeedNode,
} from 'codama';
import { rootNodeFromAnchor } from '@codama/nodes-from-anchor';
import { renderVisitor } from '@codama/renderers-js';

const [, , idlPath, out] = process.argv;
const idl = JSON.parse(fs.readFileSync(idlPath, 'utf8'));

// Anchor 2 writes `PodU64` and enum wrappers as type aliases, which nodes-from-anchor 1.5 does not know.
const alias = new Map(idl.types.filter((t) => t.type.kind === 'type').map((t) => [t.name, t.type.alias]));
const resolve = (node) => {
  if (Array.isArray(node)) return node.map(resolve);
  if (node === null || typeof node !== 'object') return node;
  const name = node.defined?.name;
  if (name && alias.has(name)) {
    const plain = name.replace(/^Pod/, '');
    return idl.types.some((t) => t.name === plain) ? { defined: { name: plain } } : alias.get(name);
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value)]));
};
const plain = resolve({ ...idl, types: idl.types.filter((t) => t.type.kind !== 'type') });

const PROGRAM = path.join(path.dirname(idlPath), '../programs/coop');
const source = (file) => fs.readFileSync(path.join(PROGRAM, file), 'utf8');
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

// Addresses: the IDL names those that an instruction derives; seeds.rs names them all.
const SEED = /^\/\/\/ `\["(\w+)", (.*?)\]` → .*\npub const (\w+): &\[u8\] = b"(\w+)";$/gm;
const seedsSource = source('src/seeds.rs');
const addresses = [...seedsSource.matchAll(SEED)].map(([, told, rest, , first]) => {
  if (told !== first) throw new Error(`seeds.rs: "${told}" in the comment, "${first}" in the code`);
  const seeds = rest.split(', ').map((seed) => {
    const [, name, number] = /^([\w' ]+?)(?: \((u\d+) le\))?$/.exec(seed);
    const words = name.replace(/'s /g, ' ').split(' ');
    return variablePdaSeedNode(camel(words.join('_')), number ? numberTypeNode(number) : publicKeyTypeNode());
  });
  return pdaNode({ name: first, seeds: [constantPdaSeedNodeFromString('utf8', first), ...seeds] });
});
if (addresses.length !== seedsSource.match(/^pub const/gm).length)
  throw new Error('seeds.rs has an address that its comment does not describe as the others');

const codama = createFromRoot(rootNodeFromAnchor(plain));
// renderers-js 2.2 renders no events: each becomes a type, with its decoder.
codama.update(
  bottomUpTransformerVisitor([
    {
      select: '[programNode]',
      transform: (node) => ({
        ...node,
        definedTypes: [
          ...node.definedTypes,
          ...(node.events ?? []).map((event) => definedTypeNode({ name: `${event.name}Event`, type: event.data })),
        ],
        // those of the IDL are the same, and instructions find them by their names
        pdas: [
          ...(node.pdas ?? []),
          ...addresses.filter(({ name }) => !(node.pdas ?? []).some((known) => known.name === name)),
        ],
        events: [],
      }),
    },
  ]),
);
await codama.accept(
  renderVisitor(path.dirname(out), {
    generatedFolder: path.basename(out),
    kitImportStrategy: 'rootOnly',
    // or it would be formatted as whatever stands above the folder that it is written to says
    prettierOptions: { printWidth: 80, singleQuote: false },
    syncPackageJson: false,
  }),
);

// kit 8 rejects the rendered `Omit<…> & {…}` (TS2322): its ExtendedClient says the same.
for (const file of fs.readdirSync(`${out}/programs`)) {
  const rendered = `${out}/programs/${file}`;
  const mended = fs
    .readFileSync(rendered, 'utf8')
    .replace(/Omit<T, "(\w+)"> & \{ \1: (\w+) \}/g, 'ExtendedClient<T, { $1: $2 }>');
  fs.writeFileSync(
    rendered,
    mended.replace(/^import /m, "import type { ExtendedClient } from '@solana/kit';\nimport "),
  );
}

// What the renderer leaves out, or drops in production builds: the texts of errors, the events by their first
// eight bytes, what each instruction is for.
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const pascal = (name) => camel(`_${name}`);
const low = (name) => name[0].toLowerCase() + name.slice(1);
const events = idl.events.map((event) => ({ name: event.name, hex: hex(event.discriminator) }));
const texts = `// Written by generate.mjs from the IDL.

/** Code → name and rule of every error of the program. */
export const ERRORS: Readonly<Record<number, readonly [name: string, rule: string]>> = {
${idl.errors.map(({ code, name, msg }) => `  ${code}: ${JSON.stringify([name, msg ?? name])},`).join('\n')}
};
`;
fs.writeFileSync(`${out}/texts.ts`, texts);

// apart from the errors: whoever only looks needs no instructions
fs.writeFileSync(
  `${out}/instructionTable.ts`,
  `// Written by generate.mjs from the IDL.
${idl.instructions.map(({ name }) => `import { get${pascal(name)}InstructionDataDecoder } from './instructions/${camel(name)}';`).join('\n')}

/** What each instruction is for. */
export const INSTRUCTIONS = {
${idl.instructions.map(({ name, docs }) => `  ${camel(name)}: ${JSON.stringify((docs ?? []).join(' ').trim())},`).join('\n')}
} as const;
export type InstructionName = keyof typeof INSTRUCTIONS;

/** First eight bytes (hexadecimal) → instruction, its accounts in order, and what reads its data. */
export const INSTRUCTION_BY_BYTES = {
${idl.instructions.map((i) => `  ${JSON.stringify(hex(i.discriminator))}: [${JSON.stringify(camel(i.name))}, ${JSON.stringify(i.accounts.map((a) => camel(a.name)))}, get${pascal(i.name)}InstructionDataDecoder] as const,`).join('\n')}
};
`,
);

const table = `// Written by generate.mjs from the IDL.
${events.map(({ name }) => `import { get${name}EventDecoder, type ${name}Event } from './types/${low(name)}Event';`).join('\n')}

/** First eight bytes (hexadecimal) → event. */
export const EVENTS = {
${events.map(({ name, hex }) => `  ${JSON.stringify(hex)}: ['${name}', get${name}EventDecoder] as const,`).join('\n')}
};

/** An event of the program. */
export type CoopEvent =
${events.map(({ name }) => `  | ({ event: '${name}' } & ${name}Event)`).join('\n')};
`;
fs.writeFileSync(`${out}/eventTable.ts`, table);

// Actions, and the kinds that proposals' accounts say.
const typed = (type) =>
  typeof type === 'string'
    ? type
    : type.option
      ? `${typed(type.option)}?`
      : type.vec
        ? `${typed(type.vec)}[]`
        : type.defined.name;
const { variants } = idl.types.find(({ name }) => name === 'Action').type;
const kinds = idl.types.find(({ name }) => name === 'Kind').type.variants;
fs.writeFileSync(
  `${out}/actionTable.ts`,
  `// Written by generate.mjs from the IDL.

/** What can be resolved, and the fields of each with their types. */
export const FIELDS = {
${variants.map(({ name, fields = [] }) => `  ${name}: {${fields.map((field) => ` ${camel(field.name)}: '${typed(field.type)}'`).join(',')} },`).join('\n')}
} as const;
export type KindName = keyof typeof FIELDS;

/** The action by a proposal's \`kind\`. */
export const KINDS: readonly (KindName | '')[] = [${kinds.map(({ name }) => `'${name === 'None' ? '' : name}'`).join(', ')}];
`,
);

/** Fields of the accounts that are bytes. */
const rooms = idl.accounts.map(({ name }) => {
  const { fields } = idl.types.find((type) => type.name === name).type;
  return [
    name,
    fields.filter(({ type }) => type.array?.[0] === 'u8').map((field) => [camel(field.name), field.type.array[1]]),
  ];
});
fs.writeFileSync(
  `${out}/rooms.ts`,
  `// Written by generate.mjs from the IDL.

/** How many bytes there is room for in the fields of accounts that are bytes: texts, hashes, ballots. */
export const ROOMS = {
${rooms
  .filter(([, fields]) => fields.length > 0)
  .map(([name, fields]) => `  ${name}: { ${fields.map(([field, room]) => `${field}: ${room}`).join(', ')} },`)
  .join('\n')}
} as const;
`,
);

// Which accounts there are, and where the fields stand by which they are searched for.
const POD = { pubkey: 32, u8: 1, u16: 2, u32: 4, u64: 8, i64: 8, u128: 16, bool: 1 };
const places = ({ name }) => {
  const found = [];
  let at = 8;
  for (const field of plain.types.find((type) => type.name === name).type.fields) {
    if (field.type === 'pubkey' || field.name === 'index') found.push([camel(field.name), at]);
    const size =
      typeof field.type === 'string'
        ? POD[field.type]
        : field.type.array && POD[field.type.array[0]] * field.type.array[1];
    // behind what has a layout of its own nothing is searched for
    if (!size) break;
    at += size;
  }
  return `  ${name}: { ${found.map(([field, place]) => `${field}: ${place}`).join(', ')} },`;
};
const tombstone = crypto.createHash('sha256').update('account:Tombstone').digest().subarray(0, 8);
fs.writeFileSync(
  `${out}/accountTable.ts`,
  `// Written by generate.mjs from the IDL.
import { fixDecoderSize, getAddressDecoder, getBytesDecoder, getStructDecoder } from '@solana/kit';
${idl.accounts.map(({ name }) => `import { get${name}Decoder } from './accounts/${low(name)}';`).join('\n')}

/** What remains at the address of a co-op that is over: who inherits from it. The IDL does not know it, since no instruction names it. */
export const getTombstoneDecoder = () => getStructDecoder([['discriminator', fixDecoderSize(getBytesDecoder(), 8)], ['heir', getAddressDecoder()]]);

/** First eight bytes (hexadecimal) → kind of account, and what reads it. */
export const ACCOUNT_BY_BYTES = {
${idl.accounts.map(({ name, discriminator }) => `  ${JSON.stringify(hex(discriminator))}: ['${name}', get${name}Decoder] as const,`).join('\n')}
  ${JSON.stringify(hex(tombstone))}: ['Tombstone', getTombstoneDecoder] as const,
};

/** Where addresses and running numbers stand in the accounts, in bytes from the beginning: to search for accounts by them. */
export const PLACES = {
${idl.accounts.map(places).join('\n')}
} as const;
`,
);

// Constants of the program that the page and the command line tell or count with.
const UNITS = { DAY: 86_400, YEAR: 365 * 86_400 };
const CONSTANTS = [
  ['src/state/member.rs', 'OPEN_GAP'],
  ['src/state/coop/succession.rs', 'MOST_HEIRS'],
  ['src/state/proposal.rs', 'TO_AGENT'],
  ['src/state/ballot.rs', 'CHOICE'],
  ['src/state/ballot.rs', 'OBJECTS'],
  ['src/state/ballot.rs', 'PROTESTS'],
  ['src/state/coop/succession.rs', 'WINDING_UP'],
  ['src/state/coop/succession.rs', 'CLAIMS_STAND'],
  ['src/instructions/governance/call_panel.rs', 'REMEMBERED'],
  ['src/instructions/governance/call_panel.rs', 'MOST_CALLS'],
  ['src/instructions/governance/object.rs', 'DELAYING'],
  ['src/instructions/governance/reclaim_proposal.rs', 'READ'],
];
const value = (type, text) => {
  const factors = text
    .split(' * ')
    .map((factor) => (factor === 'i64::MAX' ? 2n ** 63n - 1n : BigInt(UNITS[factor] ?? factor.replaceAll('_', ''))));
  return `${factors.reduce((product, factor) => product * factor, 1n)}${/64/.test(type) ? 'n' : ''}`;
};
const constant = ([file, name]) => {
  const found = new RegExp(`((?: *///.*\\n)+) *(?:pub )?const ${name}: (\\w+) = (.+);`).exec(source(file));
  if (!found) throw new Error(`there is no constant ${name} in ${file}`);
  const doc = found[1]
    .trim()
    .split('\n')
    .map((line) => line.trim().replace('/// ', ''))
    .join(' ');
  return `/** ${doc} */\nexport const ${name} = ${value(found[2], found[3])};`;
};
fs.writeFileSync(
  `${out}/constants.ts`,
  `// Written by generate.mjs from the program's source.

${CONSTANTS.map(constant).join('\n')}
`,
);

// The charter: how far each term may go, and which way an amendment may move it.
const charter = source('math/src/charter.rs');
const listed = (name) => new RegExp(`let ${name} = \\[\\n([\\s\\S]*?)\\n {8}\\];`).exec(charter)[1];
const number = (text) => {
  const days = /^days\((.*)\)$/.exec(text)?.[1];
  if (days)
    return `${days.split(' * ').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 86_400)}`;
  return text === '1 << 62' ? `${2n ** 62n}` : text.replaceAll('_', '');
};
const terms = new Map(
  plain.types.find(({ name }) => name === 'CharterTerms').type.fields.map(({ name }) => [name, {}]),
);
for (const line of listed('bounds')
  .split('\n')
  .map((one) => one.trim())) {
  const range = /^\(\((.+)\.\.=(.+)\)\.contains\(&self\.(\w+)\), \w+\),$/.exec(line);
  const one = /^\(self\.(\w+) ([<>]=) (.+), \w+\),$/.exec(line);
  if (range) Object.assign(terms.get(range[3]), { least: number(range[1]), most: number(range[2]) });
  else if (one)
    Object.assign(terms.get(one[1]), {
      [one[2] === '>=' ? 'least' : 'most']: one[3].startsWith('self.') ? `'${camel(one[3].slice(5))}'` : number(one[3]),
    });
  else throw new Error(`charter.rs: a bound of another form: ${line}`);
}
const moves = listed('ratchets');
for (const [, name, way] of moves.matchAll(/\(next\.(\w+) ([<>]=) self\.\1, \w+\)/g))
  Object.assign(terms.get(name), { ratchet: way === '<=' ? `'down'` : `'up'` });
for (const [, names] of moves.matchAll(/\(((?:next\.\w+(?:, )?){2,})\)/g))
  for (const [, name] of names.matchAll(/next\.(\w+)/g)) Object.assign(terms.get(name), { ratchet: `'fixed'` });
if (
  [...terms.values()].filter(({ ratchet }) => ratchet).length !==
  new Set([...moves.matchAll(/next\.(\w+)/g)].map(([, name]) => name)).size
)
  throw new Error('charter.rs: a ratchet of another form');
fs.writeFileSync(
  `${out}/charterTable.ts`,
  `// Written by generate.mjs from programs/coop/math/src/charter.rs.

/** A bound of a term: a number, or the term that it may not pass. */
type Bound = number | bigint | keyof typeof TERMS;
/** How far each term of the charter may go, and which way an amendment may move it; without a ratchet both. */
export const TERMS = {
${[...terms]
  .map(
    ([name, term]) =>
      `  ${camel(name)}: {${Object.entries(term)
        .map(([key, bound]) => ` ${key}: ${/^\d{16,}$/.test(bound) ? `${bound}n` : bound}`)
        .join(',')}${Object.keys(term).length > 0 ? ' ' : ''}},`,
  )
  .join('\n')}
} as const;
export type TermName = keyof typeof TERMS;
export type Term = { readonly least?: Bound; readonly most?: Bound; readonly ratchet?: 'down' | 'up' | 'fixed' };
`,
);
// What `--json` prints of accounts and events, as JSON Schema: numbers beyond 2⁵³ and money as digits, bytes as text or hexadecimal, nothing of what only the program needs.
const DIGITS = { u64: '^\\d+$', u128: '^\\d+$', i64: '^-?\\d+$' };
const schemaOf = (type) => {
  if (type.array)
    return type.array[0] === 'u8' ? { type: 'string' } : { type: 'array', items: schemaOf(type.array[0]) };
  if (type.option) return { anyOf: [schemaOf(type.option), { type: 'null' }] };
  if (type.defined?.name === 'Standing')
    return { enum: idl.types.find((t) => t.name === 'Standing').type.variants.map(({ name }) => name.toLowerCase()) };
  if (type.defined)
    return idl.types.find((t) => t.name === type.defined.name)?.type.kind === 'enum'
      ? { type: 'integer' }
      : { $ref: `#/$defs/${type.defined.name}` };
  if (DIGITS[type]) return { type: 'string', pattern: DIGITS[type] };
  if (type === 'bool') return { type: 'boolean' };
  return { type: type === 'pubkey' || type === 'string' ? 'string' : 'integer' };
};
const structs = plain.types
  .filter((t) => t.type.kind === 'struct')
  .map(({ name, type, docs }) => {
    const fields = (type.fields ?? []).filter((field) => field.name && !/bump$/.test(field.name));
    const described = (field) => ({
      ...schemaOf(field.type),
      ...(field.docs?.length && !schemaOf(field.type).$ref ? { description: field.docs.join(' ').trim() } : {}),
    });
    return [
      name,
      {
        type: 'object',
        ...(docs?.length ? { description: docs.join(' ').trim() } : {}),
        properties: Object.fromEntries(fields.map((field) => [camel(field.name), described(field)])),
        required: fields.map((field) => camel(field.name)),
      },
    ];
  });
fs.writeFileSync(
  `${out}/jsonSchemas.ts`,
  `// Written by generate.mjs from the IDL.

/** Accounts, events and what is in them, as \`--json\` prints them: JSON Schema. */
export const STRUCTS: Readonly<Record<string, { type: string; description?: string; properties: Readonly<Record<string, object>>; required: readonly string[] }>> = {
${structs.map(([name, schema]) => `  ${name}: ${JSON.stringify(schema)},`).join('\n')}
};

/** The events by their names. */
export const EVENT_NAMES: readonly string[] = ${JSON.stringify(events.map(({ name }) => name))};
`,
);
