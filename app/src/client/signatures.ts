/** Signatures of what was done with an account, as far back as a node's history reaches. */
import type { Address, Signature } from '@solana/kit';
import type { Reader } from './reads/accounts';

/** Signatures that a node gives at once. */
const AT_ONCE = 1_000;
type Page = Awaited<ReturnType<ReturnType<Reader['getSignaturesForAddress']>['send']>>;

/** One answer of the node after another, the latest first, those of what failed too. */
export async function* signaturePages(rpc: Reader, account: Address, atOnce = AT_ONCE): AsyncGenerator<Page> {
  for (let before: Signature | undefined; ;) {
    const page = await rpc
      .getSignaturesForAddress(account, {
        limit: Math.min(AT_ONCE, atOnce),
        commitment: 'confirmed',
        ...(before ? { before } : {}),
      })
      .send();
    const last = page.at(-1)?.signature;
    // fewer than asked for may be a node's own limit: the next answer says whether there is more
    if (last === undefined || last === before) return;
    yield page;
    before = last;
  }
}

/** Of all that was done and did not fail, the oldest first. Whoever adds to it, and anyone can, takes nothing of it away. */
export async function signaturesOf(rpc: Reader, account: Address): Promise<Signature[]> {
  const all: Signature[] = [];
  for await (const page of signaturePages(rpc, account))
    all.push(...page.filter(({ err }) => err === null).map(({ signature }) => signature));
  return all.reverse();
}
