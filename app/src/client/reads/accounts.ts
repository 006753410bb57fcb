/** Reads accounts of the program by address or by kind, and decodes them. */
import {
  getAddressEncoder,
  getBase58Decoder,
  getBase64Encoder,
  type Address,
  type Base58EncodedBytes,
  type Decoder,
  type ReadonlyUint8Array,
  type Rpc,
  type SolanaRpcApi,
} from '@solana/kit';
import * as g from '../../generated';
import { ACCOUNT_BY_BYTES } from '../../generated/accountTable';
import { hex } from '../units';

/** A connection to a node, as `createSolanaRpc` of kit makes it. */
export type Reader = Rpc<SolanaRpcApi>;
/** An account's fields, with its address. */
export type At<T> = T & { address: Address };

export type Encoded = readonly [string, string];
export type Account = { data: unknown; owner: Address; lamports: bigint } | null | undefined;

/** The bytes of an account that was requested in base64. */
export const bytesOf = (data: unknown): Uint8Array => new Uint8Array(getBase64Encoder().encode((data as Encoded)[0]));
export const isOurs = (account: Account): account is NonNullable<Account> => account?.owner === g.COOP_PROGRAM_ADDRESS;

/** Decodes an account of one kind; undefined if it is of another kind. */
export function decoded<T>(account: Account, discriminator: ArrayLike<number>, decoder: Decoder<T>): T | undefined {
  if (!isOurs(account)) return undefined;
  const bytes = bytesOf(account.data);
  return Array.from(discriminator).every((byte, i) => bytes[i] === byte) ? decoder.decode(bytes) : undefined;
}
/** Accounts that nodes answer for in one question, at most. */
const AT_ONCE = 100;
/** Several accounts, in as few questions as nodes allow; none without addresses. */
export async function accountsAt(rpc: Reader, asked: readonly Address[]): Promise<readonly Account[]> {
  const found: Account[] = [];
  for (let from = 0; from < asked.length; from += AT_ONCE)
    found.push(
      ...(
        await rpc
          .getMultipleAccounts(asked.slice(from, from + AT_ONCE), { encoding: 'base64', commitment: 'confirmed' })
          .send()
      ).value,
    );
  return found;
}

export const base58 = (...parts: ArrayLike<number>[]) =>
  getBase58Decoder().decode(Uint8Array.from(parts.flatMap((p) => Array.from(p)))) as unknown as Base58EncodedBytes;

/** All accounts of one kind of a co-op; `also` narrows them by another address, or other bytes, at an offset. */
export async function listed<T, M = unknown>(
  rpc: Reader,
  coop: Address,
  discriminator: ArrayLike<number>,
  decoder: Decoder<T>,
  also?: { at: number; is: Address | ReadonlyUint8Array },
  more?: (bytes: Uint8Array, fields: T) => M,
): Promise<At<T & M>[]> {
  const encoder = getAddressEncoder();
  const filters = [
    { memcmp: { offset: 0n, bytes: base58(discriminator, encoder.encode(coop)), encoding: 'base58' as const } },
    ...(also
      ? [
          {
            memcmp: {
              offset: BigInt(also.at),
              bytes: base58(typeof also.is === 'string' ? encoder.encode(also.is) : also.is),
              encoding: 'base58' as const,
            },
          },
        ]
      : []),
  ];
  const found = await rpc
    .getProgramAccounts(g.COOP_PROGRAM_ADDRESS, { encoding: 'base64', commitment: 'confirmed', filters })
    .send();
  const all: At<T & M>[] = [];
  for (const { pubkey, account } of found) {
    const bytes = bytesOf(account.data);
    const fields = decoder.decode(bytes);
    all.push({ ...fields, address: pubkey, ...more?.(bytes, fields) } as At<T & M>);
    // lets the page respond while thousands are decoded
    if (all.length % 400 === 0) await new Promise((go) => setTimeout(go));
  }
  return all;
}

/** Any account of the program, with its kind. */
export function decodeAny(data: Uint8Array): { kind: string; fields: object } | undefined {
  const known = (ACCOUNT_BY_BYTES as Partial<typeof ACCOUNT_BY_BYTES>)[
    hex(data.slice(0, 8)) as keyof typeof ACCOUNT_BY_BYTES
  ];
  if (!known) return undefined;
  const { discriminator: _, ...fields } = (known[1] as () => Decoder<{ discriminator: unknown }>)().decode(data);
  return { kind: known[0], fields };
}
