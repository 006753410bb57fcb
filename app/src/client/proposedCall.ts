/** The call stored in a proposal, as voters see it on the page and in the terminal: in words, with named accounts and its data. */
import type { Address } from '@solana/kit';
import { inWords, KINDS, naming } from './actions';
import { agentOf } from './addresses';
import { ownCallInWords, read } from './calls';
import { sentence } from './failures';
import { namesIn } from './history';
import { callInWords, programInWords } from './programs';
import type { Reader } from './reads/accounts';
import { site } from './reads/coops';
import { mandates, proposals, type Proposed } from './reads/proposals';
import { hex, short, spaced, text } from './units';

export interface ProposedCall {
  /** For an act in another co-op: its address and its name. */
  there?: { address: Address; name: string };
  /** What it does; `lacks`: why that could not be found out. */
  does?: string | undefined;
  lacks?: string;
  /** For a call of another program: which, and whether its code may change before the execution. */
  program?: string;
  pinned?: string;
  /** `as`: the account's role in the call, if that is known; `may`: what the call may do with it. */
  accounts: { address: Address; as: string; may: string }[];
  data: string;
}

/** The call of a proposal to invoke a program or to act in another co-op; amounts there are in that co-op's token. */
export async function proposedCall(rpc: Reader, coop: Address, p: Proposed): Promise<ProposedCall> {
  const ours = KINDS[p.kind] === 'Represent';
  const agent = await agentOf(coop);
  const roles = ours ? (read(p.call.data)?.accounts ?? []) : [];
  const shown = {
    accounts: p.call.accounts.map(({ address, isWritable, isSigner }, i) => ({
      address,
      as: [roles[i] && spaced(roles[i]), address === agent && "the co-op's agent"].filter(Boolean).join(', '),
      may: `${isWritable ? 'change' : 'read'}${isSigner || address === agent ? ', signs' : ''}`,
    })),
    data: hex(p.call.data).replace(/..(?=.)/g, '$& '),
  };
  if (!ours) {
    const does = callInWords(p.target, p.call);
    return {
      ...shown,
      does,
      program: programInWords(p.target),
      pinned:
        p.flag === 1
          ? 'If its code has changed by then, it is not carried out.'
          : p.flag === 2
            ? 'Nobody can change that program.'
            : does
              ? ''
              : 'That program may change before it is carried out.',
    };
  }
  try {
    const other = await site(rpc, p.target);
    const [names, all, given] = await Promise.all([
      namesIn(rpc, other),
      proposals(rpc, p.target),
      mandates(rpc, p.target),
    ]);
    // cut it could be another one with the same ends
    const who = (address: string) => {
      const called = names.who(address as Address);
      return called === short(address) ? address : called;
    };
    const what = (address: Address) => {
      const about = all.find((one) => one.address === address);
      return names.what(address) + (about ? `, “${inWords(about, other.token, naming(who, given, other.token))}”` : '');
    };
    return {
      ...shown,
      there: { address: p.target, name: text(other.coop.name) },
      does: ownCallInWords(p.call, { ...names, who, what }),
    };
  } catch (failed) {
    return { ...shown, there: { address: p.target, name: '' }, lacks: sentence(failed) };
  }
}
