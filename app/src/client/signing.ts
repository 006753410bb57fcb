/** The one place that asks for signatures. What comes back is sent only if it does what was planned, signed by whom it was planned for. */
import * as k from '@solana/kit';
import { textOf, type Act } from './deed';
import { isNetwork } from './failures';
import type { Reader } from './reads/accounts';
import { refusal } from './refusals';
import { pause, timely } from './transport';
import { NotSigned, notSigned } from './walletWords';

export type Planned = k.TransactionMessage & k.TransactionMessageWithFeePayer & k.TransactionMessageWithLifetime;
type SignedByAll = Awaited<ReturnType<typeof k.signTransactionMessageWithSigners>>;
/** `canStop`: that what is waited for can be given up by `stop`. */
export interface Asking {
  tell: (step: string, canStop?: boolean) => void;
  /** Waits no longer for the wallet. What it signs after that is not sent. */
  stop?: AbortSignal | undefined;
}

/** After so many seconds without an answer one is told to look into the wallet. */
const SLOW = 15;

/** What a promise gives, or `undefined` as soon as nobody waits for it any more; meanwhile it is told what is waited for. */
export async function waited<T>(asked: Promise<T>, { tell, stop }: Asking): Promise<T | undefined> {
  tell('waiting for the signature', true);
  const slow = setTimeout(() => tell('the wallet has not answered yet: look into it', true), SLOW * 1_000);
  let stopped = () => {};
  const given = new Promise<undefined>((done) => {
    stopped = () => done(undefined);
    if (stop?.aborted) stopped();
    stop?.addEventListener('abort', stopped);
  });
  asked.catch(() => undefined); // a late refusal bothers nobody
  return Promise.race([asked, given]).finally(() => {
    clearTimeout(slow);
    stop?.removeEventListener('abort', stopped);
  });
}

/**
 * Has all who must sign do so. A wallet may add instructions, set another price, take a newer blockhash or a durable nonce, and have others sign with it: what it gives
 * back is looked through again. {@link NotSigned} if nobody signed, if it is not what was planned, or if somebody else signed; nothing is sent then.
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

/** What is planned is in it, each as often as planned and in that order; what else is in it the wallet has added. */
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

/** Each signature is of whom it should be of. A browser that cannot verify leaves that to the network. */
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

/** What the wallet has changed is simulated as what was planned was. A node that does not answer hinders nothing: what was planned was looked through before. */
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
    // a node may be behind the one that the wallet asked
    if (tries === 4)
      throw new NotSigned(
        'the wallet signed for another network: this one does not know the blockhash that it took. Nothing was sent. Set the wallet to the network of this page',
        'wallet',
      );
    await pause(1_500);
  }
}
