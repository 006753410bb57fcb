/** What the program refuses in the busy co-op, each with its rule. */
import type { Instruction } from '@solana/kit';
import { addresses, build, flows, program, reads, Refusal, type Context } from '../client';
import type { Stage } from './stage';

/** Attacks that some people try in the sixth month. Each has to be refused. */
const ATTEMPTS: readonly (readonly [
  who: string,
  what: string,
  make: (c: Context, stage: Stage) => Promise<Instruction[]>,
])[] = [
  [
    'Ben',
    'carries the amendment out before those who left over it are paid',
    async (c) => flows.execute(c, await reads.proposal(c.rpc, c.site.address, 3)),
  ],
  ['Emil', 'votes once more, after leaving', async (c) => [await build(c, 'castVote', { proposal: 4, choice: 'yes' })]],
  [
    'Dora',
    'counts herself as having left in protest, and stays',
    async (c) => [await build(c, 'countProtest', { proposal: 3 })],
  ],
  [
    'Fay',
    'votes before anyone has admitted her',
    async (c) => [await build(c, 'castVote', { proposal: 4, choice: 'yes' })],
  ],
  [
    'Walk-in customer',
    'has the painter paid before the vote ends',
    async (c) => flows.execute(c, await reads.proposal(c.rpc, c.site.address, 4)),
  ],
  [
    'Fay',
    'applies under statutes of her own',
    async (c, stage) => {
      const member = await addresses.memberOf(stage.coop, c.by.address);
      return [
        await build(c, 'withdrawApplication', {}),
        program.getReapplyInstruction({
          wallet: c.by,
          coop: stage.coop,
          member,
          name: '',
          statutesHash: new Uint8Array(32),
        }),
      ];
    },
  ],
  [
    'Cleo',
    'takes the name “Ben” with a letter in it that nobody sees',
    async (c) => [
      program.getSetNameInstruction({
        wallet: c.by,
        coop: c.site.address,
        member: c.site.member!.address,
        name: 'Ben\u200b',
      }),
    ],
  ],
  [
    'Ben',
    'suspends the vote of Ada, who is there',
    async (c, stage) => [await build(c, 'suspend', { wallet: stage.people.get('Ada')!.address })],
  ],
];

/** Tries them all; throws if one succeeds. */
export async function attempts(stage: Stage, tell: (what: string) => void = () => {}): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const [name, what, make] of ATTEMPTS) {
    const done = await stage.flows(name, (c) => make(c, stage)).catch((refused: unknown) => refused);
    if (!(done instanceof Refusal))
      throw done instanceof Error ? done : new Error(`nobody stopped it: ${name} ${what}`);
    tell(`${name} ${what}. Refused: ${done.message}`);
    refusals.push(done);
  }
  return refusals;
}
