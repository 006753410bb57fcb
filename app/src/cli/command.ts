/** Builders for the kinds of commands: those that read, those that list and those that send. */
import type { Address, Instruction } from '@solana/kit';
import type { program } from '../client';
import {
  explained,
  payerOf,
  reads,
  trying,
  units,
  type Context,
  type flows,
  type Reader,
  type Site,
  type Unsettled,
} from '../client';
import { amountOf, documentOf, valueOf } from './options';
import { act, argument, context, coopSaid, isWritten } from './run';
import { type Run } from './given';
import { COMMON, SENDING } from './said';
import { err, inTurn, out, plain } from './printed';

export interface Command {
  /** Its arguments and options, in the notation that `usage.ts` parses. */
  usage: string;
  about: string;
  /** It signs and sends, so it takes the options in `SENDING` too. */
  sends?: true;
  /** Its shared options, where these are not simply `COMMON` or `SENDING`. */
  common?: ReadonlySet<string>;
  /** Throws for invalid arguments that `usage` does not rule out, before any request to the network. */
  check?: (args: readonly string[]) => void;
  /** Help for a first argument, such as the action in `coop propose ACTION --help`. */
  help?: (first: string) => string;
  run: (run: Run) => Promise<void>;
}
/** The shared options that a command takes. */
export const commonOf = ({ sends, common }: Command): ReadonlySet<string> => common ?? (sends ? SENDING : COMMON);
export const read = (
  usage: string,
  about: string,
  get: (run: Run) => Promise<unknown>,
  show: (data: never) => string[],
): Command => ({
  usage,
  about,
  async run(run) {
    const data = await get(run);
    if (run.said.json) out(plain(data));
    else for (const line of show(data as never)) out(line);
  },
});
export const flow = (
  usage: string,
  about: string,
  make: (c: Context, run: Run) => Promise<Instruction[]>,
): Command => ({
  usage,
  about,
  sends: true,
  async run(run) {
    await trying(() =>
      acting(run, async (c, made) => {
        made.push(...(await make(c, run)));
        await act(run, payerOf(c), c.site.token, made);
      }),
    );
  },
});
/** Runs `what` in the co-op. If an instruction in `made` is refused, the error is explained with the words of the command line. */
async function acting<T>(run: Run, what: (c: Context, made: Instruction[]) => Promise<T>): Promise<T> {
  const c = await context(run);
  const made: Instruction[] = [];
  try {
    return await what(c, made);
  } catch (failed) {
    const named = Object.values(run.said).filter((value) => typeof value === 'string');
    throw await explained(c, made, failed, [...run.args, ...named]).catch(() => failed);
  }
}
/**
 * A flow in several transactions, sent in turn. Without `what`, each can only be done after the one before it; `later`: what is done in
 * the place of the second where the first was done by an earlier command.
 */
export const flowInParts = (
  usage: string,
  about: string,
  make: (c: Context, run: Run) => Promise<Instruction[][]>,
  what?: (part: readonly Instruction[]) => string,
  later?: (c: Context, run: Run, done: Unsettled) => Promise<Instruction[]>,
): Command => ({
  usage,
  about,
  sends: true,
  async run(run) {
    const [c, parts] = await acting(run, async (c) => [c, await make(c, run)] as const);
    const needs = !what;
    const shown = run.said['dry-run'] || isWritten(run);
    if (shown && parts.length > 1 && needs)
      err(`${parts.length} transactions, of which the later ones need the first: this shows the first`);
    const tried = shown && needs ? parts.slice(0, 1) : parts;
    if (tried.length <= 1)
      return acting(run, (_, made) => (made.push(...(tried[0] ?? [])), act(run, payerOf(c), c.site.token, made)));
    await inTurn(
      run,
      tried.map((part) => ({
        needs,
        ...(what && { what: what(part) }),
        ...(later && {
          later: async (done: Unsettled) => {
            const now = await context(run);
            await act(run, payerOf(now), now.site.token, await later(now, run, done));
          },
        }),
        go: () => act(run, payerOf(c), c.site.token, part),
      })),
    );
  },
});
/** The reasons for a proposal, from `--why` and `--document FILE --document-uri URI`. */
export async function reasonsOf({ said }: Run): Promise<flows.Reasons> {
  const document = await documentOf(said.document, said['document-uri'], 'document');
  return {
    ...(said.why === undefined ? {} : { why: said.why }),
    ...(document ? { documentHash: document.hash, documentUri: document.uri } : {}),
  };
}
/** Members by wallet or by account: their names (`who`) and their accounts (`at`). */
export interface People {
  who: (address: string) => string;
  at: (address: string) => program.Member | undefined;
}
export async function peopleOf(rpc: Reader, coop: Address): Promise<People> {
  const all = reads.byAddress(await reads.members(rpc, coop));
  const at = (address: string) => all.get(address);
  return {
    at,
    who: (address) =>
      at(address) ? `${units.person(at(address)!)}${at(address)!.wallet === address ? `, ${address}` : ''}` : address,
  };
}
/** A command that lists accounts of a co-op; with `--json` it prints the list alone. */
export const list = <T>(
  usage: string,
  about: string,
  get: (rpc: Reader, coop: Address) => Promise<T[]>,
  show: (one: T, site: Site, people: People, rpc: Reader, all: readonly T[]) => string[] | Promise<string[]>,
): Command => ({
  usage,
  about,
  async run(run) {
    const coop = coopSaid(run);
    if (run.said.json) {
      const all = await get(run.rpc, coop);
      // of a co-op that is over, or never was, there is no list: not an empty one
      if (all.length === 0) await reads.site(run.rpc, coop);
      return out(plain(all));
    }
    const [site, all, people] = await Promise.all([
      reads.site(run.rpc, coop),
      get(run.rpc, coop),
      peopleOf(run.rpc, coop),
    ]);
    for (const one of all) for (const line of await show(one, site, people, run.rpc, all)) out(line);
  },
});
export const amountAt = (run: Run, at: number, what: string, site: Site, least = 0n) =>
  amountOf(argument(run, at, what), site.token, what, least);
export const numberAt = (run: Run, at: number, what: string) =>
  valueOf('index', what, argument(run, at, what), 0, 0n) as number;
