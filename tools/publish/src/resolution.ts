/** Carries out an upgrade that a co-op has resolved: anyone may, once its time has come. */
import {
  AccountRole,
  getAddressDecoder,
  isSignerRole,
  isWritableRole,
  type AccountMeta,
  type Address,
  type Instruction,
} from '@solana/kit';
import type { Chain } from './chain';
import type { Release } from './manifest';

/** Bytes of an account in a stored call: its address, and flags: 1 if it signs, 2 if it is written to. */
const META = 33;

interface Idl {
  instructions: { name: string; discriminator: number[]; accounts: { name: string; writable?: boolean }[] }[];
  accounts: { name: string; discriminator: number[] }[];
}

/**
 * The instruction `execute_invoke` for a proposal. Its call is stored at the end of the proposal's account: the number of
 * accounts, the accounts, the data; as the expected call is known, this looks for exactly that.
 */
export async function execution(
  chain: Chain,
  release: Release,
  coop: Address,
  proposal: Address,
  agent: Address,
  call: Instruction,
): Promise<Instruction> {
  const idl = JSON.parse(release.idl) as Idl;
  const found = await chain.account(proposal);
  const mark = idl.accounts.find(({ name }) => name === 'Proposal')!.discriminator;
  if (found?.owner !== release.program || mark.some((byte, i) => found.data[i] !== byte)) {
    throw new Error(`${proposal} is no proposal of the program ${release.program}: \`coop proposals\` lists them`);
  }
  const accounts = call.accounts ?? [];
  const data = call.data ?? new Uint8Array();
  const tail = found.data.subarray(found.data.length - 1 - accounts.length * META - data.length);
  const wanted = (i: number) =>
    accounts[i] && (isSignerRole(accounts[i].role) ? 1 : 0) + (isWritableRole(accounts[i].role) ? 2 : 0);
  const same =
    tail[0] === accounts.length &&
    accounts.every(
      ({ address }, i) =>
        getAddressDecoder().decode(tail, 1 + i * META) === address && tail[1 + i * META + 32] === wanted(i),
    ) &&
    data.every((byte, i) => tail[1 + accounts.length * META + i] === byte);
  if (!same)
    throw new Error(
      `the proposal ${proposal} is not to upgrade to this release: it does not call the loader with the buffer that has its code. Propose what this command prints without --proposal.`,
    );
  const behind: AccountMeta[] = accounts.map(({ address, role }) => ({
    address,
    role: isWritableRole(role) ? AccountRole.WRITABLE : AccountRole.READONLY,
  }));
  const execute = idl.instructions.find(({ name }) => name === 'execute_invoke')!;
  // an optional account that is left out is given as the program's own address, such as program data without a pin
  const named: Record<string, Address> = { coop, proposal, agent, program: call.programAddress };
  const own = execute.accounts.map(({ name, writable }) => ({
    address: named[name] ?? release.program,
    role: writable ? AccountRole.WRITABLE : AccountRole.READONLY,
  }));
  return {
    programAddress: release.program,
    accounts: [...own, ...behind],
    data: Uint8Array.from(execute.discriminator),
  };
}
