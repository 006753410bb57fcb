/** What instructions would do, found by a simulation. */
import * as k from '@solana/kit';
import type { CoopEvent } from '../generated/eventTable';
import { MOST } from './budget';
import { eventsIn } from './events';
import { decodeAny, type Reader } from './reads/accounts';
import { withNeed } from './needs';
import { refusal } from './refusals';
import { ANY_BLOCKHASH, message, type Signer } from './message';

/** What a transaction would do. */
export interface Preview {
  units: bigint;
  /** Bytes of all accounts that it loads; undefined if the node does not report them. */
  loaded?: number | undefined;
  events: CoopEvent[];
  logs: readonly string[];
  /** Fields of the program's accounts, and amounts in token accounts (kind `Tokens`), that would change. */
  changes: { address: k.Address; kind: string; field: string; before: unknown; after: unknown }[];
  /** By the addresses of these accounts: the co-op that each belongs to, and of a co-op and of tokens the mint. */
  of: Readonly<Record<k.Address, { coop?: k.Address | undefined; mint?: k.Address | undefined }>>;
}

export async function simulated(
  rpc: Reader,
  payer: Signer,
  instructions: readonly k.Instruction[],
  watched: readonly k.Address[] = [],
) {
  const transaction = k.compileTransaction(message(payer, instructions, ANY_BLOCKHASH, MOST));
  const wire = k.getBase64EncodedWireTransaction(transaction);
  const { value } = await rpc
    .simulateTransaction(wire, {
      encoding: 'base64',
      replaceRecentBlockhash: true,
      commitment: 'confirmed',
      accounts: { addresses: watched, encoding: 'base64' },
    })
    .send();
  if (value.err) throw await withNeed(rpc, payer.address, instructions, refusal(value.err, value.logs ?? []));
  return value;
}

/** Simulates instructions; throws a refusal as sending them would. */
export async function preview(rpc: Reader, payer: Signer, instructions: readonly k.Instruction[]): Promise<Preview> {
  const written = instructions
    .flatMap((i) => i.accounts ?? [])
    .filter((account) => k.isWritableRole(account.role))
    .map(({ address }) => address);
  const watched = [...new Set(written)];
  const [before, after] = await Promise.all([
    rpc.getMultipleAccounts(watched, { encoding: 'base64', commitment: 'confirmed' }).send(),
    simulated(rpc, payer, instructions, watched),
  ]);
  const of: Record<k.Address, { coop?: k.Address | undefined; mint?: k.Address | undefined }> = {};
  const changes = watched.flatMap((address, i) => {
    const [then, now] = [read(before.value[i]), read(after.accounts[i])];
    const kind = now?.kind ?? then?.kind;
    if (!kind) return [];
    const [old, fresh] = [flat(then?.fields ?? {}), flat(now?.fields ?? {})];
    const { coop, mint } = { ...then?.fields, ...now?.fields } as { coop?: k.Address; mint?: k.Address };
    of[address] = kind === 'Coop' ? { coop: address, mint } : { coop, mint };
    return [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
      .filter(
        (field) =>
          !/discriminator|bump/i.test(field) &&
          !(kind === 'Tokens' && field === 'mint') &&
          plain(old[field]) !== plain(fresh[field]),
      )
      .map((field) => ({ address, kind, field, before: old[field], after: fresh[field] }));
  });
  return {
    units: after.unitsConsumed ?? 0n,
    loaded: after.loadedAccountsDataSize,
    events: eventsIn(after.logs ?? []),
    logs: after.logs ?? [],
    changes,
    of,
  };
}

/** Decodes an account of the program, or the amount in a token account. */
function read(
  account: { data: unknown; owner: k.Address } | null | undefined,
): { kind: string; fields: object } | undefined {
  const bytes = account
    ? new Uint8Array(k.getBase64Encoder().encode((account.data as readonly [string, string])[0]))
    : new Uint8Array();
  // both token programs keep the amount at the same offset; mints are shorter, or differ in the byte after the first 165
  const tokens = account && /^Token/.test(account.owner) && (bytes.length === 165 || bytes[165] === 2);
  return tokens
    ? {
        kind: 'Tokens',
        fields: {
          mint: k.getAddressDecoder().decode(bytes),
          amount: new DataView(bytes.buffer).getBigUint64(64, true),
        },
      }
    : decodeAny(bytes);
}

const plain = (value: unknown) => JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v));

/** Flattens nested fields to names such as `period.revenue`. */
function flat(fields: object, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const name = prefix + key;
      const inner = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
      return inner ? Object.entries(flat(value as object, `${name}.`)) : [[name, value]];
    }),
  );
}
