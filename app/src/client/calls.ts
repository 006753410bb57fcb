/** Calls of this program in words: what a co-op does as a member of another one. Apart, for it brings many instructions along. */
import type { Decoder, ReadonlyUint8Array } from '@solana/kit';
import * as i from '../generated/instructions';
import { Choice } from '../generated/types/choice';
import type { Call } from './reads';
import { formatAmount, formatBps, short } from './units';

/** What a member's wallet signs and a co-op's agent may: the table `ACTS` of `actions/represent.rs`, which `test/client.test.ts` compares. */
export const KNOWN: readonly (readonly [says: string, discriminator: ReadonlyUint8Array, decoder: () => Decoder<object>])[] = [
  ['apply', i.APPLY_DISCRIMINATOR, i.getApplyInstructionDataDecoder],
  ['apply again', i.REAPPLY_DISCRIMINATOR, i.getReapplyInstructionDataDecoder],
  ['withdraw the application', i.WITHDRAW_APPLICATION_DISCRIMINATOR, i.getWithdrawApplicationInstructionDataDecoder],
  ['vouch for a candidate', i.VOUCH_FOR_DISCRIMINATOR, i.getVouchForInstructionDataDecoder],
  ['withdraw a vouch', i.WITHDRAW_VOUCH_DISCRIMINATOR, i.getWithdrawVouchInstructionDataDecoder],
  ['take its vote', i.ENROL_DISCRIMINATOR, i.getEnrolInstructionDataDecoder],
  ['take a name', i.SET_NAME_DISCRIMINATOR, i.getSetNameInstructionDataDecoder],
  ['propose', i.PROPOSE_DISCRIMINATOR, i.getProposeInstructionDataDecoder],
  ['say why it proposed', i.EXPLAIN_DISCRIMINATOR, i.getExplainInstructionDataDecoder],
  ['vote', i.CAST_VOTE_DISCRIMINATOR, i.getCastVoteInstructionDataDecoder],
  ['cancel a proposal', i.CANCEL_PROPOSAL_DISCRIMINATOR, i.getCancelProposalInstructionDataDecoder],
  ['object as one of the panel', i.OBJECT_DISCRIMINATOR, i.getObjectInstructionDataDecoder],
  ['object to being moved to another wallet', i.VETO_REHOME_DISCRIMINATOR, i.getVetoRehomeInstructionDataDecoder],
  ['take what it is owed', i.CLAIM_DIVIDENDS_DISCRIMINATOR, i.getClaimDividendsInstructionDataDecoder],
  ['close the account of a membership that is over', i.RECLAIM_MEMBER_DISCRIMINATOR, i.getReclaimMemberInstructionDataDecoder],
  ['close a vouch that counts no more', i.RECLAIM_VOUCH_DISCRIMINATOR, i.getReclaimVouchInstructionDataDecoder],
  ['close a pledge that is over', i.RECLAIM_PLEDGE_DISCRIMINATOR, i.getReclaimPledgeInstructionDataDecoder],
  ['close a proposal that is over', i.RECLAIM_PROPOSAL_DISCRIMINATOR, i.getReclaimProposalInstructionDataDecoder],
  ['close a page of ballots', i.RECLAIM_BALLOTS_DISCRIMINATOR, i.getReclaimBallotsInstructionDataDecoder],
  ['pledge', i.MAKE_PLEDGE_DISCRIMINATOR, i.getMakePledgeInstructionDataDecoder],
  ['take a pledge back', i.WITHDRAW_PLEDGE_DISCRIMINATOR, i.getWithdrawPledgeInstructionDataDecoder],
  ['buy shares', i.SUBSCRIBE_DISCRIMINATOR, i.getSubscribeInstructionDataDecoder],
  ['pay a service', i.PAY_SERVICE_DISCRIMINATOR, i.getPayServiceInstructionDataDecoder],
  ['pay the co-op', i.PAY_COOP_DISCRIMINATOR, i.getPayCoopInstructionDataDecoder],
  ['ask capital back', i.ASK_BACK_DISCRIMINATOR, i.getAskBackInstructionDataDecoder],
  ['withdraw shares', i.WITHDRAW_SHARES_DISCRIMINATOR, i.getWithdrawSharesInstructionDataDecoder],
  ['leave', i.RESIGN_DISCRIMINATOR, i.getResignInstructionDataDecoder],
];

/** As `vote: choice yes`; nothing of what is not in the table, and whoever votes reads its bytes. */
export function ownCallInWords({ data }: Call, decimals: number): string | undefined {
  const [says, , decoder] = KNOWN.find(([, discriminator]) => discriminator.every((byte, at) => data[at] === byte)) ?? [];
  if (!says || !decoder) return undefined;
  const told = Object.entries(decoder().decode(data)).filter(([field, value]) => field !== 'discriminator' && value !== '').map(([field, value]: [string, unknown]) => {
    const said = field === 'choice' ? Choice[value as Choice].toLowerCase() : field.endsWith('Bps') ? formatBps(value as number) : typeof value === 'bigint' ? formatAmount(value, decimals)
      : value instanceof Uint8Array ? `${Array.from(value.slice(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')}…` : typeof value === 'string' && value.length > 31 ? short(value) : typeof value === 'object' && value !== null && '__kind' in value ? String(value.__kind) : String(value);
    return `${field.replace(/([A-Z])/g, ' $1').toLowerCase()} ${said}`;
  });
  return told.length > 0 ? `${says}: ${told.join(', ')}` : says;
}
