#!/usr/bin/env node
/** `coop`: the command line, for people and for scripts. */
import { version } from '../../package.json';
import { all, COMMANDS } from './commands';
import { Usage } from './options';
import { commonOf, type Command } from './command';
import { err, out, report } from './printed';
import { networkSaid, signingChecked } from './run';
import { parse } from './said';
import { checked, shownUsage } from './usage';

function help(): string {
  const rows = (commands: [string, Command][]) =>
    commands
      .map(
        ([name, { usage, about }]) =>
          `  ${`${name} ${shownUsage(usage)}`.trimEnd().padEnd(44)} ${about.split('\n')[0]!}`,
      )
      .join('\n');
  const raw = Object.entries(all()).filter(([name]) => !(name in COMMANDS));
  return `coop: found, run and leave co-operatives whose promises are kept by software

  coop [-u NETWORK] [-k KEYPAIR] [-c COOP] [--json] [--dry-run] COMMAND …

Commands
${rows(Object.entries(COMMANDS))}

Instructions, one by one
${rows(raw)}

  -u, --url      mainnet-beta, devnet, testnet, localhost or an address; default: COOP_URL, else Solana's config
  -k, --keypair  file of the wallet; default: COOP_KEYPAIR, else Solana's config
  -c, --coop     the co-op's address; default: COOP
      --fee-payer    file of the wallet that pays fees and rent, if it is another: rent returns to it
  --json         results for scripts     --dry-run  show what would be done and changed, and do nothing
  --export       print the transaction, unsigned, in base64     --sign-only  print it with the signatures of the keys that are here
  --by WALLET    for a wallet whose key is not here     --nonce ACCOUNT  let it wait: \`coop nonce new\` makes one, \`coop send\` sends what is signed
      --priority none|low|medium|high|N  what is offered to have it taken soon; default: COOP_PRIORITY, else medium
      --again    do it though the same was signed before, and was done after all, or nobody knows

\`coop COMMAND --help\` says what one command takes. Amounts are in tokens (12.5), times +30d, +12h, 2026-12-24T18:00Z or
unix seconds. Errors go to stderr; exit code 1: refused, failed or expired, 2: invalid arguments, 3: it was signed, and
nobody knows what became of it, 4: the same was signed before and was done, nothing was sent now. docs/SCRIPTING.md has examples.`;
}

/** The usage line of the first command that these words name, if any. */
function usageIn(words: readonly string[]): string | undefined {
  const commands = all();
  const name = words.find((word) => Object.hasOwn(commands, word));
  return name && usageOf(name, commands[name]!);
}
const usageOf = (name: string, { usage }: Command) => `usage: coop ${name} ${shownUsage(usage)}`.trimEnd();

async function main(words: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parse(words);
    if (values.version) return (out(`coop ${version}`), 0);
    const [name, ...args] =
      positionals[0] === 'help' ? [positionals[1] ?? 'help', ...positionals.slice(2)] : positionals;
    const wantsHelp = values.help || positionals[0] === 'help';
    if (name === undefined && !wantsHelp) return (err(help()), 2);
    if (name === undefined || name === 'help') return (out(help()), 0);
    const commands = all();
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new Usage(`there is no command “${name}”; \`coop help\` lists them`);
    if (wantsHelp && args[0] !== undefined && command.help) return (out(command.help(args[0])), 0);
    if (wantsHelp) return (out(`${usageOf(name, command)}\n\n${command.about}`), 0);
    checked(name, command.usage, args, values, commonOf(command));
    signingChecked(values);
    command.check?.(args);
    await command.run({ ...networkSaid(values), said: values, args });
    return 0;
  } catch (failed) {
    return report(failed, words.includes('--json'), usageIn(words));
  }
}

const code = await main(process.argv.slice(2));
if (code > 0) process.exitCode = code;
