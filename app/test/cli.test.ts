// The command line, used as people and scripts do, against the embedded validator.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Network } from '../src/local/network';
import { addresses, reads } from '../src/client';
import { faults, type Fault } from './faults';
import { POOL, startShell, type Shell } from './shell';

let shell: Shell;
let network: Network;
let folder = '';
let coop = '';
/** More environment variables for commands. */
let more: Record<string, string> = {};
const keys = { get: (who: string) => (who.endsWith("'s wallet") ? shell.wallet(who.slice(0, -9)) : shell.key(who)) };
const ready = () => (shell.env = { COOP: coop, ...more });
const run = (...words: string[]) => (ready(), shell.run(...words));
const as = (name: string, ...words: string[]) => (ready(), shell.as(name, ...words));

beforeAll(async () => {
  shell = await startShell(['ada', 'ben', 'cleo']);
  ({ network, folder } = shell);
}, 120_000);
afterAll(() => network?.stop());

test('a co-op from founding to the first dividend, and one who leaves', async () => {
  writeFileSync(join(folder, 'pool.json'), JSON.stringify(POOL));
  writeFileSync(join(folder, 'charter.json'), await as('ada', 'charter', network.mint));
  const founded = JSON.parse(
    await as(
      'ada',
      '--json',
      'found',
      'From the shell',
      '--mint',
      network.mint,
      '--charter',
      join(folder, 'charter.json'),
      '--pool',
      join(folder, 'pool.json'),
    ),
  ) as { coop: string };
  coop = founded.coop;
  for (const name of ['ben', 'cleo']) {
    await as(name, 'join', '--name', name[0]!.toUpperCase() + name.slice(1));
    const wallet = keys.get(`${name}'s wallet`);
    await as('ada', 'vouch-for', wallet);
    if (name === 'cleo') await as('ben', 'vouch-for', wallet);
    await as('ada', 'chores', '--do');
  }
  await network.pass(120);
  for (const name of ['ada', 'ben', 'cleo']) await as(name, 'pledge', '0', '120.5');
  expect(await as('ada', 'pledges', keys.get("ben's wallet"))).toMatch(
    /^pool 0 {2}Ben \(no\. 1\), \w+ {2}120\.5 LOCAL, and 0 LOCAL of use\n$/,
  );
  expect(await as('ada', 'pools')).toContain('✓ money   361.5 LOCAL of 300 LOCAL');
  expect(await as('ada', 'pools')).toMatch(
    /^ {2}The capital rests for 30 days from the settlement, until about .*\n {2}Anyone may settle it from .* on: with the present pledges it would succeed\.$/m,
  );
  // the output of a pledge states what it binds to
  expect((await run('-k', keys.get('ada'), '--dry-run', 'pledge', '0', '10')).err).toContain(
    'it cannot be asked back before.',
  );
  await network.pass(31 * 86_400);
  await as('cleo', 'chores', '--do');
  for (const name of ['ada', 'ben', 'cleo']) await as(name, 'claim');
  expect(await as('ben', 'position')).toMatch(
    /^ {4}stays with a pool +120\.5 LOCAL until .*\n {2}120\.50 LOCAL of your capital came with a pool and rests until /m,
  );
  expect((await run('-k', keys.get('ben'), '--dry-run', 'leave')).err).toMatch(
    /^120\.50 LOCAL of your capital came with a pool: .*\nLeaving does not free it\. A weighty resolution can: /m,
  );
  await as('cleo', 'register-service', 'Bread', '300');
  await as('ben', 'pay', '0', '1000');
  await as('ada', 'pay', '0', '100', '--for', keys.get("cleo's wallet"));
  await as('ada', 'buy', '12');
  expect(await as('ben', 'position')).toMatch(/as a buyer and provider +21 LOCAL\n/); // 30 less the provider's part
  expect(await as('cleo', 'position')).toMatch(/as a buyer and provider +12 LOCAL\n/); // 9 from what Ben paid, 3 from what Ada paid for her
  await network.pass(31 * 86_400);
  await as('ada', 'close');
  expect(await as('ada', 'periods')).toMatch(/\+ revenue +45 LOCAL\n/);
  await as('ben', 'claim');
  expect(await as('ada', 'show')).toMatch(/^balance sheet\n(.*\n)+= capital and what it owes +[\d.]+ LOCAL\n/m);
  const mine = JSON.parse(await as('ben', '--json', 'position')) as { shares: string; ifLeaving: { worth: string } };
  expect(mine.shares).toBe('120500000');
  await as('ada', 'propose', 'set-take-rate', '250');
  for (const name of ['ada', 'ben', 'cleo']) await as(name, 'vote', '0', 'yes');
  expect(await as('ada', 'proposals')).toContain('Set the take rate to 2.5 %');
  await network.pass(11 * 86_400);
  await as('cleo', 'execute', '0');
  expect(await as('ada', 'show')).toMatch(/Take rate +2.5 %/);
  await as('ada', 'withdraw-shares', '10');
  expect(await as('ada', 'position')).toMatch(
    /paid at the next close +10 LOCAL, for 10 LOCAL asked back, at 100 % as it stands, from /,
  );
  await as('ada', 'ask-back', '4', '--min-price', '99.5');
  await as('ben', 'leave');
  expect(await as('ben', 'position')).toMatch(
    /^member no\. 1: left\n {2}capital +1\d\d[^]* {2}locked +0 LOCAL\n {2}paid at the next close +1\d\d/,
  );
  expect((await run('-k', keys.get('ben'), 'ask-back', '1', '--min-price', '101')).code).toBe(2);
  const events = JSON.parse(await as('ada', '--json', 'events', '--limit', '200')) as { seq: string; event: string }[];
  expect(events.map(({ seq }) => Number(seq))).toEqual(events.map((_, i) => Number(events[0]!.seq) + i));
  const [service] = JSON.parse(await as('ada', '--json', 'services')) as { name: string; takeRateBps: number }[];
  expect(service).toMatchObject({ name: 'Bread', takeRateBps: 300 });
  expect(events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['CoopFounded', 'PoolSettled', 'PeriodClosed', 'ResolutionExecuted', 'MemberResigned']),
  );
});

test('a co-op applies to another one, as its electors resolve', async () => {
  const own = coop;
  const union = (
    JSON.parse(await as('cleo', '--json', 'found', 'Union', '--mint', network.mint, '--id', '9')) as { coop: string }
  ).coop;
  const agent = await addresses.agentOf(own as Address);
  await network.surfnet.fundSol(agent, 1_000_000_000);
  await as('ada', 'represent', union, 'apply');
  const told = JSON.parse(await as('ada', '--json', 'proposals')) as { index: number }[];
  const index = String(Math.max(...told.map((p) => p.index)));
  expect(await as('ada', 'proposals')).toContain(`Act as a member of the co-op ${union}`);
  for (const name of ['ada', 'cleo']) await as(name, 'vote', index, 'yes');
  await network.pass(11 * 86_400);
  await as('cleo', 'execute', index);
  coop = union;
  expect(await as('cleo', 'members')).toMatch(new RegExp(`${agent}  candidate`));
  coop = own;
});

test('words: names with numbers, why and a document beside a proposal, and whether a file is that document', async () => {
  const [offer, other] = [join(folder, 'offer.txt'), join(folder, 'other.txt')];
  writeFileSync(offer, 'Flour for three months, 120 tokens.');
  writeFileSync(other, 'Flour for three months, 210 tokens.');
  const uri = 'https://example.org/offer.txt';
  await as('ada', 'name', 'Ada');
  const ada = ['-k', keys.get('ada')] as const;
  expect(await run(...ada, 'propose', 'spend', keys.get("ben's wallet"), '1', '--why', 'Fl\u202eour')).toMatchObject({
    code: 1,
    err: expect.stringContaining('the reason: character 3 (U+202E) cannot be seen') as string,
  });
  expect(await run(...ada, 'propose', 'describe', 'é'.repeat(141))).toMatchObject({
    code: 1,
    err: expect.stringContaining('it has 282 bytes, at most 280 fit') as string,
  });
  expect((await run(...ada, 'propose', 'spend', keys.get("ben's wallet"), '1', '--document', offer)).code).toBe(2);
  await as(
    'ada',
    'propose',
    'spend',
    keys.get("ben's wallet"),
    '1',
    '--why',
    'We run out of flour in a week.',
    '--document',
    offer,
    '--document-uri',
    uri,
  );
  const [proposal] = JSON.parse(await as('ada', '--json', 'proposals')) as {
    index: number;
    why: string;
    documentUri: string;
  }[];
  expect(proposal).toMatchObject({ why: 'We run out of flour in a week.', documentUri: uri });
  const index = String(proposal!.index);
  const told = await as('cleo', 'proposals');
  expect(told).toMatch(
    new RegExp(
      `^ +${index}  Pay 1 LOCAL to member no\\. 1, \\w+ as an expense — Ada \\(no\\. 0\\)\n +why: We run out of flour in a week\\.\n +document ${uri}, SHA-256 [0-9a-f]{64}$`,
      'm',
    ),
  );
  expect(await as('cleo', 'check', index, offer)).toContain('it is the document that was named');
  expect(await run('check', index, other)).toMatchObject({
    code: 1,
    out: expect.stringContaining('ANOTHER document') as string,
  });
  expect((await run('check', 'statutes', offer)).code).toBe(1);
  // the member that an action is about, by number or by wallet
  for (const cleo of ['2', keys.get("cleo's wallet")])
    expect(await as('cleo', '--dry-run', 'propose', 'expel', cleo)).toMatch(
      /^propose\n {2}action +Expel\n {2}action member +\w{32,44}$/m,
    );
  expect((await run(...ada, 'propose', 'expel', '77')).code).toBe(1);
  // a wallet without SOL, for which another one pays
  await network.surfnet.fundSol(keys.get("cleo's wallet"), 0);
  expect((await run('-k', keys.get('cleo'), 'vote', index, 'yes')).code).toBe(1);
  await as('cleo', 'vote', index, 'yes', '--fee-payer', keys.get('ada'));
  await as('cleo', 'cast-vote', index, 'abstain', '--fee-payer', keys.get('ada'));
  expect(await as('ada', 'proposals')).toContain('yes 0, no 0, abstain 1');
  await network.surfnet.fundSol(keys.get("cleo's wallet"), 1_000_000_000);
});

test('a dry run says in words what would be done, and does nothing', async () => {
  const before = await as('ada', 'show');
  const told = await as('ada', '--dry-run', 'pay', '0', '10');
  expect(told).toMatch(/^pay service\n {2}amount +10 LOCAL\n {2}max fee +0\.3 LOCAL\n/m);
  expect(told).toMatch(/^coop \w{4}…\w{4}\n/m);
  expect(told).toMatch(/^ {2}period revenue +0 LOCAL → 0\.3 LOCAL {3}\(\+0\.3 LOCAL\)$/m);
  // the change of the payer's and the service's tokens
  expect(told).toMatch(/^source .*\n {2}amount .*\(−10 LOCAL\)$/m);
  expect(told).toMatch(/^payout .*\n {2}amount .*\(\+9\.7 LOCAL\)$/m);
  // times are formatted, and internal fields left out
  expect(await as('ada', '--dry-run', 'leave')).toMatch(/^ {2}left at +never → \d+ \w+ \d{4}, /m);
  expect(told).not.toMatch(/checkpoint|discriminator|\bseq\b/i);
  const data = JSON.parse(await as('ada', '--json', '--dry-run', 'pay', '0', '10')) as {
    instructions: { says: object }[];
    changes: object[];
    events: { event: string }[];
  };
  expect(data.instructions.at(-1)!.says).toEqual({ amount: '10000000', maxFee: '300000' });
  expect(data.events.map(({ event }) => event)).toEqual(['PatronageSettled', 'ServicePaid']);
  expect(await as('ada', 'show')).toBe(before);
});

test('an amendment changes what it names and keeps the rest of the charter', async () => {
  const told = await as('cleo', '--json', '--dry-run', 'propose', 'amend', '{"reserveBps":3000}');
  const { says } = (
    JSON.parse(told) as { instructions: { instruction: string; says: Record<string, unknown> }[] }
  ).instructions.at(-1)!;
  expect([says['action.charter.reserveBps'], says['action.charter.takeRateBps']]).toEqual([3000, 250]);
});

test('who, where and which co-op are taken from the environment', async () => {
  // `anchor run` sets ANCHOR_…; our own options and variables come first
  const said = {
    COOP: coop,
    ANCHOR_PROVIDER_URL: network.rpcUrl,
    ANCHOR_WALLET: keys.get('ben'),
    COOP_KEYPAIR: keys.get('ada'),
  };
  const asked = await new Promise<string>((done, failed) => {
    const env = { ...process.env, SOLANA_CONFIG: '/nowhere', ...said };
    execFile(process.execPath, ['dist/cli/coop.mjs', '--json', 'memberships'], { env }, (wrong, out, err) =>
      wrong ? failed(new Error(err)) : done(out),
    );
  });
  expect((JSON.parse(asked) as { wallet: string; coop: string }[]).map(({ wallet, coop: of }) => [wallet, of])).toEqual(
    [[keys.get("ada's wallet"), coop]],
  );
});

test('reads of pledges, vouches and single accounts', async () => {
  // what was pledged to the founding pool was claimed, and the chores have closed its accounts, and those of vouches
  expect([await as('ada', 'pledges', keys.get("ben's wallet")), await as('ada', 'vouches')]).toEqual(['', '']);
  expect(await as('ada', 'account', coop)).toMatch(/^Coop\n[^]*name +“From the shell”[^]*charter\.takeRateBps +2\.5 %/);
  expect((await run('account', keys.get("ada's wallet"))).code).toBe(1);
});

test('ten lines of TypeScript read members and events', async () => {
  const told = await new Promise<string>((done, failed) => {
    const env = { ...process.env, COOP: coop, COOP_URL: network.rpcUrl };
    execFile('npx', ['--no-install', 'tsx', 'examples/read.ts'], { env }, (wrong, out, err) =>
      wrong ? failed(new Error(err)) : done(out),
    );
  });
  expect(told).toMatch(/^From the shell active [\d.]+ LOCAL to work with\n/);
  expect(told).toContain(`${keys.get("ben's wallet")} left 0 LOCAL\n`);
  expect(told).toMatch(/^\d+n BallotCast$/m);
});

test('refusals go to stderr with their rule, invalid arguments exit with 2', async () => {
  const refused = await run('-k', keys.get('ben'), '--json', 'subscribe', '1');
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect((JSON.parse(refused.err) as { rule: string }).rule).toMatch(/^\w+$/);
  for (const words of [
    ['no-such-thing'],
    ['pay', '0'],
    ['buy', '1', '2', '3'],
    ['leave', '--ask', '--keep'],
    ['propose', 'spend', keys.get("ben's wallet"), '1', 'fun'],
    ['book-income', '1', '--kind', 'loot'],
    ['pay', '0', 'ten'],
    ['vote', '0', 'maybe'],
    ['-u', 'nowhere', 'coops'],
    ['--nonsense', 'show'],
    ['propose', 'spend', 'x', '1'],
    ['-k', '/no/file', 'join'],
  ]) {
    const { code, out, err } = await run('-k', keys.get('ada'), ...words);
    expect({ words, code, out }).toEqual({ words, code: 2, out: '' });
    expect(err).toMatch(/^coop: /);
    if (words[0] === 'pay') expect(err).toContain('usage: coop pay SERVICE AMOUNT');
  }
});

test('what strangers sent is swept, a pool is given up, and an application that nobody admits is cleared away', async () => {
  const { vault } = JSON.parse(await as('ada', '--json', 'show')) as { vault: string };
  expect(await as('ada', 'show')).toContain(
    `  a donation goes to its vault ${vault}, and becomes reserve\n  what a wallet sends to ${coop} is not lost: \`coop sweep\` brings it to the reserve\nit counts in LOCAL, the token ${network.mint} with 6 decimal places.\nbalance sheet`,
  );
  await network.give(coop as Address, 7_500_000n);
  expect(await as('ada', 'show')).toContain('brings it to the reserve\n  7.5 LOCAL wait for that\n');
  expect(await as('ben', 'chores')).toContain(
    "bring 7.5 LOCAL that was sent to the co-op's own address to the reserve\n",
  );
  const reserve = async () =>
    BigInt(
      (JSON.parse(await as('ada', '--json', 'show')) as { coop: { books: { reserve: string } } }).coop.books.reserve,
    );
  const before = await reserve();
  expect(await as('ben', 'sweep')).toMatch(/^\d+ StrayTokensSwept\n/);
  expect((await reserve()) - before).toBe(7_500_000n);
  expect(await as('ben', 'sweep')).toBe('there is nothing to do\n');

  const own = coop;
  coop = (
    JSON.parse(
      await as(
        'cleo',
        '--json',
        'found',
        'Given up',
        '--mint',
        network.mint,
        '--id',
        '11',
        '--pool',
        join(folder, 'pool.json'),
      ),
    ) as { coop: string }
  ).coop;
  expect(await as('cleo', 'pools')).toContain(
    'Nobody has a pledge in it: the founder can give it up, with `coop cancel-pool 0`.',
  );
  expect(await run('-k', keys.get('ben'), 'cancel-pool', '0')).toMatchObject({
    code: 1,
    err: expect.stringContaining('NotTheFounder') as string,
  });
  expect(await as('cleo', 'cancel-pool', '0')).toMatch(/^\d+ PoolCancelled\n/);
  expect(await as('cleo', 'pools')).toMatch(/^pool 0: failed/);
  await as('ben', 'join', '--name', 'Ben');
  expect(await run('-k', keys.get('cleo'), 'withdraw-application', keys.get("ben's wallet"))).toMatchObject({
    code: 1,
    err: expect.stringContaining('ApplicationStands') as string,
  });
  await network.pass(91 * 86_400);
  expect(await as('cleo', 'chores')).toMatch(
    /^clear away the application of Ben \(.*\), which nobody has admitted for 90 days$/m,
  );
  expect(await as('cleo', 'withdraw-application', keys.get("ben's wallet"))).toMatch(
    /^\d+ ApplicationWithdrawn\n\d+ MemberReclaimed\n/,
  );
  coop = own;
});

test('a payment whose answer is lost is not reported as failed, and is not made twice', async () => {
  const held = async () =>
    (await reads.purse(network.rpc, keys.get("ada's wallet") as Address)).get(network.mint) ?? 0n;
  let lost: (method: string) => Fault = () => 'pass';
  const node = await faults(network.rpcUrl, (method) => lost(method));
  const pay = (...words: string[]) => run('-u', node.url, '-k', keys.get('ada'), ...words, 'pay', '0', '11');
  const before = await held();
  lost = (method) => (method === 'sendTransaction' ? 'lose the answer' : 'pass');
  expect(await pay()).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^signed \w{80,}\n$/) as string,
    out: expect.stringContaining('ServicePaid') as string,
  });
  expect(before - (await held())).toBe(11_000_000n);
  lost = (method) =>
    method === 'sendTransaction'
      ? 'lose the answer'
      : /getSignatureStatuses|getEpochInfo/.test(method)
        ? 'lose'
        : 'pass';
  more = { COOP_PATIENCE: 'silence=1,question=1' };
  const unknown = await pay('--json');
  more = {};
  expect(unknown.code).toBe(3);
  const [signed, told] = [
    JSON.parse(unknown.err.split('\n')[0]!),
    JSON.parse(unknown.err.split('\n').slice(1).join('\n')),
  ] as [{ signed: string }, { outcome: string; signature: string; error: string }];
  expect(told).toMatchObject({
    outcome: 'unknown',
    signature: signed.signed,
    error: expect.stringContaining(`look at ${signed.signed} before you do it again`) as string,
  });
  expect(before - (await held())).toBe(22_000_000n);
  lost = () => 'pass';
  expect(await pay()).toMatchObject({
    code: 4,
    err: expect.stringContaining(`was done after all, as ${signed.signed}`) as string,
  });
  expect(before - (await held())).toBe(22_000_000n);
  // a script that tries again does not pay either; who wants it twice says so
  expect((await pay()).code).toBe(4);
  expect(before - (await held())).toBe(22_000_000n);
  expect((await pay('--again')).code).toBe(0);
  expect((await pay()).code).toBe(0);
  expect(before - (await held())).toBe(44_000_000n);
  node.stop();
});
