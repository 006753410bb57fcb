/** What it takes to pay a service whose owner has no token account: who pays makes it. */
import type { Address } from '@solana/kit';
import { costOf, reads, units } from '../../client';
import { TOKEN_ACCOUNT } from '../../client/needs';
import { rpc } from '../chain';
import { useRead } from '../state';

/** Says so where the account is missing, once somebody is about to pay. */
export function Makes({ payout }: { payout: Address }) {
  const read = async () => {
    const [there] = await reads.accountsAt(rpc, [payout]);
    return there ? undefined : (await costOf(rpc, [TOKEN_ACCOUNT])).deposits;
  };
  const { data } = useRead(read, payout, '', 60);
  return data === undefined ? null : (
    <>
      {' '}
      The owner of the service has no account for this token: your payment makes one, for a deposit of{' '}
      {units.formatAmount(data, 9)} SOL from your wallet, which belongs to the owner.
    </>
  );
}
