/** How a command runs: who acts on which co-op, and what is sent. */
import { createNoopSigner, type Address, type Instruction, type TransactionSigner } from '@solana/kit';
import {
  clusterOf,
  connect,
  PATIENCE,
  preview,
  PRIORITIES,
  reads,
  send,
  texts,
  transactionLink,
  units,
  type Context,
  type Outcome,
  type Patience,
  type Priority,
  type Sending,
} from '../client';
import { addressOf, signerOf, urlsOf, Usage } from './options';
import { keptBy } from './kept';
import { changeLines, instructionLines, measuresOf, told as toldOf, wrapped } from './shown';
import type { Said } from './said';
import { err, out, plain } from './printed';
import type { Run } from './given';

/** Whether something is being signed or sent: then a closed pipe (`| head`) must not end the process. */
let sending = false;
/** When what is sent next was wished: at the start, or after what was sent before. */
let began = Date.now();
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (failed: Error & { code?: string }) => {
    if (failed.code !== 'EPIPE') throw failed;
    if (!sending) process.exit(141); // the exit code of a program that SIGPIPE ended
  });
}

/** A connection to the nodes that the options, the environment or the configuration name. */
export function networkSaid({ url }: { url?: string | undefined }): Pick<Run, 'rpc' | 'url'> {
  const urls = urlsOf(url);
  return { rpc: connect(urls, 'with -u or COOP_URL, several with commas between them', patienceSaid()), url: urls[0]! };
}
export const coopSaid = ({ said }: Run): Address => {
  const found = said.coop ?? process.env.COOP;
  if (!found) throw new Usage('which co-op? -c ADDRESS, or COOP in the environment');
  return addressOf(found, 'co-op');
};
export async function context(run: Run): Promise<Context> {
  const by = await actor(run);
  return { site: await reads.site(run.rpc, coopSaid(run), by.address), by, rpc: run.rpc, payer: await sponsor(run) };
}
/** Whether the transaction is only printed, to be signed or sent elsewhere. */
export const isWritten = ({ said }: Run): boolean => Boolean(said.export ?? said['sign-only']);
/** Throws `Usage` if options for signing contradict each other. */
export function signingChecked(said: Said): void {
  const written = said.export || said['sign-only'];
  if (said.export && said['sign-only'])
    throw new Usage('--export or --sign-only, not both: an exported transaction is unsigned');
  if (written && said['dry-run'])
    throw new Usage(
      `--dry-run or --${said.export ? 'export' : 'sign-only'}, not both: one shows what would be done, the other prints a transaction`,
    );
  prioritySaid({ said });
  if (said.nonce !== undefined && !written)
    throw new Usage('--nonce is for what is signed elsewhere: with --export or --sign-only');
  if (said.by !== undefined && !written && !said['dry-run'])
    throw new Usage('--by names a wallet whose key is not here: with --export, --sign-only or --dry-run');
}
/** The acting wallet: one whose key is here, or with `--by` one that signs elsewhere. */
export const actor = async ({ said }: Run): Promise<TransactionSigner> =>
  said.by === undefined ? signerOf(said.keypair) : createNoopSigner(addressOf(said.by, 'wallet'));
/** Who pays fees and rent instead of the acting wallet (`--fee-payer`). */
export const sponsor = async ({ said }: Run) =>
  said['fee-payer'] === undefined ? undefined : signerOf(said['fee-payer']);
/** The wallet that a command reads about: its argument, or the reader's own. */
export const walletIn = async ({ args, said }: Run): Promise<Address> =>
  args[0] ? addressOf(args[0], 'wallet') : (await signerOf(said.keypair)).address;

/** How much to offer for early inclusion: `--priority`, else COOP_PRIORITY, else medium. */
export const prioritySaid = ({ said }: Pick<Run, 'said'>): Priority => {
  const word = said.priority ?? process.env.COOP_PRIORITY ?? 'medium';
  if (/^\d{1,12}$/.test(word)) return BigInt(word);
  const named = PRIORITIES.find((one) => one === word);
  if (!named)
    throw new Usage(
      `--priority ${word}: ${PRIORITIES.join(', ')}, or a price per compute unit in millionths of a lamport`,
    );
  return named;
};
export const argument = (run: Run, at: number, what: string): string => {
  const said = run.args[at];
  if (said === undefined) throw new Usage(`${what} is missing`);
  return said;
};

/** Shows the current step on a line of the terminal that the next step overwrites; without a step, clears that line. */
export function progress(run: Run, step?: string): void {
  // a step can have a node's own words in it
  if (process.stderr.isTTY && !run.said.json)
    process.stderr.write(`\r\u001b[K${step ? `${texts.visible(step)} …` : ''}`);
}

/** Timeouts from COOP_PATIENCE, in seconds by name: `silence=20,answer=5`. */
export function patienceSaid(): Partial<Patience> {
  const said = process.env.COOP_PATIENCE;
  return Object.fromEntries(
    (said ? said.split(',') : []).map((one) => {
      const [name = '', value] = one.split('=').map((part) => part.trim());
      const seconds = Number(value);
      if (!Object.hasOwn(PATIENCE, name) || !(seconds > 0 && seconds <= 86_400))
        throw new Usage(
          `COOP_PATIENCE: “${one}” must be one of ${Object.keys(PATIENCE).join(', ')}, with a number of seconds up to 86 400, for example silence=20,answer=5`,
        );
      return [name, seconds];
    }),
  );
}

/** Sends; with `--dry-run` shows what would change, with `--export` or `--sign-only` prints the transaction. */
export async function act(
  run: Run,
  by: TransactionSigner,
  token: units.Measure,
  instructions: Instruction[],
  told?: Record<string, unknown>,
): Promise<void> {
  if (instructions.length === 0) return out(run.said.json ? '{"nothing":true}' : 'there is nothing to do');
  if (run.said['dry-run']) {
    const shown = await preview(run.rpc, by, instructions);
    const decoded = instructions.map(toldOf);
    if (run.said.json)
      return out(
        plain({
          dryRun: true,
          ...told,
          instructions: decoded,
          units: shown.units,
          changes: shown.changes,
          events: shown.events,
        }),
      );
    for (const one of decoded) for (const line of instructionLines(one, token)) out(line);
    out(`\nwould change, for ${shown.units} compute units:`);
    const measure = await measuresOf(run.rpc, shown, token);
    for (const line of changeLines(shown.changes, decoded, measure)) out(line);
    return;
  }
  if (isWritten(run)) return (await import('./signing')).written(run, by, token, instructions);
  const wraps = wrapped(instructions);
  if (wraps > 0n && !run.said.json)
    err(
      `wraps ${units.formatAmount(wraps, 9)} SOL, which your token account lacks; \`coop unwrap\` takes what is left out again`,
    );
  await landed(run, (options) => send(run.rpc, by, instructions, options), told);
}

/** Sends by calling `how`, and prints the outcome and the values in `told`. */
export async function landed(
  run: Run,
  how: (options: Sending) => Promise<Outcome>,
  told?: Record<string, unknown>,
): Promise<void> {
  // what it makes is named too, as it may be all that is ever printed
  const makes = Object.entries(told ?? {}).map(([name, value]) => ` (${name} ${String(value)})`);
  const signed = (signature: string) => (
    progress(run),
    err(run.said.json ? JSON.stringify({ signed: signature, ...told }) : `signed ${signature}${makes.join('')}`)
  );
  const again = run.said.again ?? false;
  sending = true;
  const done = await how({
    tell: (step) => progress(run, step),
    signed,
    kept: keptBy(err),
    again,
    priority: prioritySaid(run),
    patience: patienceSaid(),
    began,
  }).finally(() => ((began = Date.now()), progress(run)));
  if (run.said.json)
    return out(
      plain({
        ...told,
        outcome: 'landed',
        signature: done.signature,
        units: done.units,
        events: done.events,
        read: done.read,
      }),
    );
  if (!done.read) out('done; what it did could not be read yet');
  for (const event of done.events) out(`${event.seq} ${event.event}`);
  for (const [name, value] of Object.entries(told ?? {})) out(`${name} ${String(value)}`);
  out(transactionLink(done.signature, run.url, await clusterOf(run.rpc).catch(() => undefined)));
}
export const sha256 = (hash: ArrayLike<number>) => `SHA-256 ${units.hex(hash)}`;
