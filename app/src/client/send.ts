/** From instructions to a confirmed transaction: looked through by a simulation before anyone signs. */
import * as k from '@solana/kit';
import type { CoopEvent } from '../generated/eventTable';
import { eventsIn } from './events';
import { decodeAny, type Reader } from './reads';
import { refusal } from './refusals';

export interface Outcome {
  signature: k.Signature;
  units: bigint;
  events: CoopEvent[];
}

/** What a transaction would do. */
export interface Preview {
  units: bigint;
  events: CoopEvent[];
  logs: readonly string[];
  /** Fields of the program's accounts, and amounts in token accounts (kind `Tokens`), that would change. */
  changes: { address: k.Address; kind: string; field: string; before: unknown; after: unknown }[];
}

type Signer = k.TransactionSigner;
type Blockhash = Parameters<typeof k.setTransactionMessageLifetimeUsingBlockhash>[0];

const message = (payer: Signer, instructions: readonly k.Instruction[], blockhash: Blockhash, units?: number) =>
  k.pipe(
    k.createTransactionMessage({ version: 0 }),
    (m) => k.setTransactionMessageFeePayerSigner(payer, m),
    (m) => k.setTransactionMessageLifetimeUsingBlockhash(blockhash, m),
    (m) => k.appendTransactionMessageInstructions(instructions, m),
    (m) => (units === undefined ? m : k.setTransactionMessageComputeUnitLimit(units, m)),
  );

/** Bytes that a transaction can have. */
const MOST_BYTES = 1_232;
/** Bytes that a durable nonce adds: its instruction and three accounts that may be new. */
const NONCE_BYTES = 8 + 3 * 33;
/** Whether instructions fit in one transaction of a sponsor's, with a compute budget and a durable nonce. */
export function fits(payer: Signer, instructions: readonly k.Instruction[]): boolean {
  const priced = k.setTransactionMessageComputeUnitPrice(1n, message(payer, instructions, ANY_BLOCKHASH, 1_400_000));
  try {
    return k.getBase64Encoder().encode(k.getBase64EncodedWireTransaction(k.compileTransaction(priced))).length + NONCE_BYTES <= MOST_BYTES;
  } catch {
    return false;
  }
}

// the simulation replaces it
const ANY_BLOCKHASH = { blockhash: '11111111111111111111111111111111' as k.Blockhash, lastValidBlockHeight: 0n };

async function simulated(rpc: Reader, payer: Signer, instructions: readonly k.Instruction[], watched: readonly k.Address[] = []) {
  const transaction = k.compileTransaction(message(payer, instructions, ANY_BLOCKHASH, 1_400_000));
  const wire = k.getBase64EncodedWireTransaction(transaction);
  const { value } = await rpc
    .simulateTransaction(wire, {
      encoding: 'base64', replaceRecentBlockhash: true, commitment: 'confirmed', accounts: { addresses: watched, encoding: 'base64' },
    })
    .send();
  if (value.err) throw refusal(value.err, value.logs ?? []);
  return value;
}

/** Runs the instructions without doing them. Refusals are thrown as they would be. */
export async function preview(rpc: Reader, payer: Signer, instructions: readonly k.Instruction[]): Promise<Preview> {
  const written = instructions.flatMap((i) => i.accounts ?? []).filter((account) => k.isWritableRole(account.role)).map(({ address }) => address);
  const watched = [...new Set(written)];
  const [before, after] = await Promise.all([
    rpc.getMultipleAccounts(watched, { encoding: 'base64', commitment: 'confirmed' }).send(),
    simulated(rpc, payer, instructions, watched),
  ]);
  const changes = watched.flatMap((address, i) => {
    const [then, now] = [read(before.value[i]), read(after.accounts?.[i])];
    const kind = now?.kind ?? then?.kind;
    if (!kind) return [];
    const [old, fresh] = [flat(then?.fields ?? {}), flat(now?.fields ?? {})];
    return [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
      .filter((field) => !/discriminator|bump/i.test(field) && plain(old[field]) !== plain(fresh[field]))
      .map((field) => ({ address, kind, field, before: old[field], after: fresh[field] }));
  });
  return { units: after.unitsConsumed ?? 0n, events: eventsIn(after.logs ?? []), logs: after.logs ?? [], changes };
}

/** An account of the program, or the amount in a token account. */
function read(account: { data: unknown; owner: k.Address } | null | undefined): { kind: string; fields: object } | undefined {
  const bytes = account ? new Uint8Array(k.getBase64Encoder().encode((account.data as readonly [string, string])[0])) : new Uint8Array();
  // both token programs keep the amount at the same place, and mints are shorter or marked by the byte behind 165
  const tokens = account && /^Token/.test(account.owner) && (bytes.length === 165 || bytes[165] === 2);
  return tokens ? { kind: 'Tokens', fields: { amount: new DataView(bytes.buffer).getBigUint64(64, true) } } : decodeAny(bytes);
}

const plain = (value: unknown) => JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v));

/** Fields within fields as `period.revenue`. */
function flat(fields: object, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const name = prefix + key;
      const inner = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
      return inner ? Object.entries(flat(value as object, `${name}.`)) : [[name, value]];
    }),
  );
}

/**
 * Simulates, has the payer and all other signers sign, sends, and waits for the confirmation. A refusal is thrown
 * before anyone is asked to sign. Nothing is sent twice: what the network loses is sent again as it was signed.
 */
export async function send(rpc: Reader, payer: Signer, instructions: readonly k.Instruction[], tell: (step: string) => void = () => {}): Promise<Outcome> {
  tell('checking');
  const [{ value: blockhash }, tried] = await Promise.all([rpc.getLatestBlockhash({ commitment: 'confirmed' }).send(), simulated(rpc, payer, instructions)]);
  const units = Math.min(1_400_000, Math.ceil(Number(tried.unitsConsumed ?? 1_200_000n) * 1.15) + 1_000);
  tell('waiting for the signature');
  const signed = await k.signTransactionMessageWithSigners(message(payer, instructions, blockhash, units));
  const wire = k.getBase64EncodedWireTransaction(signed);
  const signature = k.getSignatureFromTransaction(signed);
  tell('sending');
  await submit(rpc, wire);
  for (let wait = 100; ; wait = Math.min(wait * 1.5, 2_000)) {
    const { value } = await patiently(() => rpc.getSignatureStatuses([signature]).send());
    const status = value[0];
    if (status?.err) throw refusal(status.err);
    if (status?.confirmationStatus === 'confirmed' || status?.confirmationStatus === 'finalized') break;
    if (!status) {
      const height = await patiently(() => rpc.getBlockHeight({ commitment: 'confirmed' }).send());
      if (height > blockhash.lastValidBlockHeight) throw new Error('the network did not take the transaction in time; nothing was done');
      if (wait > 1_000) await submit(rpc, wire);
    }
    tell('waiting for the confirmation');
    await new Promise((done) => setTimeout(done, wait));
  }
  return { signature, units: tried.unitsConsumed ?? 0n, events: eventsIn(tried.logs ?? []) };
}

const submit = (rpc: Reader, wire: k.Base64EncodedWireTransaction) =>
  patiently(() => rpc.sendTransaction(wire, { encoding: 'base64', skipPreflight: true }).send());

/** Tries again, for half a minute, what failed because the network did not answer. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (failed) {
      const network = failed instanceof TypeError || (failed instanceof DOMException && failed.name === 'TimeoutError') || (k.isSolanaError(failed) && k.isSolanaError(failed, k.SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR));
      if (!network || tries >= 30) throw failed;
      await new Promise((done) => setTimeout(done, 1_000));
    }
  }
}
