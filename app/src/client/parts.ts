/** Work too large for one transaction: groups of instructions, packed into as few as they fit in, each with its own outcome. */
import type { Address, Instruction, TransactionSigner } from '@solana/kit';
import { isClosable } from './endings';
import { Refusal, Unsettled } from './failures';
import { claimEverything } from './flows/patronage';
import * as reads from './reads';
import { fits } from './message';
import { send, type Sending } from './send';
import { type Outcome } from './outcomes';
import type { Token } from './tokens';
import { text } from './units';
import type { Context } from './verbs';
import { getReclaimMemberInstruction, type Member } from '../generated';

/** Instructions that are done together or not at all, and a name for what they do. */
export interface Group {
  what: string;
  instructions: readonly Instruction[];
}

/** Packs groups into as few transactions as they fit in, in their order; a group is never split. */
export function packed<G extends Group>(payer: TransactionSigner, groups: readonly G[]): G[][] {
  const parts: G[][] = [];
  for (const group of groups.filter(({ instructions }) => instructions.length > 0)) {
    const last = parts.at(-1);
    if (
      last &&
      fits(
        payer,
        [...last, group].flatMap(({ instructions }) => instructions),
      )
    )
      last.push(group);
    else parts.push([group]);
  }
  return parts;
}

/**
 * What is tried instead of a transaction that was refused before anyone signed: the group that is refused apart from the others, or each alone where
 * nobody says which that is. Nothing where it was one group, or where it was sent.
 */
export function triedApart<G extends Group>(part: readonly G[], failed: unknown): G[][] {
  if (!(failed instanceof Refusal) || failed.signature || part.length < 2) return [];
  const { instruction } = failed;
  let before = 0;
  const refused = part.find(({ instructions }) => (before += instructions.length) > (instruction ?? Infinity));
  return refused ? [part.filter((group) => group !== refused), [refused]] : part.map((group) => [group]);
}

/** What became of one transaction; nothing if it was not tried, as it was not known what became of the one before. */
export type Part =
  { what: string[]; done: Outcome } | { what: string[]; failed: unknown } | { what: string[]; skipped: true };

/**
 * Sends groups that do not depend on each other, one transaction after another. One that is refused, fails or expires does not stop
 * those that follow, and a group that was refused together with others is tried again separately. If an outcome is unknown,
 * the network is in trouble, and no more transactions are signed.
 */
export async function sendGroups(
  rpc: reads.Reader,
  payer: TransactionSigner,
  groups: readonly Group[],
  sending: (what: string[], at: number, of: number) => Sending = () => ({}),
): Promise<Part[]> {
  const parts = packed(payer, groups);
  const became: Part[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const what = part.map((group) => group.what);
    const before = became.at(-1);
    if (
      before &&
      ('skipped' in before ||
        ('failed' in before && before.failed instanceof Unsettled && before.failed.outcome === 'unknown'))
    )
      became.push({ what, skipped: true });
    else {
      const one = await send(
        rpc,
        payer,
        part.flatMap(({ instructions }) => instructions),
        sending(what, i, parts.length),
      ).then(
        (done) => ({ what, done }),
        (failed: unknown) => ({ what, failed }),
      );
      const instead = 'failed' in one ? triedApart(part, one.failed) : [];
      if (instead.length > 0) parts.splice(i--, 1, ...instead);
      else became.push(one);
    }
  }
  return became;
}

/** What is due in one co-op. */
export interface Due extends Group {
  coop: Address;
  mint: Address;
  token: Token;
  instructions: Instruction[];
}

/** All that is due to one wallet, by co-op: settlements, refunds, cash, capital, and the deposit of an ended membership. */
export async function dueEverywhere(
  rpc: reads.Reader,
  by: TransactionSigner,
  payer?: TransactionSigner,
): Promise<Due[]> {
  const memberships = await reads.memberships(rpc, by.address);
  return Promise.all(
    memberships.map(async (member) =>
      dueIn({ site: await reads.site(rpc, member.coop, by.address), by, rpc, payer }, member),
    ),
  );
}
/** What is due to a member in one co-op. */
export async function dueIn(c: Context, member: reads.At<Member>): Promise<Due> {
  const claims = await claimEverything(c);
  const over = claims.length === 0 && isClosable(c.site.coop, member, c.site.now);
  const closes = over
    ? [getReclaimMemberInstruction({ coop: member.coop, member: member.address, rentPayer: member.rentPayer })]
    : [];
  return {
    coop: member.coop,
    mint: c.site.mint,
    token: c.site.token,
    what: text(c.site.coop.name) || member.coop,
    instructions: [...claims, ...closes],
  };
}
