// Signing in one place and sending from another; durable nonces; keys in every format; who pays the fee.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getBase58Decoder, getBase64Encoder, getTransactionDecoder } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reads } from '../src/client';
import { coop, liveCoop, startShell, type Shell } from './shell';

let shell: Shell;
beforeAll(async () => {
  shell = await startShell(['ada', 'ben', 'cleo']);
  await liveCoop(shell, ['ada', 'ben', 'cleo']);
}, 180_000);
afterAll(() => shell?.network.stop());

const held = async (name: string) =>
  (await reads.purse(shell.network.rpc, shell.wallet(name))).get(shell.network.mint) ?? 0n;
const file = (name: string, text: string) => {
  const path = join(shell.folder, name);
  writeFileSync(path, text);
  return path;
};

test('a transaction is signed here, kept, and sent later: once, with the same record and outcomes', async () => {
  const { run, key, as } = shell;
  const before = await held('ada');
  const signed = await run('-k', key('ada'), '--sign-only', 'pay', '0', '10');
  expect(signed).toMatchObject({
    code: 0,
    err: expect.stringMatching(
      /pay service\n[^]*signed \w+=\w{80,}\n[^]*nothing was sent; it is good half a minute to a minute/,
    ) as string,
  });
  expect(await held('ada')).toBe(before);
  const path = file('pay.tx', signed.out);
  expect(await as('ben', 'send', path)).toMatch(/^\d+ ServicePaid\n/m);
  expect(before - (await held('ada'))).toBe(10_000_000n);
  // sending the same transaction again reports that it is done, and does not repeat it
  expect(await as('ben', 'send', path)).toMatch(/^\d+ ServicePaid\n/m);
  expect(before - (await held('ada'))).toBe(10_000_000n);
  // options that only show or print do not send, and options without a meaning here are refused
  const dry = await run(
    '--dry-run',
    'send',
    file('dry.tx', (await run('-k', key('ada'), '--sign-only', 'pay', '0', '9')).out),
  );
  expect(dry).toMatchObject({
    code: 0,
    out: expect.stringMatching(/pay service\n[^]*would change, for \d+ compute units/) as string,
  });
  for (const option of [
    ['--export'],
    ['--sign-only'],
    ['--by', shell.wallet('ben')],
    ['--fee-payer', key('ben')],
    ['--priority', 'high'],
  ]) {
    expect(await run(...option, 'send', join(shell.folder, 'dry.tx'))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/send takes no --|--by names a wallet/) as string,
    });
  }
  expect(before - (await held('ada'))).toBe(10_000_000n);
  // from standard input
  const piped = await run('-k', key('ada'), '--sign-only', '--json', 'pay', '0', '11');
  const sent = await coop(['-u', shell.network.rpcUrl, 'send', '-'], { XDG_STATE_HOME: shell.folder }, piped.out);
  expect(sent.out + sent.err).toContain('ServicePaid');
  expect(before - (await held('ada'))).toBe(21_000_000n);
  const several = await coop(
    ['-u', shell.network.rpcUrl, 'send', '-'],
    { XDG_STATE_HOME: shell.folder },
    `${piped.out}\n${piped.out}`,
  );
  expect(several).toMatchObject({
    code: 2,
    err: expect.stringContaining('what was piped in has 2 transactions: write each into a file of its own') as string,
  });
}, 60_000);

test('an export needs no key and names missing signers; two signatures of it are combined', async () => {
  const { run, key, wallet, as } = shell;
  const exported = await run('-k', '/no/file', '--by', wallet('cleo'), '--export', '--json', 'buy', '2');
  expect(exported.code).toBe(0);
  const { transaction, signatures } = JSON.parse(exported.out) as {
    transaction: string;
    signatures: Record<string, null>;
  };
  expect(signatures).toEqual({ [wallet('cleo')]: null });
  expect(Object.values(getTransactionDecoder().decode(getBase64Encoder().encode(transaction)).signatures)).toEqual([
    null,
  ]);
  const unsigned = file('buy.tx', transaction);
  expect(await run('send', unsigned)).toMatchObject({
    code: 1,
    err: `coop: it lacks the signature of ${wallet('cleo')}; nothing was sent\n`,
  });
  // the acting wallet and the payer sign separately, over a nonce, which gives them time
  const nonce = (JSON.parse(await as('ada', '--json', 'nonce', 'new')) as { nonce: string }).nonce;
  expect(await as('ada', 'nonce', 'show', nonce)).toContain(`of ${wallet('ada')}, whose signature moves it on`);
  const half = await run(
    '-k',
    key('ada'),
    '--by',
    wallet('cleo'),
    '--fee-payer',
    key('ada'),
    '--nonce',
    nonce,
    '--sign-only',
    'buy',
    '3',
  );
  expect(half.err).toMatch(
    new RegExp(`lacks the signature of ${wallet('cleo')}[^]*it is good until the nonce ${nonce} moves on`),
  );
  const before = await held('cleo');
  expect(await run('send', file('half.tx', half.out))).toMatchObject({
    code: 1,
    err: expect.stringContaining(`it lacks the signature of ${wallet('cleo')}`) as string,
  });
  // cleo signs the same message, as a wallet elsewhere would
  const decoded = getTransactionDecoder().decode(getBase64Encoder().encode(half.out.trim()));
  const pkcs8 = Uint8Array.from([
    ...Buffer.from('302e020100300506032b657004220420', 'hex'),
    ...(JSON.parse(readFileSync(key('cleo'), 'utf8')) as number[]).slice(0, 32),
  ]);
  const secret = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  const signature = new Uint8Array(
    await crypto.subtle.sign('Ed25519', secret, decoded.messageBytes as unknown as Uint8Array<ArrayBuffer>),
  );
  const bytes = Buffer.from(half.out.trim(), 'base64');
  const at = 1 + 64 * Object.keys(decoded.signatures).indexOf(wallet('cleo'));
  const other = Buffer.from(bytes);
  other.fill(0, 1, 1 + 64 * Object.keys(decoded.signatures).length);
  other.set(signature, at);
  await shell.network.pass(3_600);
  expect(await as('ben', 'send', join(shell.folder, 'half.tx'), file('other.tx', other.toString('base64')))).toMatch(
    /^\d+ CoopPaid\n/m,
  );
  expect(before - (await held('cleo'))).toBe(3_000_000n);
  expect(await run('send', unsigned, join(shell.folder, 'half.tx'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('these are different transactions') as string,
  });
  expect(await run('-k', key('ben'), 'nonce', 'close', nonce)).toMatchObject({
    code: 1,
    err: expect.stringContaining('only that wallet closes it') as string,
  });
  await as('ada', 'nonce', 'close', nonce);
  // for a wallet whose key is elsewhere, perhaps a multisig; the payer gets the deposit back
  const rent = async (name: string) => (await shell.network.rpc.getBalance(wallet(name)).send()).value;
  const had = await rent('ben');
  const its = (
    JSON.parse(await as('ada', '--json', '--fee-payer', key('ben'), 'nonce', 'new', '--for', wallet('ada'))) as {
      nonce: string;
    }
  ).nonce;
  expect(had - (await rent('ben'))).toBeGreaterThan(1_000_000n);
  await as('ada', '--fee-payer', key('ben'), 'nonce', 'close', its);
  expect(had - (await rent('ben'))).toBeLessThan(100_000n);
  const theirs = (JSON.parse(await as('ada', '--json', 'nonce', 'new', '--for', wallet('cleo'))) as { nonce: string })
    .nonce;
  expect(await as('ada', 'nonce', 'show', theirs)).toContain(`of ${wallet('cleo')}, whose signature moves it on`);
  expect(await run('--by', wallet('cleo'), '--export', 'nonce', 'close', theirs)).toMatchObject({
    code: 0,
    err: expect.stringContaining(`lacks the signature of ${wallet('cleo')}`) as string,
  });
  expect(await run('-k', key('ada'), '--export', 'nonce', 'new')).toMatchObject({
    code: 2,
    err: expect.stringContaining('whose key must sign, and is nowhere else') as string,
  });
  expect((await run('--by', wallet('cleo'), '--export', 'nonce', 'new')).code).toBe(2);
  // if the answer is lost, its address is here all the same
  expect((await run('-k', key('ada'), 'nonce', 'new')).err).toMatch(/^signed \w{80,} \(nonce \w{32,44}\)\n$/);
  expect(await run('nonce', 'show', nonce)).toMatchObject({
    code: 1,
    err: expect.stringContaining('there is no nonce account at') as string,
  });
}, 60_000);

test('a nonce is for one transaction, and options for sending are refused where nothing is sent', async () => {
  const { run, key, as, wallet } = shell;
  const { nonce } = JSON.parse(await as('ada', '--json', 'nonce', 'new')) as { nonce: string };
  for (const name of ['fay', 'gil']) {
    await shell.person(name);
    await as(name, 'join', '--name', name);
    for (const voucher of ['ada', 'ben']) await as(voucher, 'vouch-for', wallet(name));
  }
  const exports = (...words: string[]) => run('-k', key('ada'), '--export', '--nonce', nonce, ...words);
  const several = { code: 2, out: '', err: expect.stringContaining('a nonce is for one transaction') as string };
  expect(await exports('chores', '--do')).toMatchObject(several);
  for (const option of ['--export', '--sign-only', '--dry-run', '--again'])
    expect(await run('-k', key('ada'), option, 'chores')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(`${option} is for --do`) as string,
    });
  for (const option of [['--export'], ['--again'], ['--fee-payer', key('ben')]])
    expect(await run('-k', key('ada'), ...option, 'nonce', 'show', nonce)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('nonce show sends nothing') as string,
    });
  // admissions, then the vouches that they used up
  expect(await as('ada', 'chores', '--do')).toMatch(/^\d+ MemberAdmitted\n[^]*^\d+ VouchReclaimed\n/m);
  expect(await as('ada', 'chores', '--do')).toBe('nothing is due\n');
  expect(JSON.parse(await as('ada', '--json', 'chores', '--do'))).toEqual({ nothing: true });
  expect(JSON.parse(await as('ada', '--json', 'chores'))).toEqual([]);
}, 60_000);

test('what is due is listed without a key, also what of it concerns one wallet', async () => {
  const { run, as, wallet, env } = shell;
  for (const name of ['hal', 'ida']) {
    await shell.person(name);
    await as(name, 'join', '--name', name);
    for (const voucher of ['ada', 'ben']) await as(voucher, 'vouch-for', wallet(name));
  }
  const listed = await as('ada', 'chores');
  expect(listed).toMatch(/^admit hal \(.*\)\nadmit ida \(.*\)\n/);
  const named = JSON.parse(await as('ada', '--json', 'chores')) as { who: string; accounts: object }[];
  env.COOP_KEYPAIR = '/nowhere/id.json';
  expect(await run('chores')).toEqual({ code: 0, out: listed, err: '' });
  const { out } = await run('--json', 'chores');
  expect(JSON.parse(out)).toEqual(named);
  expect(await run('chores', wallet('ida'))).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^admit ida \(.*\)\n$/) as string,
  });
  expect(JSON.parse((await run('--json', 'chores', wallet('ida'))).out)).toEqual(
    named.filter(({ who }) => who === wallet('ida')),
  );
  expect(await run('chores', wallet('ada'))).toEqual({ code: 0, out: 'nothing is due\n', err: '' });
  delete env.COOP_KEYPAIR;
  expect(await as('ada', 'chores', wallet('ida'))).toMatch(/^admit ida \(.*\)\n$/);
  expect(await run('-k', '/nowhere/id.json', '--json', 'chores')).toMatchObject({ code: 2 });
  expect(await run('-k', shell.key('ada'), 'chores', wallet('ida'), '--do')).toMatchObject({
    code: 2,
    err: expect.stringContaining('WALLET is for the list') as string,
  });
}, 60_000);

test('of two chores of which the first makes the second one needless, only the first is sent', async () => {
  const { run, as, key, network } = shell;
  await as('ada', 'chores', '--do');
  await as('ada', 'propose', 'sell', '25');
  await as('ben', 'propose', 'sell', '25');
  for (const proposal of ['0', '1']) for (const name of ['ada', 'ben', 'cleo']) await as(name, 'vote', proposal, 'yes');
  await network.pass(11 * 86_400);
  // each fits into what ordinary resolutions can permit now, both do not
  expect(await as('ada', 'chores')).toMatch(/^carry out proposal [01]\ncarry out proposal [01]\n/);
  const { code, err } = await run('-k', key('ada'), 'chores', '--do');
  expect({ code, refused: /coop: .*/.exec(err)?.[0] }).toEqual({ code: 0, refused: undefined });
  expect(err.match(/^\d+ of \d+: carry out proposal/gm)).toHaveLength(1);
  expect(await as('ada', 'chores')).not.toContain('carry out');
}, 60_000);

test('keys in every form that Solana uses, and a named error for those that are elsewhere', async () => {
  const { run, key, wallet, as } = shell;
  const numbers = JSON.parse(readFileSync(key('ada'), 'utf8')) as number[];
  const forms = [
    `file://${key('ada')}`,
    file('base58', getBase58Decoder().decode(Uint8Array.from(numbers))),
    file('seed', JSON.stringify(numbers.slice(0, 32))),
  ];
  for (const form of forms)
    expect(JSON.parse((await run('-k', form, '--json', 'memberships')).out)).toMatchObject([{ wallet: wallet('ada') }]);
  for (const [form, says] of [
    ['usb://ledger', '`--by ITS-ADDRESS --export`'],
    ['prompt://', 'solana-keygen recover'],
    [file('bad', JSON.stringify([...numbers.slice(0, 63), numbers[63]! ^ 1])), 'its public half'],
    [file('short', '[1,2,3]'), '64 numbers between brackets'],
    [file('huge', JSON.stringify(numbers.map((n, i) => (i === 0 ? 256 : n)))), '64 numbers between brackets'],
    [shell.folder, '64 numbers between brackets'],
  ] as const)
    expect(await run('-k', form, 'buy', '1')).toMatchObject({ code: 2, err: expect.stringContaining(says) as string });
  for (const words of [
    ['--by', wallet('ben'), 'buy', '1'],
    ['--nonce', wallet('ben'), 'buy', '1'],
    ['--export', '--sign-only', 'buy', '1'],
    ['nonce', 'close'],
    ['nonce', 'new', wallet('ada')],
  ])
    expect((await run('-k', key('ada'), ...words)).code).toBe(2);
  // a key in place of a file name is not printed
  const secret = getBase58Decoder().decode(Uint8Array.from(numbers));
  for (const words of [
    ['-k', JSON.stringify(numbers), 'buy', '1'],
    ['-k', secret, 'buy', '1'],
    ['-k', key('ada'), '--fee-payer', secret, 'buy', '1'],
    ['send', secret],
    ['send', JSON.stringify(numbers)],
  ]) {
    const { code, out, err } = await run(...words);
    expect(code).toBe(2);
    expect(out + err).not.toContain(secret.slice(10, 30));
    expect(out + err).not.toContain(numbers.slice(5, 10).join(','));
  }
  expect((await run('-k', key('ada'), '--dry-run', '--export', 'buy', '1')).err).toContain(
    '--dry-run or --export, not both',
  );
  expect((await run('-k', key('ada'), '--dry-run', '--priority', '-5', 'buy', '1')).code).toBe(2);
  expect((await run('-k', key('ada'), '--nonce', wallet('ben'), '--export', 'buy', '1')).err).toContain(
    'there is no nonce account at',
  );
  // a node that does not answer is not told as an account that is not there
  const silent = await coop(['-u', 'http://127.0.0.1:9', 'nonce', 'show', wallet('ben')], {
    COOP_PATIENCE: 'question=1,wait=0.1,longest=0.5',
  });
  expect(silent.code).not.toBe(0);
  expect(silent.err).not.toContain('no nonce account');
  expect(silent.err).toContain('127.0.0.1:9');
  expect((await run('send', file('rubbish', 'hello'))).err).toContain('is no transaction: base64');
  await as('cleo', '--fee-payer', key('ada'), 'buy', '1');
}, 60_000);
