/** Wallets that sign and send themselves: they return only a signature. If none comes, the payer's history shows what was sent. */
import * as k from '@solana/kit';
import { deedOf } from './deed';
import { doubtOf } from './doubts';
import { eventsIn } from './events';
import { isAsked, Unsettled } from './failures';
import type { Reader } from './reads/accounts';
import { refusal } from './refusals';
import { faster, isAwaited, overtake, wasDone, type Kept, type Mark, type Signed } from './kept';
import type { Fate, Outcome } from './outcomes';
import { waited, type Asking, type Planned } from './signing';
import { nodesOf, pause, timely, type Patience } from './transport';
import { NotSigned, notSigned, saidNo, wordsOf } from './walletWords';

/** A block height that is never reached, for transactions without a known end. */
export const FOR_EVER = 2n ** 64n - 1n;

/** Whether a payer can sign only what it sends itself. */
export const sendsItself = (payer: k.TransactionSigner): boolean =>
  !k.isTransactionModifyingSigner(payer) && !k.isTransactionPartialSigner(payer);

type Read = NonNullable<Awaited<ReturnType<typeof readOne>>>;
/** A confirmed transaction; null if the node has none. */
export const readOne = (rpc: Reader, signature: k.Signature) =>
  rpc
    .getTransaction(signature, { commitment: 'confirmed', encoding: 'json', maxSupportedTransactionVersion: 0 })
    .send(timely());

/** Whether the transaction does what was planned, and the payer signed it. */
async function does({ transaction: { message }, meta }: Read, { payer, deed }: Signed): Promise<boolean> {
  const all = [
    ...message.accountKeys,
    ...(meta?.loadedAddresses?.writable ?? []),
    ...(meta?.loadedAddresses?.readonly ?? []),
  ];
  if (!message.accountKeys.slice(0, message.header.numRequiredSignatures).includes(payer)) return false;
  for (const { programIdIndex, accounts, data } of message.instructions) {
    const act = {
      programAddress: all[programIdIndex]!,
      accounts: accounts.map((i) => ({ address: all[i]! })),
      data: k.getBase58Encoder().encode(data),
    };
    if ((await deedOf([act])) === deed) return true;
  }
  return false;
}

/** In this page: transactions whose outcome was reported, which are not matched with a later request. */
const told = new Set<string>();

/** The payer's transactions since a slot, read before the wallet is asked: these are not the one that it will send. */
export const doneSince = async (rpc: Reader, payer: k.Address, since: bigint): Promise<string[]> =>
  (await rpc.getSignaturesForAddress(payer, { commitment: 'confirmed', limit: 1_000 }).send(timely()))
    .filter(({ slot }) => slot >= since)
    .map(({ signature }) => signature);

/** The most transactions that one search reads. */
const MOST_READ = 200;

/** Whether a transaction was there before the request, or is the outcome of another one. */
const isAnothers = (signature: string, seen: readonly string[]) => told.has(signature) || seen.includes(signature);

/** The payer's transaction that does what was planned: the first that succeeded, else one that failed. */
async function inHistory(
  rpc: Reader,
  signed: Signed,
  looked = new Set<string>(),
): Promise<{ signature: k.Signature; read: Read } | undefined> {
  const { payer, since, seen = [] } = signed;
  const newer: k.Signature[] = [];
  for (let before: k.Signature | undefined; ;) {
    const some = await rpc
      .getSignaturesForAddress(payer, { commitment: 'confirmed', limit: 1_000, ...(before ? { before } : {}) })
      .send(timely());
    newer.push(...some.filter(({ slot }) => slot >= BigInt(since)).map(({ signature }) => signature));
    before = some.at(-1)?.signature;
    if (some.length < 1_000 || some.at(-1)!.slot < BigInt(since)) break;
  }
  let failed: { signature: k.Signature; read: Read } | undefined;
  // the transaction comes soon after the request, so the earliest are read first
  for (const signature of newer.reverse().slice(0, MOST_READ)) {
    if (looked.has(signature) || isAnothers(signature, seen)) continue;
    const read = await readOne(rpc, signature);
    const same = read && (await does(read, signed));
    if (read && same && !read.meta?.err) return { signature, read };
    if (read && same) failed ??= { signature, read };
    else if (read) looked.add(signature);
  }
  return failed;
}

/** The transaction with the wallet's signature, if it does what was planned; else the one in the payer's history. */
const found = async (rpc: Reader, signed: Signed) => {
  const read = isAsked(signed.signature) ? null : await readOne(rpc, signed.signature);
  return read && (await does(read, signed))
    ? { signature: signed.signature as k.Signature, read }
    : inHistory(rpc, signed);
};

/** The outcome of what a wallet was asked to send; undefined if it is not found, as it may still be sent at any time. */
export async function fateBySearch(rpc: Reader, signed: Signed): Promise<Fate> {
  const one = await found(rpc, signed);
  if (!one) return undefined;
  return one.read.meta?.err
    ? { fate: 'failed', err: one.read.meta.err, signature: one.signature }
    : { fate: 'landed', signature: one.signature };
}

interface Wish extends Asking {
  payer: k.Address;
  mark: Mark;
  /** A slot before the wallet was asked. */
  since: bigint;
  /** The payer's transactions between that slot and the request: {@link doneSince}. */
  seen: string[];
  kept: Kept | undefined;
  /** Transactions that do the same, were signed earlier, perhaps in another tab, and are not settled or were done since this began. */
  earlier: () => Signed[];
  signed?: ((signature: k.Signature) => void) | undefined;
  limits: Patience;
}

/**
 * Asks the wallet to sign and send, and returns the outcome; stored beforehand. Throws {@link NotSigned} only if the user refused
 * and the history has nothing; else, if it is not found, {@link Unsettled} as unknown: it may have been or yet be sent.
 */
export async function sentByWallet(rpc: Reader, planned: Planned, wish: Wish): Promise<Outcome> {
  const { payer, mark, since, seen, kept, tell, stop, limits } = wish;
  let now: Signed = {
    signature: `asked ${crypto.randomUUID()}`,
    payer,
    ...mark,
    until: FOR_EVER.toString(),
    since: since.toString(),
    byWallet: true,
    ...(seen.length > 0 ? { seen } : {}),
  };
  kept?.add(now);
  const [other] = wish.earlier().filter(({ signature }) => signature !== now.signature);
  if (other) throw (kept?.drop(now.signature), faster(kept, other)); // another tab was faster
  overtake(kept, now);
  let over = false;
  const replace = (signature: k.Signature) => {
    if (over) return;
    const before = now.signature;
    now = {
      ...now,
      signature,
      ...(isAsked(before) ? { was: before } : {}),
      ...(isAwaited(kept, now) ? { awaited: true } : {}),
    };
    kept?.add(now);
    kept?.drop(before);
  };
  const looked = new Set<string>();
  const done = ({ signature, read }: { signature: k.Signature; read: Read }): Outcome => {
    const { err } = read.meta ?? {};
    if (err && nodesOf(rpc).some(doubtOf)) throw unknown('only a node that a link named says that it failed');
    over = true;
    told.add(signature);
    if (err) kept?.drop(now.signature);
    else wasDone(kept, now, signature);
    if (now.signature !== signature) wish.signed?.(signature);
    if (err) throw Object.assign(refusal(err, read.meta?.logMessages ?? []), { signature });
    return {
      signature,
      units: read.meta?.computeUnitsConsumed ?? 0n,
      events: eventsIn(read.meta?.logMessages ?? []),
      read: true,
    };
  };
  let heard = false as boolean; // whether the history could be read at all
  const search = () => {
    heard = false;
    return inHistory(rpc, now, looked).then(
      (one) => ((heard = true), one),
      () => undefined,
    );
  };
  const unknown = (why: string) => new Unsettled('unknown', now, false, why);

  if (stop?.aborted)
    throw (
      kept?.drop(now.signature),
      new NotSigned('you stopped before the wallet was asked; nothing was sent', 'person')
    );
  // a silent wallet may have sent it: the history is searched meanwhile
  let waiting = true;
  const isWaiting = () => waiting;
  const began = performance.now();
  const meanwhile = (async () => {
    while (isWaiting() && performance.now() - began < limits.undecided * 1_000) {
      await pause(1_000 * limits.quiet);
      const one = isWaiting() ? await search() : undefined;
      if (one) return one;
    }
    return undefined;
  })();
  let answered = false as boolean;
  // not given `stop`: kit would drop a late answer
  const asked = k
    .signAndSendTransactionMessageWithSigners(
      planned as Parameters<typeof k.signAndSendTransactionMessageWithSigners>[0],
    )
    .then((bytes) => k.getBase58Decoder().decode(bytes) as k.Signature)
    .finally(() => {
      answered = true;
    });
  let answer: { signature: k.Signature; read?: Read } | undefined;
  try {
    answer = await waited(Promise.race([asked.then((signature) => ({ signature })), meanwhile]), wish);
  } catch (failed) {
    waiting = false;
    if (failed instanceof NotSigned) throw (kept?.drop(now.signature), failed); // before the wallet was asked
    const no = saidNo(failed, true);
    const until = performance.now() + (no ? 2_500 : limits.afterError * 1_000);
    tell(
      no
        ? 'looking whether it was sent all the same'
        : `the wallet says “${wordsOf(failed) ?? 'nothing'}”: looking whether it was sent`,
      !no,
    );
    for (;;) {
      const one = await search();
      if (one) return done(one);
      if (stop?.aborted || performance.now() > until) break;
      await pause(2_000);
    }
    if (no && heard) throw (kept?.drop(now.signature), notSigned(failed));
    throw unknown(`the wallet says “${wordsOf(failed) ?? 'nothing'}”`);
  }
  waiting = false;
  if (!answered) {
    // a later answer is stored for whoever asks again
    asked
      .then(replace, (failed: unknown) =>
        saidNo(failed, true)
          ? search().then((one) => {
              if (!one && heard) kept?.drop(now.signature);
            })
          : undefined,
      )
      .catch(() => undefined);
    const one = answer?.read ? { signature: answer.signature, read: answer.read } : await search();
    if (one) return done(one);
    throw unknown('the wallet has not answered');
  }
  const { signature } = answer!;
  replace(signature);
  wish.signed?.(signature);
  tell('waiting for the confirmation');
  const answeredAt = performance.now();
  for (let wait = 300; ; wait = Math.min(wait * 1.5, 3_000)) {
    const read = await readOne(rpc, signature).catch(() => null);
    const isNew = read && read.slot >= since && !isAnothers(signature, seen);
    if (isNew && (await does(read, now))) return done({ signature, read });
    if (read || performance.now() - answeredAt > limits.undecided * 1_000) {
      const one = await search();
      if (one) return done(one);
      throw unknown(
        read
          ? 'the wallet answered with the signature of something else'
          : 'the wallet says that it sent it, and the network does not know it',
      );
    }
    await pause(wait);
  }
}
