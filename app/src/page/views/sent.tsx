/** What strangers sent without the page, and buttons to sweep it to where it belongs. */
import { rules, strays, units } from '../../client';
import { rpc } from '../chain';
import { Do, Money } from '../parts';
import { flow, useAct, useRead, type Seen } from '../state';

export function Sent({ site, again }: { site: Seen; again: () => void }) {
  const act = useAct({ site, again });
  const { data } = useRead(() => strays(rpc, site.address), site.address, String(site.coop.seq), 60);
  const atVault = site.vaultBalance > rules.cash(site.coop) ? site.vaultBalance - rules.cash(site.coop) : 0n;
  const lamports = (data?.lamports ?? []).reduce((sum, { amount }) => sum + amount, 0n);
  const tokens = data?.tokens ?? [];
  if (atVault === 0n && lamports === 0n && tokens.length === 0) return null;
  return (
    <div className="effects">
      <b>Sent without the page</b>
      <ul>
        {atVault > 0n && (
          <li>
            <Money of={atVault} site={site} /> to the vault: becomes reserve
          </li>
        )}
        {tokens.map(({ address, of, amount }) => (
          <li key={address}>
            <Money of={amount} site={site} /> to{' '}
            {of === 'co-op' ? "the co-op's own address" : 'the address of its vault as if it were a wallet'}: becomes
            reserve
          </li>
        ))}
        {lamports > 0n && <li>{units.formatAmount(lamports, 9)} SOL: goes to the payer of the rent there</li>}
      </ul>
      <div className="does">
        <Do act={() => void act('Bringing it where it belongs', flow('sweep'))}>Bring it where it belongs</Do>
        <small>
          Anyone may. It counts as nobody's payment: pay through the page instead.
          {site.vaultFrozen && " The token's issuer has frozen the vault: tokens wait until it is thawed."}
        </small>
      </div>
    </div>
  );
}
