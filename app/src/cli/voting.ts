/** Commands to propose, to vote, and to carry out what was resolved. */
import type { Instruction, Signature } from '@solana/kit';
import {
  build,
  eventsIn,
  flows,
  program,
  reads,
  units,
  VERBS,
  type Context,
  type Site,
  type VerbName,
} from '../client';
import { ACTS } from '../client/calls';
import { readOne } from '../client/walletSends';
import { actionHelp } from './fields';
import { actionFrom, addressOf, documentOf, kebab, PROPOSALS, spokenOf, Usage, valueOf } from './options';
import { argument } from './run';
import { COMMON } from './said';
import { err } from './printed';
import { flow, flowInParts, numberAt, reasonsOf, type Command } from './command';
import { told } from './shown';
import { checked, usageOf } from './usage';

/** Prints basis points in per cent too, so that nobody takes one for the other. */
export const bpsTold = (given: object): void => {
  for (const [name, value] of Object.entries(given))
    if (/bps$/i.test(name) && typeof value === 'number')
      err(`${kebab(name)}: ${value} basis points, ${units.formatBps(value)}`);
};

/** The second transaction of a proposal whose first was sent by an earlier command: adds the reasons to what that proposed, if it has none. */
async function explainMade(c: Context, signature: Signature, reasons: flows.Reasons): Promise<Instruction[]> {
  const found = await readOne(c.rpc, signature);
  const made = eventsIn(found?.meta?.logMessages ?? []).find((one) => one.event === 'ProposalMade');
  if (!made)
    throw new Error(
      `it cannot be read what ${signature} proposed: add the reasons with \`coop explain PROPOSAL --why TEXT\``,
    );
  const { data } = await program.fetchProposal(c.rpc, made.proposal);
  const has = data.why[0] !== 0 || data.documentUri[0] !== 0;
  return has ? [] : [await build(c, 'explain', { proposal: made.index, ...reasons })];
}

/** The commands to propose, to vote, and to carry out what was resolved. */
export const VOTING: Record<string, Command> = {
  vote: flow('PROPOSAL:index yes|no|abstain', 'vote, or change your vote', (c, run) =>
    flows.vote(
      c,
      numberAt(run, 0, 'PROPOSAL'),
      valueOf('choice', 'vote', argument(run, 1, 'yes, no or abstain'), 0, 0n) as 'yes',
    ),
  ),
  propose: {
    help: actionHelp,
    ...flowInParts(
      'ACTION:action [FIELD…] [--why TEXT] [--document FILE --document-uri URI] [--statutes FILE --statutes-uri URI]',
      `propose, and say why; \`coop propose ACTION --help\` says what each field is\n\n${PROPOSALS.map(([name, takes]) => `  ${`${name} ${takes.join(' ')}`.trimEnd()}`).join('\n')}`,
      async (c, run) => {
        const action = await actionFrom(
          argument(run, 0, 'ACTION'),
          run.args.slice(1),
          c,
          await documentOf(run.said.statutes, run.said['statutes-uri'], 'statutes'),
        );
        const parts = await flows.proposeInParts(c, action, await reasonsOf(run));
        if (!run.said.json) bpsTold(action);
        const closes = parts[0]?.map(told).find(({ instruction }) => instruction === 'reclaimProposal');
        if (closes && !run.said.json)
          err(
            `a member has one proposal at a time: the account of your last one, which is decided, closes with this, and its deposit returns to ${closes.accounts.rentPayer!}; \`coop events\` still tells what was decided`,
          );
        return parts;
      },
      undefined,
      async (c, run, { signature }) => explainMade(c, signature as Signature, await reasonsOf(run)),
    ),
    check: ([action, ...given]) => void spokenOf(action!, given),
  },
  represent: {
    ...flow(
      'COOP INSTRUCTION [ARGUMENT…] [--why TEXT] [--document FILE --document-uri URI]',
      'propose that this co-op, a member of another, does there what a member can',
      async (c, run) => {
        const other = await reads.site(c.rpc, addressOf(argument(run, 0, 'COOP'), 'co-op'));
        if (other.address === c.site.address)
          throw new Error('a co-op acts in another one, of which it is a member; this one is itself');
        const name = actOf(argument(run, 1, 'INSTRUCTION'));
        return flows.represent(
          c,
          other.address,
          name,
          parametersOf(name, run.args.slice(2), other) as never,
          await reasonsOf(run),
        );
      },
    ),
    check: ([, said, ...given]) => checked(said!, usageOf(VERBS[actOf(said!)].params), given, {}, COMMON),
  },
  execute: flow('PROPOSAL:index', 'do what was resolved, whatever it is', async (c, run) =>
    flows.execute(c, await reads.proposal(c.rpc, c.site.address, numberAt(run, 0, 'PROPOSAL'))),
  ),
};

/** Parses the name of an act that a co-op's agent may do as a member of another co-op. */
function actOf(said: string): VerbName {
  const name = (Object.keys(ACTS) as VerbName[]).find((known) => kebab(known) === said);
  if (!name) throw new Usage(`a co-op cannot do “${said}” as a member: ${Object.keys(ACTS).map(kebab).join(', ')}`);
  return name;
}

/** Parses words into the parameters of an instruction, in their order. */
export function parametersOf(
  name: VerbName,
  said: readonly string[],
  site: Pick<Site, 'token' | 'now'>,
): Record<string, unknown> {
  const params = Object.entries(VERBS[name].params as Record<string, string>);
  if (said.length > params.length) throw new Usage(`${kebab(name)} takes ${params.length} arguments`);
  return Object.fromEntries(
    params.map(([key, kind], i) => {
      const word = said[i];
      if (word === undefined && !kind.endsWith('?')) throw new Usage(`${kebab(key)} is missing`);
      return [key, word === undefined ? undefined : valueOf(kind, kebab(key), word, site.token, site.now)];
    }),
  );
}
