/** Sends instructions and finds out the outcome. They are simulated before anyone signs. */
import * as k from '@solana/kit';
import { budgetOf, isOurKey, offerOf, type Priority } from './budget';
import { deedOf, foundedBy, mayRepeat, settingOf, type Act } from './deed';
import { eventsIn } from './events';
import { isNetwork, NodeFailure, sentence, Unsettled } from './failures';
import type { Reader } from './reads/accounts';
import { refusal } from './refusals';
import { signedByAll } from './signing';
import { networkOf, PATIENCE, pause, timely, type Patience } from './transport';
import { likeness, writtenOf } from './written';
import { doneSince, FOR_EVER, readOne, sendsItself, sentByWallet } from './walletSends';
import {
  faster,
  isOver,
  openIn,
  overtake,
  wasDone,
  wasTold,
  type Certain,
  type Kept,
  type Mark,
  type Signed,
} from './kept';
import { message, type Blockhash, type Signer } from './message';
import { simulated } from './preview';
import { fateOf, isBelieved, statusOf } from './fate';
import type { Fate, Outcome } from './outcomes';

/** Blocks for which a blockhash is valid, doubled, as the node that reports the height may be behind. */
const BLOCKHASH_LASTS = 300n;

/** How a transaction is sent: progress, the store of signed ones, the fee offered, and whether to send it again (`again`). */
export interface Sending {
  /** Reports progress in words. `canStop`: the wallet is waited for, which `stop` can end. */
  tell?: (step: string, canStop?: boolean) => void;
  /** Ends the waiting for the wallet: what it signs later is not sent; what it sends itself is unknown unless it is found. */
  stop?: AbortSignal;
  /** The transaction version that the wallet can sign; by default 0. */
  version?: 0 | 'legacy';
  /** When it was wished, in milliseconds of this machine's clock, by default now: what was done elsewhere since is not done again. */
  began?: number;
  /** Called as soon as it is signed, before it is sent. */
  signed?: (signature: k.Signature) => void;
  kept?: Kept;
  again?: boolean;
  /** By default `medium`: the median of what was paid lately. */
  priority?: Priority;
  patience?: Partial<Patience>;
}

/**
 * Simulates, has all sign, sends until the outcome is known or it can no longer be done, and returns the outcome. Refusals are
 * thrown before anyone is asked to sign; later errors have the signature: {@link Refusal} if it failed, {@link Unsettled} if it
 * expired or is unknown. Nothing is signed twice, or forgotten before its outcome is known; but `again` gives up what was signed for
 * the same before: whoever asks for it has been told its signature.
 */
export async function send(
  rpc: Reader,
  payer: Signer,
  instructions: readonly k.Instruction[],
  {
    tell = () => {},
    signed: show,
    kept,
    again = false,
    priority = 'medium',
    patience,
    stop,
    version,
    began,
  }: Sending = {},
): Promise<Outcome> {
  tell('checking');
  const wish = await wishOf(rpc, instructions, { kept, again, patience, began });
  const { mark, limits, earlier } = wish;
  const [{ context, value: blockhash }, tried, offer] = await before(
    () =>
      Promise.all([
        rpc.getLatestBlockhash({ commitment: 'confirmed' }).send(timely()),
        simulated(rpc, payer, instructions),
        offerOf(rpc, payer, instructions, priority),
      ]),
    limits,
  );
  const planned = message(payer, instructions, blockhash, budgetOf(isOurKey(payer), tried, offer), version);
  if (sendsItself(payer)) {
    if (wish.again) for (const one of earlier()) kept?.drop(one.signature);
    const seen = await before(() => doneSince(rpc, payer.address, context.slot), limits);
    return sentByWallet(rpc, planned, {
      payer: payer.address,
      mark,
      since: context.slot,
      seen,
      kept,
      earlier,
      tell,
      stop,
      signed: show,
      limits,
    });
  }
  const transaction = await signedByAll(rpc, planned, instructions, { tell, stop });
  const wire = k.getBase64EncodedWireTransaction(transaction);
  const signature = k.getSignatureFromTransaction(transaction);
  // a wallet may have taken a newer blockhash: the one that it signed counts
  const taken = k.getCompiledTransactionMessageDecoder().decode(transaction.messageBytes);
  const until = await lastHeight(rpc, taken, blockhash);
  const signed: Certain = {
    signature,
    payer: payer.address,
    ...mark,
    until: until.toString(),
    since: context.slot.toString(),
  };
  return followed(rpc, signed, wire, wish, { tell, show, used: tried.unitsConsumed });
}

/** What is to be done, and how to find transactions that were signed for the same and are not settled. */
interface Wish {
  mark: Mark;
  limits: Patience;
  kept: Kept | undefined;
  again: boolean;
  /** What does the same and is open, or is over since this one began: another tab or command was faster. */
  earlier: () => Signed[];
}
/** Throws if an earlier transaction that does the same, other than `itself`, was done, or while its outcome is unknown. */
async function wishOf(
  rpc: Reader,
  all: readonly Act[],
  {
    kept,
    again: asked,
    patience,
    began = Date.now(),
  }: Pick<Wish, 'again'> & {
    kept: Kept | undefined;
    patience: Partial<Patience> | undefined;
    began?: number | undefined;
  },
  itself?: k.Signature,
): Promise<Wish> {
  const [deed, sets] = await Promise.all([deedOf(all), settingOf(all)]);
  const coop = foundedBy(all);
  const limits = { ...PATIENCE, ...patience };
  const [network, written] = await before(() => Promise.all([networkOf(rpc), kept && writtenOf(rpc, all)]), limits);
  const mark = {
    deed,
    network,
    ...(written ? { written } : {}),
    ...(coop ? { coop } : {}),
    ...(sets ? { sets } : {}),
  };
  const same = (one: Signed) =>
    (one.deed === deed || likeness(one, mark)) && one.network === network && one.signature !== itself;
  const again = asked || ((kept?.tellsFor ?? 0) > 0 && mayRepeat(all));
  // this also removes what has been over for long
  const open = kept ? openIn(kept) : [];
  if (kept && !again) await settleEarlier(rpc, kept, open.filter(same));
  const earlier = () =>
    (kept?.list() ?? []).filter(
      (one) => same(one) && (one.over === undefined || (one.over > began && one.over <= Date.now())),
    );
  return {
    mark,
    limits,
    kept,
    again,
    earlier,
  };
}

/** Stores a signed transaction, sends it until its outcome is known, and returns that. `used`: units, if it cannot be read. */
async function followed(
  rpc: Reader,
  signed: Certain,
  wire: k.Base64EncodedWireTransaction,
  { kept, again, limits, earlier }: Wish,
  { tell, show, used }: { tell: (step: string) => void; show: Sending['signed']; used?: bigint | undefined },
): Promise<Outcome> {
  const { signature } = signed;
  const anew = !kept?.list().some((one) => one.signature === signature);
  kept?.add(signed);
  const others = earlier().filter((other) => other.signature !== signature);
  if (again) for (const other of others) kept?.drop(other.signature);
  else if (others[0]) {
    // another tab or command has signed the same since this one began: at most one of them is sent
    if (anew) kept?.drop(signature);
    throw faster(kept, others[0]);
  }
  overtake(kept, signed);
  show?.(signature);
  tell('sending');
  const fate = await settled(rpc, signed, wire, tell, limits);
  const done = await confirmed(rpc, signature);
  const err = fate.fate === 'landed' ? null : done ? done.meta?.err : fate.fate === 'failed' ? fate.err : null;
  const expired = fate.fate === 'expired' && !done;
  if (err || expired) kept?.drop(signature);
  else wasDone(kept, signed);
  if (err) throw Object.assign(refusal(err, done?.meta?.logMessages ?? [], programsOf(wire)), { signature });
  if (expired) throw new Unsettled('expired', signed);
  return {
    signature,
    units: done?.meta?.computeUnitsConsumed ?? used ?? 0n,
    events: eventsIn(done?.meta?.logMessages ?? []),
    read: !!done,
  };
}

/** The program of each instruction. */
function programsOf(wire: k.Base64EncodedWireTransaction): k.Address[] {
  const { messageBytes } = k.getTransactionDecoder().decode(k.getBase64Encoder().encode(wire));
  const message = k.getCompiledTransactionMessageDecoder().decode(messageBytes);
  if (!('instructions' in message)) return [];
  return message.instructions.map(({ programAddressIndex }) => message.staticAccounts[programAddressIndex]!);
}

/** The last block height at which it can be done, by the blockhash or nonce that was signed: a wallet may have changed it. */
async function lastHeight(rpc: Reader, taken: k.CompiledTransactionMessage, own: Blockhash): Promise<bigint> {
  const [first] = 'instructions' in taken ? taken.instructions : [];
  const system = first && taken.staticAccounts[first.programAddressIndex] === '11111111111111111111111111111111';
  if (system && first.data?.length === 4 && first.data[0] === 4) return FOR_EVER; // advances a nonce: valid as long as that stands
  if ('lifetimeToken' in taken && taken.lifetimeToken === own.blockhash) return own.lastValidBlockHeight;
  return rpc
    .getBlockHeight({ commitment: 'processed' })
    .send(timely())
    .then(
      (height) => height + BLOCKHASH_LASTS,
      () => FOR_EVER,
    );
}

/** Sends the signed transaction again and again until its outcome is known. */
async function settled(
  rpc: Reader,
  signed: Signed,
  wire: k.Base64EncodedWireTransaction,
  tell: (step: string) => void,
  limits: Patience,
): Promise<NonNullable<Fate>> {
  const began = performance.now();
  let answered = began;
  let refused = '';
  for (let wait = 100; ; wait = Math.min(wait * 1.5, 2_000)) {
    // errors from the node do not count: only the chain's answer does
    if (wait === 100 || wait > 1_000)
      refused = await rpc
        .sendTransaction(wire, { encoding: 'base64', skipPreflight: true })
        .send(timely())
        .then(
          () => '',
          (failed: unknown) => ` (${sentence(failed)})`,
        );
    tell(`waiting for ${performance.now() - answered > 5_000 ? 'an answer' : 'the confirmation'}${refused}`);
    const young = performance.now() - began < limits.fresh * 1_000;
    // at first the one question is enough, except that a node that a link named does not say alone that it failed
    const asked = young
      ? statusOf(rpc, signed.signature as k.Signature).then(({ fate }) => (isBelieved(rpc, fate) ? fate : undefined))
      : fateOf(rpc, signed);
    const fate = await asked.then(
      (fate) => ((answered = performance.now()), fate),
      () => undefined,
    );
    if (fate) return fate;
    const now = performance.now();
    if (now - answered > limits.silence * 1_000 || now - began > limits.undecided * 1_000)
      throw new Unsettled('unknown', signed);
    await pause(wait);
  }
}

/** The confirmed transaction; undefined if no node has it. A node may have it a little later than its status. */
async function confirmed(rpc: Reader, signature: k.Signature) {
  for (let tries = 0; tries < 6; tries++) {
    const found = await readOne(rpc, signature).catch(() => null);
    if (found) return found;
    await pause(300 * (tries + 1));
  }
  return undefined;
}

/** Finds out what became of earlier transactions that do the same; throws while one is unknown, or if one was done. */
async function settleEarlier(rpc: Reader, kept: Kept, all: readonly Signed[]): Promise<void> {
  for (const earlier of all) {
    // what a node does not answer it does not know
    const fate: Fate = earlier.told ? { fate: 'landed' } : await fateOf(rpc, earlier).catch(() => undefined);
    if (!fate) throw faster(kept, earlier);
    const anew = wasTold(earlier, kept) || earlier.overtaken === true;
    if (fate.fate !== 'landed' || anew) kept.drop(earlier.signature);
    else if (kept.tellsFor === 0) isOver(kept, earlier, fate.signature);
    else if (!earlier.told) kept.add({ ...earlier, told: Date.now() });
    if (fate.fate !== 'landed' || anew) continue;
    kept.landed?.(earlier);
    throw new Unsettled('landed', { ...earlier, signature: fate.signature ?? earlier.signature }, true);
  }
}

/** Asks something before anything is signed; tries again for a while if the network does not answer. */
export async function before<T>(ask: () => Promise<T>, { question }: Patience): Promise<T> {
  for (const began = performance.now(); ;) {
    try {
      return await ask();
    } catch (failed) {
      if (!isNetwork(failed)) throw failed;
      const lasting = failed instanceof NodeFailure && failed.lasting;
      if (lasting || performance.now() - began > question * 1_000)
        throw Object.assign(
          failed instanceof NodeFailure ? failed : new NodeFailure('silent', 'that was asked', '', { cause: failed }),
          { message: `${sentence(failed)}; nothing was signed or sent now` },
        );
      await pause(1_000);
    }
  }
}

/** A compiled transaction, with the signatures that it has. */
export type Wire = ReturnType<ReturnType<typeof k.getTransactionDecoder>['decode']>;
/** What a compiled transaction does, without its compute budget, and who pays its fee. */
export function contentOf({ messageBytes }: Pick<Wire, 'messageBytes'>): {
  payer: k.Address;
  compiled: k.CompiledTransactionMessage;
  instructions: readonly k.Instruction[];
} {
  const compiled = k.getCompiledTransactionMessageDecoder().decode(messageBytes);
  const { instructions } = k.decompileTransactionMessage(compiled as never, { lastValidBlockHeight: 0n });
  return {
    payer: compiled.staticAccounts[0]!,
    compiled,
    instructions: instructions.filter(
      ({ programAddress }) => programAddress !== 'ComputeBudget111111111111111111111111111111',
    ),
  };
}
/** Sends what was signed elsewhere as it is, with the same store and the same outcomes as {@link send}. */
export async function sendSigned(
  rpc: Reader,
  transaction: Wire,
  { tell = () => {}, signed: show, kept, again = false, patience }: Sending = {},
): Promise<Outcome> {
  tell('checking');
  k.assertIsFullySignedTransaction(transaction);
  const { payer, compiled, instructions } = contentOf(transaction);
  const wire = k.getBase64EncodedWireTransaction(transaction);
  const signature = k.getSignatureFromTransaction(transaction);
  const wish = await wishOf(rpc, instructions, { kept, again, patience }, signature);
  const { mark, limits } = wish;
  const { known } = await before(() => statusOf(rpc, signature, true), limits);
  const [{ context }, { value: tried }] = await before(
    () =>
      Promise.all([
        rpc.getLatestBlockhash({ commitment: 'confirmed' }).send(timely()),
        rpc.simulateTransaction(wire, { encoding: 'base64', sigVerify: true, commitment: 'confirmed' }).send(timely()),
      ]),
    limits,
  );
  const old = tried.err === 'BlockhashNotFound' || tried.err === 'AlreadyProcessed';
  if (!known && tried.err && !old) throw refusal(tried.err, tried.logs ?? []);
  // the signer may have taken a newer blockhash than this node has
  const until = await lastHeight(rpc, compiled, { blockhash: '' as k.Blockhash, lastValidBlockHeight: 0n });
  // it may have been sent elsewhere long ago: no node's history surely reaches back that far, so it never counts as expired
  const record = (kept?.list() ?? []).find((one) => one.signature === signature);
  const signed: Certain = (record as Certain | undefined) ?? {
    signature,
    payer,
    ...mark,
    until: until.toString(),
    since: old ? '0' : context.slot.toString(),
  };
  return followed(rpc, signed, wire, wish, { tell, show });
}
