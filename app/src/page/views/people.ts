/** Who is who: names with their numbers, where only an address is at hand. */
import { useEffect, useState } from 'react';
import type { Address } from '@solana/kit';
import { addresses, reads, units, type At, type Site } from '../../client';
import type { Member } from '../../generated';
import { rpc } from '../chain';
import { useLabels } from '../labels';

export interface People {
  who: (address: string) => string;
  at: (address: string) => At<Member> | undefined;
}

/** Names the members behind some wallets and some accounts of members, which are asked for once these are known; what is not known is its address, cut. */
export function usePeople(site: Site, accounts: readonly Address[], wallets: readonly Address[] = []): People {
  const [people, set] = useState<ReadonlyMap<string, At<Member>>>(new Map());
  const labels = useLabels();
  const key = [...new Set([...accounts, ...wallets])].sort().join();
  useEffect(() => {
    let wanted = true;
    const ask = async () => {
      const asked = new Set(
        [...accounts, ...(await Promise.all(wallets.map((wallet) => addresses.memberOf(site.address, wallet))))].filter(
          (one) => one !== addresses.NONE,
        ),
      );
      const found = (await reads.membersAt(rpc, [...asked])).filter((m) => m !== undefined);
      if (wanted) set(reads.byAddress(found));
    };
    if (key !== '') ask().catch(() => {}); // the next read asks again
    return () => {
      wanted = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` is the accounts and wallets that are asked for
  }, [key, site.coop.seq]);
  const at = (address: string) => people.get(address);
  return {
    at,
    who: (address) => {
      const member = at(address);
      const label = labels[address] ?? (member && labels[member.wallet]);
      return `${member ? units.person(member) : units.short(address)}${label ? ` [${label}]` : ''}`; // one's own beside the chain's, never instead
    },
  };
}
