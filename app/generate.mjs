// IDL of Anchor 2 → src/generated, a TypeScript client for @solana/kit. Usage: node generate.mjs IDL.json OUT_DIR
import fs from 'node:fs';
import path from 'node:path';
import { bottomUpTransformerVisitor, createFromRoot, definedTypeNode } from 'codama';
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
        events: [],
      }),
    },
  ]),
);
await codama.accept(
  renderVisitor(path.dirname(out), { generatedFolder: path.basename(out), kitImportStrategy: 'rootOnly', syncPackageJson: false }),
);

// kit 8 rejects the rendered `Omit<…> & {…}` (TS2322): its ExtendedClient says the same.
for (const file of fs.readdirSync(`${out}/programs`)) {
  const rendered = `${out}/programs/${file}`;
  const mended = fs.readFileSync(rendered, 'utf8').replace(/Omit<T, "(\w+)"> & \{ \1: (\w+) \}/g, 'ExtendedClient<T, { $1: $2 }>');
  fs.writeFileSync(rendered, mended.replace(/^import /m, "import type { ExtendedClient } from '@solana/kit';\nimport "));
}

// What the renderer leaves out, or drops in production builds: the texts of errors, the events by their first
// eight bytes, what each instruction is for.
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
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
fs.writeFileSync(`${out}/instructionTable.ts`, `// Written by generate.mjs from the IDL.
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
`);

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
const typed = (type) => (typeof type === 'string' ? type : type.option ? `${typed(type.option)}?` : type.vec ? `${typed(type.vec)}[]` : type.defined.name);
const { variants } = idl.types.find(({ name }) => name === 'Action').type;
const kinds = idl.types.find(({ name }) => name === 'Kind').type.variants;
fs.writeFileSync(`${out}/actionTable.ts`, `// Written by generate.mjs from the IDL.

/** What can be resolved, and the fields of each with their types. */
export const FIELDS = {
${variants.map(({ name, fields = [] }) => `  ${name}: {${fields.map((field) => ` ${camel(field.name)}: '${typed(field.type)}'`).join(',')} },`).join('\n')}
} as const;
export type KindName = keyof typeof FIELDS;

/** The action by a proposal's \`kind\`. */
export const KINDS: readonly (KindName | '')[] = [${kinds.map(({ name }) => `'${name === 'None' ? '' : name}'`).join(', ')}];
`);

/** Fields of the accounts that are bytes. */
const rooms = idl.accounts.map(({ name }) => {
  const { fields } = idl.types.find((type) => type.name === name).type;
  return [name, fields.filter(({ type }) => type.array?.[0] === 'u8').map((field) => [camel(field.name), field.type.array[1]])];
});
fs.writeFileSync(`${out}/rooms.ts`, `// Written by generate.mjs from the IDL.

/** How many bytes there is room for in the fields of accounts that are bytes: texts, hashes, ballots. */
export const ROOMS = {
${rooms.filter(([, fields]) => fields.length > 0).map(([name, fields]) => `  ${name}: { ${fields.map(([field, room]) => `${field}: ${room}`).join(', ')} },`).join('\n')}
} as const;
`);

// What `--json` prints of accounts and events, as JSON Schema: numbers beyond 2⁵³ and money as digits, bytes as text or hexadecimal, nothing of what only the program needs.
const DIGITS = { u64: '^\\d+$', u128: '^\\d+$', i64: '^-?\\d+$' };
const schemaOf = (type) => {
  if (type.array) return type.array[0] === 'u8' ? { type: 'string' } : { type: 'array', items: schemaOf(type.array[0]) };
  if (type.option) return { anyOf: [schemaOf(type.option), { type: 'null' }] };
  if (type.defined?.name === 'Standing') return { enum: idl.types.find((t) => t.name === 'Standing').type.variants.map(({ name }) => name.toLowerCase()) };
  if (type.defined) return idl.types.find((t) => t.name === type.defined.name)?.type.kind === 'enum' ? { type: 'integer' } : { $ref: `#/$defs/${type.defined.name}` };
  if (DIGITS[type]) return { type: 'string', pattern: DIGITS[type] };
  if (type === 'bool') return { type: 'boolean' };
  return { type: type === 'pubkey' || type === 'string' ? 'string' : 'integer' };
};
const structs = plain.types.filter((t) => t.type.kind === 'struct').map(({ name, type, docs }) => {
  const fields = (type.fields ?? []).filter((field) => field.name && !/bump$/.test(field.name));
  const described = (field) => ({ ...schemaOf(field.type), ...(field.docs?.length && !schemaOf(field.type).$ref ? { description: field.docs.join(' ').trim() } : {}) });
  return [name, {
    type: 'object', ...(docs?.length ? { description: docs.join(' ').trim() } : {}), properties: Object.fromEntries(fields.map((field) => [camel(field.name), described(field)])),
    required: fields.map((field) => camel(field.name)),
  }];
});
fs.writeFileSync(`${out}/jsonSchemas.ts`, `// Written by generate.mjs from the IDL.

/** Accounts, events and what is in them, as \`--json\` prints them: JSON Schema. */
export const STRUCTS: Readonly<Record<string, { type: string; description?: string; properties: Readonly<Record<string, object>>; required: readonly string[] }>> = {
${structs.map(([name, schema]) => `  ${name}: ${JSON.stringify(schema)},`).join('\n')}
};

/** The events by their names. */
export const EVENT_NAMES: readonly string[] = ${JSON.stringify(events.map(({ name }) => name))};
`);
