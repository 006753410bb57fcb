/** Names with numbers, for places that have only an address. */
import { useEffect, useState } from 'react';
import type { Address } from '@solana/kit';
import { addresses, reads, units, type At, type Site } from '../../client';
import type { Member } from '../../generated';
import { rpc } from '../chain';
import { useLabels } from '../labels';

export interface People {
  who: (address: string) => string;
  at: (address: string) => At<Member> | undefined;
  /** Whether this account was looked for: if nothing is `at` it, it is closed. */
  isRead: (account: string) => boolean;
}

/** Names members by wallet or account, which it reads once these are known; others are shown as a shortened address. */
export function usePeople(site: Site, accounts: readonly Address[], wallets: readonly Address[] = []): People {
  const [{ people, read }, set] = useState<{ people: ReadonlyMap<string, At<Member>>; read: ReadonlySet<string> }>({
    people: new Map(),
    read: new Set(),
  });
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
      if (wanted) set({ people: reads.byAddress(found), read: asked });
    };
    if (key !== '') ask().catch(() => {}); // the next read tries again
    return () => {
      wanted = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for the accounts and wallets that are read
  }, [key, site.coop.seq]);
  const at = (address: string) => people.get(address);
  return {
    at,
    isRead: (account) => read.has(account),
    who: (address) => {
      const member = at(address);
      const label = labels[address] ?? (member && labels[member.wallet]);
      return `${member ? units.person(member) : units.short(address)}${label ? ` [${label}]` : ''}`; // the label is shown beside the name, never instead
    },
  };
}
