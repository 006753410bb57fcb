/** Calls of this program in words: what a co-op does as a member of another one. Apart, for it brings every instruction along. */
import { AccountRole } from '@solana/kit';
import { Choice, COOP_PROGRAM_ADDRESS, CoopInstruction, identifyCoopInstruction, parseCoopInstruction } from '../generated';
import type { Call } from './reads';
import { formatAmount, short } from './units';

/** As `cast vote: choice yes`; nothing if it is of a newer program. */
export function ownCallInWords({ accounts, data }: Call, decimals: number): string | undefined {
  try {
    const name = CoopInstruction[identifyCoopInstruction({ data })]!.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
    const parsed = parseCoopInstruction({ programAddress: COOP_PROGRAM_ADDRESS, accounts: accounts.map(({ address }) => ({ address, role: AccountRole.READONLY })), data: Uint8Array.from(data) });
    const told = Object.entries(parsed.data as unknown as Record<string, unknown>).filter(([field]) => field !== 'discriminator').map(([field, value]) => {
      const said = field === 'choice' ? Choice[value as Choice].toLowerCase() : typeof value === 'bigint' ? formatAmount(value, decimals) : typeof value === 'string' && value.length > 31 ? short(value) : String(value);
      return `${field.replace(/([A-Z])/g, ' $1').toLowerCase()} ${said}`;
    });
    return told.length > 0 ? `${name}: ${told.join(', ')}` : name;
  } catch {
    return undefined;
  }
}
