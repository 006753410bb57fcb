/** The signatures of an account's transactions, as far back as a node's history reaches. */
import type { Address, Signature } from '@solana/kit';
import type { Reader } from './reads/accounts';

/** The most signatures that a node returns at once. */
const AT_ONCE = 1_000;
type Page = Awaited<ReturnType<ReturnType<Reader['getSignaturesForAddress']>['send']>>;

/** The node's answers one by one, the latest first; failed transactions too. */
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
    // a short page may be due to the node's own limit: only the next answer shows whether there is more
    if (last === undefined || last === before) return;
    yield page;
    before = last;
  }
}

/** The signatures of all successful transactions, the oldest first: what anyone adds later does not displace earlier ones. */
export async function signaturesOf(rpc: Reader, account: Address): Promise<Signature[]> {
  const all: Signature[] = [];
  for await (const page of signaturePages(rpc, account))
    all.push(...page.filter(({ err }) => err === null).map(({ signature }) => signature));
  return all.reverse();
}
