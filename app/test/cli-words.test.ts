// Invalid arguments of every command: refused in one plain sentence with that command's usage, and nothing is done.
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { all, COMMANDS } from '../src/cli/commands';
import { Usage } from '../src/cli/options';
import { COMMON, OPTIONS, parse, SENDING } from '../src/cli/said';
import { commonOf } from '../src/cli/command';
import { checked, takesOf } from '../src/cli/usage';
import { faults } from './faults';
import { liveCoop, startShell, type Ran, type Shell } from './shell';

let shell: Shell;
const NOBODY = 'CktRuQ2mttgRGkXJtyksdKHjUdc2C4TgDzyB98oEzy8';
const SYSTEM = '11111111111111111111111111111111';
const commands = Object.entries(all());

beforeAll(async () => {
  shell = await startShell(['ada', 'ben', 'cleo']);
  await liveCoop(shell, ['ada', 'ben', 'cleo']);
  for (const name of ['poor', 'stranger']) await shell.person(name, 0n);
}, 180_000);
afterAll(() => shell?.network.stop());

/** Internals that no message may show. */
const INTERNAL =
  /BigInt|undefined|\bnull\b|NaN|0x[0-9a-f]|custom program error|account data too small|illegal owner|invalid account data|#\d{4,}|\bat .*\.m?[jt]s|\$\w+|Decode this|\[object|InstructionError/;
function plainly({ code, out, err }: Ran, words: readonly string[]): void {
  const told = { words: words.join(' '), code, err };
  expect([1, 2], JSON.stringify(told)).toContain(code);
  expect(out, JSON.stringify(told)).toBe('');
  // the signature of something sent may come first, and a note that the other of two parallel commands has signed something; then
  // one line, followed by the usage if the arguments are invalid
  const lines = err
    .trim()
    .split('\n')
    .filter((line) => !/^(you sign (the|no) statutes|signed |coop: of something that you signed before)/.test(line));
  const sentence = lines.findIndex((line) => line.startsWith('coop: '));
  expect(sentence, JSON.stringify(told)).toBeGreaterThanOrEqual(0);
  expect(lines.length - sentence, JSON.stringify(told)).toBe(code === 2 ? 2 : 1);
  if (code === 2) expect(lines.at(-1), JSON.stringify(told)).toMatch(new RegExp(`^usage: coop ${words[0]!}( |$)`));
  expect(err, JSON.stringify(told)).not.toMatch(INTERNAL);
}
/** Two at a time, as the machine has other things to do. */
async function each<T>(list: readonly T[], what: (one: T) => Promise<void>): Promise<void> {
  const left = [...list];
  await Promise.all(
    [0, 1].map(async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await what(one);
    }),
  );
}
/** A plausible word of each kind. */
const LIKELY: Readonly<Record<string, string>> = {
  amount: '1',
  index: '77',
  id: '77',
  bps: '300',
  text: 'Words',
  hash: 'ab'.repeat(32),
  wallet: NOBODY,
  account: NOBODY,
  address: NOBODY,
  coop: NOBODY,
  candidate: NOBODY,
};
const wordsFor = (usage: string, address: string, optional: boolean) =>
  takesOf(usage)
    .words.filter((word) => optional || !word.optional)
    .map(({ kind, choices }) => choices[0] ?? (LIKELY[kind] === NOBODY ? address : (LIKELY[kind] ?? 'words')));

test('invalid arguments and options are refused with the usage, before the network is asked', async () => {
  const node = await faults(shell.network.rpcUrl, () => 'pass');
  const wrongs = commands.map(([name, { usage, sends }]) => {
    const { words, options } = takesOf(usage);
    const full = wordsFor(usage, NOBODY, true);
    return [
      ...(words.at(-1)?.rest ? [] : [[name, ...full, 'surplus']]),
      ...(words[0] && !words[0].optional
        ? [[name, ...full.slice(0, words.filter(({ optional }) => !optional).length - 1)]]
        : []),
      [name, ...full, '--reserve', '3'],
      [name, ...full, options.has('limit') ? '--why' : '--limit', '3'],
      ...(sends ? [] : [[name, ...full, '--dry-run']]),
    ];
  });
  // all of them through the function that checks, and one of each command through the shell
  for (const [name, ...words] of wrongs.flat()) {
    const command = all()[name!]!;
    expect(
      () => {
        const { values, positionals } = parse(words);
        checked(name!, command.usage, positionals, values, commonOf(command));
      },
      [name, ...words].join(' '),
    ).toThrow(Usage);
  }
  await each(
    wrongs.map((wrong, i) => wrong[i % wrong.length]!),
    async (words) => {
      const ran = await shell.run('-u', node.url, ...words);
      expect({ words, code: ran.code }).toEqual({ words, code: 2 });
      plainly(ran, words);
    },
  );
  expect([...node.asked]).toEqual([]);
  node.stop();
}, 400_000);

test('unknown numbers and wallets, and addresses of the wrong kind, are refused in one plain sentence', async () => {
  const { network, env, run } = shell;
  const member = (JSON.parse(await shell.as('ada', '--json', 'members')) as { address: string }[])[0]!.address;
  // commands that read may rightly find nothing
  const acting = commands.filter(
    ([name, { sends }]) =>
      sends &&
      ![
        'chores',
        'found',
        'close',
        'claim',
        'sweep',
        'settle',
        'join',
        'name',
        'unwrap',
        'represent',
        'propose',
      ].includes(name),
  );
  const others = [SYSTEM, env.COOP!, network.mint, member];
  await each(
    acting.flatMap(([name, { usage }], i) => {
      const { words } = takesOf(usage);
      const named = words.some(({ kind }) => LIKELY[kind] === NOBODY);
      return (named ? [NOBODY, others[i % others.length]!, others[(i + 1) % others.length]!] : [NOBODY]).map(
        (address) => [name, ...wordsFor(usage, address, true)],
      );
    }),
    async (words) => {
      const ran = await run('-k', shell.key('poor'), ...words);
      // some of these are open to anyone
      if (process.env.COOP_SHOW) console.log(words.join(' '), '→', ran.code, ran.err.split('\n')[0]);
      if (ran.code !== 0) plainly(ran, words);
      else expect(ran.out).toMatch(/there is nothing to do|^\d+ /m);
    },
  );
}, 400_000);

test('what is missing is named', async () => {
  const { run, wallet, key, network, as } = shell;
  const told = async (name: string, ...words: string[]) => (await run('-k', key(name), ...words)).err;
  expect(await told('ada', 'vouch-for', NOBODY)).toBe(
    `coop: ${NOBODY} is neither a member nor a candidate of this co-op: name the wallet of one\n`,
  );
  expect(await told('ada', 'leave', '77')).toBe(
    'coop: “77” is too much: leave takes no arguments\nusage: coop leave [--ask | --keep] [--over PROPOSAL]\n',
  );
  expect(await told('ada', 'leave', '--over', '77')).toContain('and proposal 77 is not one');
  expect(await told('stranger', 'subscribe', '1')).toContain('you hold none of this token');
  expect(await told('ada', 'pay', '77', '1')).toBe('coop: there is no service 77 in this co-op: the last one is 1\n');
  expect(await told('ada', 'pledge', '77', '1')).toContain('there is no pool 77 in this co-op: the last one is 0');
  expect(await told('ada', 'pay', '0', '-5')).toMatch(/^coop: AMOUNT: “-5” is negative: an amount is at least 0\n/);
  expect(await told('ada', 'pay', '0', '1', '000')).toMatch(
    /^coop: “000” is too much: pay takes 2 arguments\nusage: coop pay SERVICE AMOUNT/,
  );
  expect(await told('ada', 'vote', '7', 'no', 'because')).toContain('“because” is too much');
  expect(await told('ada', 'propose', 'spend', wallet('ben'), '1', 'expense', 'more')).toContain(
    '“more” is too much: spend takes to, amount, purpose',
  );
  expect(await told('ada', 'propose', 'spend', wallet('ben'))).toContain('spend lacks amount');
  expect(await told('ada', 'represent', shell.env.COOP!, 'draw-capital')).toMatch(
    /^coop: a co-op cannot do “draw-capital” as a member: apply, /,
  );
  expect(await told('ada', 'found', 'Again', '--mint', network.mint)).toMatch(
    /^coop: you have founded a co-op under the number 1 before, \w+\. If it still needs its description or its first pool, use `coop -c \w+ describe` and `open-pool`; for another co-op, `--id 2` is free\n$/,
  );
  // somebody without tokens offers a service, and is paid
  await as('poor', 'register-service', 'Cakes', '300');
  expect(await as('ada', 'pay', '2', '10')).toMatch(/ServicePaid/);
  await network.surfnet.fundToken(wallet('stranger'), network.mint, 3_200_000);
  expect(await told('stranger', 'pay', '0', '10')).toContain(
    'you hold 3.2 LOCAL of this token, and this takes 10 LOCAL',
  );
}, 120_000);

test('a reader that goes away ends it quietly, as the shell expects', async () => {
  const { network, env } = shell;
  const said = await new Promise<{ out: string; err: string }>((done) =>
    execFile(
      'bash',
      [
        '-c',
        `node dist/cli/coop.mjs -u ${network.rpcUrl} show | head -1; echo "\${PIPESTATUS[0]}"; node dist/cli/coop.mjs help | true; echo "\${PIPESTATUS[0]}"`,
      ],
      { env: { ...process.env, ...env } },
      (_, out, err) => done({ out, err }),
    ),
  );
  expect(said.err).toBe('');
  expect(said.out).toMatch(/^From the shell — .*\n(0|141)\n141\n$/);
});

test('every option is taken by some command, and every command says so in its usage', () => {
  const taken = new Set([
    ...COMMON,
    ...SENDING,
    ...Object.values(COMMANDS).flatMap(({ usage }) => [...takesOf(usage).options.keys()]),
  ]);
  expect(Object.keys(OPTIONS).filter((name) => !taken.has(name))).toEqual([]);
  expect([...taken].filter((name) => !(name in OPTIONS))).toEqual([]);
});
