// Moves a membership to another wallet on a test network, as a co-op does where a key was lost.
import type { Address } from '@solana/kit';
import { flows, reads } from '../src/client';
import type { Stage } from '../src/local/stage';

const DAY = 86_400n;
const days = (seconds: bigint) => Math.max(1, Number(seconds / DAY) + 1);

/** Somebody does nothing for half a year, and the voters move its membership to the wallet of `to`: the account that was moved. */
export async function moves(stage: Stage, name: string, to: string, voters: readonly string[]): Promise<Address> {
  const { coop, member, now } = (await stage.context(name)).site;
  const person = await stage.network.person(to);
  stage.people.set(to, person);
  const { votingPeriod } = coop.charter;
  await stage.pass(days(member!.lastActiveAt + 180n * DAY - BigInt(votingPeriod) - 30n * DAY - now));
  const [proposer, ...others] = voters;
  await stage.flows(proposer!, (c) =>
    flows.propose(c, { __kind: 'Rehome', member: member!.address, wallet: person.address }),
  );
  const [proposal] = await reads.proposals(stage.network.rpc, stage.coop);
  for (const voter of voters) await stage.flows(voter, (c) => flows.vote(c, proposal!.index, 'yes'));
  await stage.pass(days(BigInt(votingPeriod)) + 30);
  await stage.flows(others[0]!, (c) => flows.execute(c, proposal!));
  return member!.address;
}
