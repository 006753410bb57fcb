/** From instructions to a transaction of which one knows what became: looked through by a simulation before anyone signs. */
import * as k from '@solana/kit';
import { budgetOf, isOurKey, offerOf, type Priority } from './budget';
import { deedOf, foundedBy, mayRepeat, type Act } from './deed';
import { eventsIn } from './events';
import { isNetwork, NodeFailure, sentence, Unsettled } from './failures';
import type { Reader } from './reads/accounts';
import { refusal } from './refusals';
import { signedByAll } from './signing';
import { networkOf, PATIENCE, pause, timely, type Patience } from './transport';
import { doneSince, FOR_EVER, sendsItself, sentByWallet } from './walletSends';
import type { Certain, Kept, Mark, Signed } from './kept';
import { message, type Blockhash, type Signer } from './message';
import { simulated } from './preview';
import { fateOf, statusOf } from './fate';
import type { Fate, Outcome } from './outcomes';

/** Blocks for which a blockhash is good; twice as many, as the node that says how high the chain is may be behind. */
const BLOCKHASH_LASTS = 300n;

/** How a thing is sent: what is told on the way, where it is kept, what is offered for it, and whether it is sent though the same was signed before. */
export interface Sending {
  /** What is being done, in words. `canStop`: that the wallet is waited for, which `stop` can end. */
  tell?: (step: string, canStop?: boolean) => void;
  /** Waits no longer for the wallet: what it signs later is not sent; what it sends itself is unknown, if it is not found. */
  stop?: AbortSignal;
  /** Of the transaction, as the wallet can sign it: 0 if not said. */
  version?: 0 | 'legacy';
  /** As soon as it is signed, before it is sent. */
  signed?: (signature: k.Signature) => void;
  kept?: Kept;
  again?: boolean;
  /** Left out: the median of what was paid lately. */
  priority?: Priority;
  patience?: Partial<Patience>;
}

/**
 * Simulates, has the payer and all other signers sign, sends until the network has it or it can be done no more, and says what became of it. Refusals
 * are thrown before anyone is asked to sign; then nothing was sent. Whatever is thrown after that has the signature: a {@link Refusal} of what failed, or
 * {@link Unsettled} of what has expired or is unknown. Nothing is signed twice, and nothing that was signed is forgotten before it is known what became of it.
 */
export async function send(
  rpc: Reader,
  payer: Signer,
  instructions: readonly k.Instruction[],
  { tell = () => {}, signed: show, kept, again = false, priority = 'medium', patience, stop, version }: Sending = {},
): Promise<Outcome> {
  tell('checking');
  const wish = await wishOf(rpc, instructions, { kept, again, patience });
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
  // a wallet may have taken a newer blockhash: what counts is the one that it signed
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

/** What is wished for, and what was signed for the same before and is not settled. */
interface Wish {
  mark: Mark;
  limits: Patience;
  kept: Kept | undefined;
  again: boolean;
  earlier: () => Signed[];
}
/** Throws while it is unknown what became of the same that was signed before, or if that was done; not of `itself`. */
async function wishOf(
  rpc: Reader,
  all: readonly Act[],
  {
    kept,
    again: asked,
    patience,
  }: Pick<Wish, 'again'> & { kept: Kept | undefined; patience: Partial<Patience> | undefined },
  itself?: k.Signature,
): Promise<Wish> {
  const deed = await deedOf(all);
  const coop = foundedBy(all);
  const limits = { ...PATIENCE, ...patience };
  const network = await before(() => networkOf(rpc), limits);
  const earlier = () =>
    (kept?.list() ?? []).filter((one) => one.deed === deed && one.network === network && one.signature !== itself);
  const again = asked || ((kept?.tellsFor ?? 0) > 0 && mayRepeat(all));
  if (kept && !again) await settleEarlier(rpc, kept, earlier());
  return { mark: { deed, network, ...(coop ? { coop } : {}) }, limits, kept, again, earlier };
}

/** Keeps what was signed, sends it until one knows what became of it, and says that. `used`: units, where the confirmed transaction cannot be read. */
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
    // another tab or command has just signed the same: not both are sent, and perhaps neither
    if (anew) kept?.drop(signature);
    throw new Unsettled('unknown', others[0], true);
  }
  show?.(signature);
  tell('sending');
  const fate = await settled(rpc, signed, wire, tell, limits);
  const done = await confirmed(rpc, signature);
  kept?.drop(signature);
  const err = done ? done.meta?.err : fate.fate === 'failed' ? fate.err : null;
  if (err) throw Object.assign(refusal(err, done?.meta?.logMessages ?? []), { signature });
  if (fate.fate === 'expired' && !done) throw new Unsettled('expired', signed);
  return {
    signature,
    units: done?.meta?.computeUnitsConsumed ?? used ?? 0n,
    events: eventsIn(done?.meta?.logMessages ?? []),
    read: !!done,
  };
}

/** Until which block height what was signed can be done. A wallet may have taken a newer blockhash, or a durable nonce: what counts is what it signed. */
async function lastHeight(rpc: Reader, taken: k.CompiledTransactionMessage, own: Blockhash): Promise<bigint> {
  const [first] = 'instructions' in taken ? taken.instructions : [];
  const system = first && taken.staticAccounts[first.programAddressIndex] === '11111111111111111111111111111111';
  if (system && first.data?.length === 4 && first.data[0] === 4) return FOR_EVER; // advances a nonce: what is signed with it can be done as long as it stands
  if ('lifetimeToken' in taken && taken.lifetimeToken === own.blockhash) return own.lastValidBlockHeight;
  return rpc
    .getBlockHeight({ commitment: 'processed' })
    .send(timely())
    .then(
      (height) => height + BLOCKHASH_LASTS,
      () => FOR_EVER,
    );
}

/** Sends it, as it was signed, again and again until one knows what became of it. */
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
    // whatever a node answers to it: only what the chain says counts
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
    const asked = young ? statusOf(rpc, signed.signature as k.Signature).then(({ fate }) => fate) : fateOf(rpc, signed);
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

/** The confirmed transaction, as a node gives it; a node may know of it a little later than of its status. Nothing if none does. */
async function confirmed(rpc: Reader, signature: k.Signature) {
  for (let tries = 0; tries < 6; tries++) {
    const found = await rpc
      .getTransaction(signature, { commitment: 'confirmed', encoding: 'json', maxSupportedTransactionVersion: 0 })
      .send(timely())
      .catch(() => null);
    if (found) return found;
    await pause(300 * (tries + 1));
  }
  return undefined;
}

/** Finds out what became of the same that was signed before: it is not done again unasked while that is unknown, or if it was done after all. */
async function settleEarlier(rpc: Reader, kept: Kept, all: readonly Signed[]): Promise<void> {
  for (const earlier of all) {
    const { told } = earlier;
    // what a node does not answer it does not know
    const fate: Fate = told ? { fate: 'landed' } : await fateOf(rpc, earlier).catch(() => undefined);
    if (!fate) throw new Unsettled('unknown', earlier, true);
    const anew = told !== undefined && Date.now() - told > kept.tellsFor * 1_000;
    if (fate.fate !== 'landed' || anew || kept.tellsFor === 0) kept.drop(earlier.signature);
    else if (!told) kept.add({ ...earlier, told: Date.now() });
    if (fate.fate !== 'landed' || anew) continue;
    kept.landed?.(earlier);
    throw new Unsettled('landed', { ...earlier, signature: fate.signature ?? earlier.signature }, true);
  }
}

/** What is asked before anything is signed: tried again for a while if the network does not answer. */
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

/** A transaction that is compiled, with signatures where there are some. */
export type Wire = ReturnType<ReturnType<typeof k.getTransactionDecoder>['decode']>;
/** What a compiled transaction does, but for what it asks of the network, and who pays its fee. */
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
/** Sends what was signed elsewhere, as it is, and says what became of it: with the same record and the same outcomes as {@link send}. */
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
  // whoever signed it may have taken a newer blockhash than this node knows
  const until = await lastHeight(rpc, compiled, { blockhash: '' as k.Blockhash, lastValidBlockHeight: 0n });
  // it may have been sent long ago, elsewhere: then no node's history is known to reach back far enough, and it is never called expired
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
