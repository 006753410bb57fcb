/** Every command: those for whole tasks, those that read, and each instruction of the program under its own name. */
import { isAddress, type Address } from '@solana/kit';
import { addresses, build, flows, VERBS, type Context, type VerbName } from '../client';
import { INSTRUCTIONS } from '../generated/instructionTable';
import { completions } from './completions';
import { actionWords } from './fields';
import { kebab, Usage } from './options';
import { READING } from './reading';
import { argument } from './run';
import { commonOf, flow, type Command } from './command';
import { OPTIONS } from './said';
import { out } from './printed';
import { told } from './shown';
import { signed } from './signed';
import { SIGNING } from './signing';
import { usageOf } from './usage';
import { JOINING } from './joining';
import { MONEY } from './money';
import { parametersOf, VOTING } from './voting';

export const COMMANDS: Record<string, Command> = {
  ...READING,
  ...SIGNING,
  signed,
  ...JOINING,
  ...MONEY,
  ...VOTING,
  schema: {
    usage: '[COMMAND]',
    about: 'JSON Schema of what a command prints with --json; without COMMAND, of every one',
    async run(run) {
      const { schemaOf } = await import('./schema');
      const [name] = run.args;
      const commands = all();
      if (name !== undefined && !Object.hasOwn(commands, name))
        throw new Usage(`there is no command “${name}”; \`coop help\` lists them`);
      out(
        JSON.stringify(
          name === undefined
            ? Object.fromEntries(Object.entries(commands).map(([one, { sends }]) => [one, schemaOf(one, sends)]))
            : schemaOf(name, commands[name]!.sends),
          null,
          2,
        ),
      );
    },
  },
  completions: {
    usage: 'bash|zsh|fish',
    about: 'completions for a shell: eval "$(coop completions bash)"',
    async run(run) {
      const networks = ['mainnet-beta', 'devnet', 'testnet', 'localhost'];
      out(
        completions(argument(run, 0, 'bash, zsh or fish'), {
          commands: Object.entries(all()).map(([name, command]) => ({
            name,
            usage: command.usage,
            about: command.about.split('\n')[0]!,
            common: [...commonOf(command)],
          })),
          valued: Object.entries(OPTIONS).flatMap(([name, option]) =>
            option.type === 'string' ? [`--${name}`, ...('short' in option ? [`-${option.short}`] : [])] : [],
          ),
          values: { '--url': networks, '-u': networks },
          actions: actionWords(),
        }),
      );
    },
  },
};

const tokensOf = (c: Context) => addresses.tokensOf(c.by.address, c.site.mint, c.site.tokenProgram);
/** A command for a single instruction, with the token accounts that it needs, for whatever no command above covers. */
export function instruction(name: VerbName): Command {
  return flow(usageOf(VERBS[name].params), INSTRUCTIONS[name], async (c, run) => {
    const values = parametersOf(name, run.args, c.site);
    const built = await build(c, name, values as never);
    const paid = told(built);
    const pays =
      paid.accounts.source === (await tokensOf(c)) && typeof paid.says.amount === 'bigint'
        ? await flows.payingFirst(c, paid.says.amount)
        : [];
    const wallets = [
      c.by.address,
      ...Object.values(values).filter((value): value is Address => typeof value === 'string' && isAddress(value)),
    ];
    return [...pays, ...(await flows.payoutsFirst(c, [built], wallets)), built];
  });
}

/** Every command by its name. */
export const all = (): Record<string, Command> => ({
  ...Object.fromEntries((Object.keys(VERBS) as VerbName[]).map((name) => [kebab(name), instruction(name)])),
  ...COMMANDS,
});
