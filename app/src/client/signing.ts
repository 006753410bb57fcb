/** The one place that requests signatures. A result is sent only if it does what was planned and the planned signers signed it. */
import * as k from '@solana/kit';
import { textOf, type Act } from './deed';
import { isNetwork } from './failures';
import type { Reader } from './reads/accounts';
import { refusal } from './refusals';
import { pause, timely } from './transport';
import { NotSigned, notSigned } from './walletWords';

export type Planned = k.TransactionMessage & k.TransactionMessageWithFeePayer & k.TransactionMessageWithLifetime;
type SignedByAll = Awaited<ReturnType<typeof k.signTransactionMessageWithSigners>>;
/** `canStop`: whether `stop` can end the waiting. */
export interface Asking {
  tell: (step: string, canStop?: boolean) => void;
  /** Ends the waiting for the wallet. What it signs later is not sent. */
  stop?: AbortSignal | undefined;
}

/** After so many seconds without an answer, the user is asked to look into the wallet. */
const SLOW = 15;

/** The value of a promise, or undefined as soon as `stop` ends the waiting; until then `tell` reports what is waited for. */
export async function waited<T>(asked: Promise<T>, { tell, stop }: Asking): Promise<T | undefined> {
  tell('waiting for the signature', true);
  const slow = setTimeout(() => tell('the wallet has not answered yet: look into it', true), SLOW * 1_000);
  let stopped = () => {};
  const given = new Promise<undefined>((done) => {
    stopped = () => done(undefined);
    if (stop?.aborted) stopped();
    stop?.addEventListener('abort', stopped);
  });
  asked.catch(() => undefined); // nobody needs a late refusal
  return Promise.race([asked, given]).finally(() => {
    clearTimeout(slow);
    stop?.removeEventListener('abort', stopped);
  });
}

/**
 * Requests all signatures. A wallet may add instructions, a price, a newer blockhash, a durable nonce or signers, so its result
 * is checked. Throws {@link NotSigned}, with nothing sent, if nobody signed, the plan was changed or somebody else signed.
 */
export async function signedByAll(
  rpc: Reader,
  planned: Planned,
  instructions: readonly Act[],
  asking: Asking,
): Promise<SignedByAll> {
  const asked: Promise<SignedByAll> = k.signTransactionMessageWithSigners(
    planned,
    asking.stop ? { abortSignal: asking.stop } : {},
  );
  const signed = await waited(asked, asking).catch((failed: unknown) => {
    const { context } = (failed ?? {}) as { context?: { addresses?: string[] } };
    if (k.isSolanaError(failed, k.SOLANA_ERROR__TRANSACTION__SIGNATURES_MISSING))
      throw new NotSigned(
        `the wallet returned the transaction without the signature of ${context?.addresses?.join(', ') ?? 'all who must sign'}; nothing was sent`,
        'wallet',
        failed,
      );
    throw notSigned(failed);
  });
  if (!signed)
    throw new NotSigned(
      'the wallet has not answered, and you stopped waiting; nothing was sent, and a later signature will not be sent either',
      'person',
    );
  const same = sameBytes(signed.messageBytes, k.compileTransaction(planned).messageBytes);
  if (!same) await onlyAdds(rpc, signed, instructions);
  await signedByThem(signed);
  if (!same) await stillWorks(rpc, signed);
  return signed;
}

const sameBytes = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length && Array.from(a).every((byte, i) => byte === b[i]);

/** Throws unless everything planned is in it, as often and in the same order; anything else was added by the wallet. */
async function onlyAdds(rpc: Reader, { messageBytes }: k.Transaction, instructions: readonly Act[]): Promise<void> {
  const compiled = k.getCompiledTransactionMessageDecoder().decode(messageBytes);
  const message = await k
    .decompileTransactionMessageFetchingLookupTables(compiled as never, rpc)
    .catch((failed: unknown) => {
      throw new NotSigned(
        'the wallet changed the transaction in a way that cannot be read; nothing was sent',
        'wallet',
        failed,
      );
    });
  const plan = instructions.map(textOf);
  const found = (message.instructions as readonly Act[]).map(textOf).filter((one) => plan.includes(one));
  if (found.length !== plan.length || found.some((one, i) => one !== plan[i])) {
    throw new NotSigned(
      'the wallet returned another transaction than the one it was asked to sign; nothing was sent. Perhaps it has switched to another account, or an extension changes its transactions',
      'wallet',
    );
  }
}

/** Throws unless each signature is its signer's own. A browser that cannot verify leaves that to the network. */
async function signedByThem({ messageBytes, signatures }: k.Transaction): Promise<void> {
  for (const [signer, signature] of Object.entries(signatures)) {
    const valid =
      signature &&
      (await k.getPublicKeyFromAddress(signer as k.Address).then(
        (key) => k.verifySignature(key, signature, messageBytes),
        () => true,
      ));
    if (!valid)
      throw new NotSigned(
        `the wallet signed with another account than ${signer}, for which this was prepared; nothing was sent. Choose that account in the wallet, or start again with the other one`,
        'wallet',
      );
  }
}

/** Simulates what the wallet changed. If the node does not answer, it is sent all the same: the plan was simulated before. */
async function stillWorks(rpc: Reader, signed: k.Transaction): Promise<void> {
  const wire = k.getBase64EncodedWireTransaction(signed);
  for (let tries = 1; ; tries++) {
    const value = await rpc
      .simulateTransaction(wire, { encoding: 'base64', sigVerify: false, commitment: 'processed' })
      .send(timely())
      .then(
        ({ value }) => value,
        (failed: unknown) => {
          if (isNetwork(failed)) return undefined;
          throw new NotSigned(
            `the network refuses the transaction as the wallet changed it: ${failed instanceof Error ? failed.message : String(failed)}; nothing was sent`,
            'wallet',
            failed,
          );
        },
      );
    if (!value?.err) return;
    if (value.err !== 'BlockhashNotFound') {
      const { message } = refusal(value.err, value.logs ?? []);
      throw new NotSigned(
        `with the wallet's changes the transaction would fail: ${message}; nothing was sent`,
        'wallet',
        value.err,
      );
    }
    // this node may be behind the one that the wallet asked
    if (tries === 4)
      throw new NotSigned(
        'the wallet signed for another network: this one does not know the blockhash that it took. Nothing was sent. Set the wallet to the network of this page',
        'wallet',
      );
    await pause(1_500);
  }
}
