/** JSON Schemas of `--json` output. Accounts and events come from the IDL, the rest stands here; a test validates real output. */
import { EVENT_NAMES, STRUCTS } from '../generated/jsonSchemas';

type Schema = Readonly<Record<string, unknown>>;
const text: Schema = { type: 'string' };
const count: Schema = { type: 'integer' };
const digits: Schema = { type: 'string', pattern: '^-?\\d+$' };
const flag: Schema = { type: 'boolean' };
const list = (items: Schema): Schema => ({ type: 'array', items });
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
/** An object with exactly these properties; names that end in `?` are optional. */
const object = (properties: Readonly<Record<string, Schema>>, more: Schema = {}): Schema => {
  const names = Object.keys(properties);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name.replace('?', ''), properties[name]])),
    required: names.filter((name) => !name.endsWith('?')),
    additionalProperties: false,
    ...more,
  };
};
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
/** An account of the program with its address, and what a command adds. */
const account = (name: string, more: Readonly<Record<string, Schema>> = {}): Schema => {
  const { properties, required } = STRUCTS[name]!;
  const added = object({ address: text, ...more }) as { properties: object; required: string[] };
  return {
    type: 'object',
    properties: { ...properties, ...added.properties },
    required: [...required, ...added.required],
    additionalProperties: false,
  };
};

const bytes = text;
const call = object({ accounts: list(object({ address: text, isSigner: flag, isWritable: flag })), data: {} });
const strays = object({
  tokens: list(object({ address: text, of: { enum: ['co-op', 'vault'] }, amount: digits })),
  lamports: list(object({ 'pool?': count, amount: digits })),
  atAgent: digits,
});
const moved = list(object({ from: text, to: text, amount: digits }));
const events = list({
  oneOf: [
    ...EVENT_NAMES.map((name) => {
      const { properties, required, description } = STRUCTS[name]!;
      return {
        type: 'object',
        description,
        properties: { event: { const: name }, ...properties, signature: text },
        required: ['event', ...required, 'signature'],
        additionalProperties: false,
      };
    }),
    object(
      {
        'seq?': digits,
        at: digits,
        signature: text,
        unlogged: object({
          instruction: text,
          says: { type: 'object' },
          accounts: { type: 'object', additionalProperties: text },
          moved,
        }),
      },
      { description: 'The event is missing from the log; reconstructed from the instruction' },
    ),
    object(
      { after: digits, missing: digits },
      { description: 'Number of events that are in no transaction that the node has' },
    ),
  ],
});
const sentEvents = list({
  type: 'object',
  properties: { event: { enum: EVENT_NAMES }, seq: digits, at: digits },
  required: ['event', 'seq', 'at'],
});

/** The output of commands that send: an outcome, a dry run, a transaction to sign elsewhere, or that there was nothing to do. */
const SENT: Schema = {
  anyOf: [
    object({ nothing: { const: true } }),
    object({
      'coop?': text,
      'nonce?': text,
      outcome: { const: 'landed' },
      signature: text,
      units: digits,
      events: sentEvents,
      read: flag,
    }),
    object({
      dryRun: { const: true },
      'coop?': text,
      'nonce?': text,
      instructions: list(
        object({
          instruction: text,
          says: { type: 'object' },
          accounts: { type: 'object', additionalProperties: text },
        }),
      ),
      units: digits,
      changes: list(object({ address: text, kind: text, field: text, 'before?': {}, 'after?': {} })),
      events: sentEvents,
    }),
    object({
      transaction: text,
      signatures: { type: 'object', additionalProperties: orNull(text) },
      'nonce?': text,
      'lastValidBlockHeight?': digits,
    }),
  ],
};

const rest = object({ capital: digits, until: digits });
const token = object({
  mint: text,
  tokenProgram: text,
  decimals: count,
  symbol: text,
  'multiplier?': object({ numerator: digits, denominator: digits }),
});
const READ: Readonly<Record<string, Schema>> = {
  coops: list(account('Coop')),
  show: object({
    address: text,
    coop: ref('Coop'),
    vault: text,
    mint: text,
    tokenProgram: text,
    decimals: count,
    token,
    vaultBalance: digits,
    vaultFrozen: flag,
    slot: digits,
    now: digits,
    strays,
  }),
  members: list(account('Member')),
  pools: list(account('Pool')),
  services: list(account('Service')),
  periods: list(account('Period')),
  mandates: list(account('Mandate')),
  proposals: list(account('Proposal', { call, words: text, 'statutes?': object({ hash: bytes, uri: text }) })),
  pledges: list(
    account('Pledge', {
      decimals: count,
      'token?': { anyOf: [token, count] },
      'wallet?': text,
      'person?': text,
      'poolIndex?': count,
    }),
  ),
  vouches: list(account('Vouch', { 'candidateWallet?': text, 'voucherWallet?': text, says: text })),
  memberships: list(account('Member', { 'coopName?': text, 'takenBackUntil?': digits })),
  account: object({
    address: text,
    kind: text,
    fields: { type: 'object' },
    decimals: count,
    'token?': { anyOf: [token, count] },
  }),
  position: object({
    decimals: count,
    'token?': { anyOf: [token, count] },
    who: text,
    takenBackUntil: digits,
    standing: text,
    elector: flag,
    status: text,
    openPeriod: count,
    binds: list(text),
    atAgent: digits,
    ifHome: digits,
    ...Object.fromEntries(
      [
        'shares',
        'withdrawn',
        'retained',
        'matured',
        'capital',
        'bonded',
        'resting',
        'fresh',
        'locked',
        'paid',
        'dividends',
        'accrued',
        'askable',
        'withdrawable',
        'drawn',
        'drawable',
        'toCome',
      ].map((name) => [name, digits]),
    ),
    rests: list(rest),
    'promise?': object({ of: digits, turnover: digits, ends: digits }),
    atClose: object({ asked: digits, worth: digits, 'at?': digits }),
    priceBps: count,
    done: object({ period: count, units: digits, work: digits }),
    pioneers: object({ units: digits, foundingShares: digits }),
    unsettled: flag,
    ifLeaving: object({ capital: digits, waits: digits, worth: digits, cash: digits }),
  }),
  waiting: list(object({ kind: text, what: text, 'by?': digits })),
  events,
  calendar: list(
    object({ id: text, kind: text, at: digits, is: { enum: ['from', 'until'] }, what: text, more: text, mine: flag }),
  ),
  signed: list(
    object({
      signature: text,
      payer: text,
      outcome: { enum: ['landed', 'failed', 'expired', 'unknown'] },
      'error?': text,
    }),
  ),
  check: object({ uri: text, matches: flag }),
  charter: { type: 'object', additionalProperties: { type: ['string', 'integer'] } },
};
/** What commands that send print where they only read. */
const BESIDES: Readonly<Record<string, Schema>> = {
  chores: list(
    object({
      kind: text,
      who: orNull(text),
      proposal: orNull(count),
      accounts: { type: 'object', additionalProperties: text },
      instructions: list(text),
      what: text,
      'refused?': text,
    }),
  ),
  nonce: object({ nonce: text, authority: text, lamports: digits }),
};

/** The schema of a command's output; undefined for commands that print no JSON. */
export function schemaOf(command: string, sends = false): object | undefined {
  const also = BESIDES[command];
  const schema = also ? { anyOf: [also, SENT] } : (READ[command] ?? (sends ? SENT : undefined));
  if (!schema) return undefined;
  // only the definitions that it refers to
  const used = new Map<string, unknown>();
  const collect = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/\$defs\/(\w+)"/g)) {
      if (used.has(name!)) continue;
      used.set(name!, { ...STRUCTS[name!]!, additionalProperties: false });
      collect(STRUCTS[name!]);
    }
  };
  collect(schema);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `coop --json ${command}`,
    ...schema,
    ...(used.size ? { $defs: Object.fromEntries(used) } : {}),
  };
}
