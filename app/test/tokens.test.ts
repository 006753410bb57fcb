// All kinds of tokens on the local network: their symbols and multipliers, and their effect on what is entered.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, build, flows, payees, reads, STABLECOINS, units, words } from '../src/client';
import { preview } from '../src/client/preview';
import { metadataOf, METAPLEX, multiplierAt, trusted } from '../src/client/tokens';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import { found, start } from '../src/local/story';
import { bearing, bytesOf, extension, le, mint2022 as mintOf, scaled } from './mints';
import { coop, keyFile, POOL } from './shell';

const folder = mkdtempSync(join(tmpdir(), 'coop-tokens-'));
let network: Network;
let key: string;
beforeAll(async () => {
  network = await startNetwork();
  await network.person('Ada');
  key = await keyFile(folder, 'Ada');
}, 120_000);
afterAll(() => network?.stop());

const run = (at: Network, ...said: string[]) => coop(['-u', at.rpcUrl, '-k', key, ...said], { XDG_STATE_HOME: folder });

const said = (text: string) => [...le(BigInt(Buffer.byteLength(text)), 4), ...Buffer.from(text)];
const mint2022 = (name: string, decimals: number, ...extensions: number[][]) =>
  mintOf(network, name, decimals, ...extensions);
const named = (mint: Address, symbol: string) =>
  extension(19, [
    ...Array<number>(32).fill(0),
    ...bytesOf(mint),
    ...said(symbol),
    ...said(symbol),
    ...said(''),
    ...le(0n, 4),
  ]);

test('a token is called by Metaplex metadata, by its own, or by its short address', async () => {
  expect(await reads.token(network.rpc, network.mint)).toMatchObject({ symbol: 'LOCAL', decimals: 6 });
  const own = (await walletOf('own metadata')).address;
  expect(await reads.token(network.rpc, await mint2022('own metadata', 9, named(own, 'BREAD')))).toMatchObject({
    symbol: 'BREAD',
    decimals: 9,
    tokenProgram: addresses.TOKEN_2022,
    multiplier: undefined,
  });
  const without = await mint2022('without', 2);
  expect((await reads.token(network.rpc, without)).symbol).toBe(units.short(without));
  // truncated metadata, or those of another mint, are ignored
  const broken = await mint2022('broken', 2);
  await network.surfnet.setAccount(
    await metadataOf(broken),
    5_616_720,
    [4, ...bytesOf(own), ...bytesOf(broken), ...le(99_999n, 4)],
    METAPLEX,
  );
  expect((await reads.token(network.rpc, broken)).symbol).toBe(units.short(broken));
  const others = await mint2022('others', 2);
  await network.surfnet.setAccount(
    await metadataOf(others),
    5_616_720,
    [4, ...bytesOf(own), ...bytesOf(own), ...said('x'), ...said('OTHER'), ...said('')],
    METAPLEX,
  );
  expect((await reads.token(network.rpc, others)).symbol).toBe(units.short(others));
});

test('what looks like a token that people know, or is not plainly visible, is no symbol; the known mints have theirs', async () => {
  const fake = (await walletOf('fake')).address;
  expect((await reads.token(network.rpc, await mint2022('fake', 6, named(fake, 'USDC')))).symbol).toBe(
    units.short(fake),
  );
  for (const bad of [
    'USDC',
    'usdc',
    'USDС',
    'U5DC',
    'USD.C',
    'USDC.e',
    '$USDC',
    'xUSDC',
    'SOL',
    'S0L',
    'wSOL',
    'EURC',
    'USDT',
    'PYUSD',
    'USDG',
    'US\u200bDC',
    'ABC\u202e',
    '',
    '   ',
    'A B',
    'LONGERTHANTEN',
    '面包',
    '123',
    '<b>',
    '000SOL',
    '.5BTC',
    '-5X',
    'M',
    'k',
    'Mio',
    'bn',
    'US$',
    'EURO',
    'CHF',
    'GBP',
    'jitoSOL',
    'xBTC',
    'USDX',
    'E5',
    'e12',
    'E+5',
    'Dollars',
    'SOLs',
    'CHFs',
    'Pounds',
    'percent',
    'x100',
  ])
    expect(trusted(bad), bad).toBeUndefined();
  for (const good of ['BREAD', 'LOCAL', 'TOK', 'SOLAR', 'mBTL', 'A1', 'E5X', 'CE5'])
    expect(trusted(good), good).toBe(good);
  const [usdc] = STABLECOINS;
  await network.surfnet.setAccount(
    usdc!.mint,
    1_461_600,
    [...le(0n, 4), ...Array<number>(32).fill(0), ...le(5n, 8), 6, 1, ...Array<number>(36).fill(0)],
    addresses.TOKEN,
  );
  expect(await reads.token(network.rpc, usdc!.mint)).toMatchObject({ symbol: 'USDC', decimals: 6 });
  for (const { source, mint } of STABLECOINS)
    expect([source, mint]).toEqual([
      expect.stringMatching(/^https:\/\/developers\.circle\.com\//),
      expect.stringMatching(/^\w{43,44}$/),
    ]);
  // a local network has no list of stablecoins
  expect(await run(network, 'found', 'X', '--mint', 'USDC')).toMatchObject({
    code: 2,
    err: expect.stringContaining('stablecoins have names only on mainnet-beta and devnet') as string,
  });
});

test("a mint's multiplier holds both ways, in what is shown and in what is typed, and changes at its second", async () => {
  const mine = (await walletOf('scaled')).address;
  const from = (await network.now()) + 40n * 86_400n;
  const mint = await mint2022('scaled', 6, named(mine, 'STK'), scaled(2, 3, from));
  expect(await reads.token(network.rpc, mint)).toMatchObject({
    symbol: 'STK',
    multiplier: { numerator: 2n, denominator: 1n },
  });
  const ada = await walletOf('Ada');
  await network.surfnet.fundToken(ada.address, mint, 1_000_000_000, addresses.TOKEN_2022);
  const held = async () => (await reads.purse(network.rpc, ada.address)).get(mint) ?? 0n;
  writeFileSync(join(folder, 'pool.json'), JSON.stringify(POOL));
  const made = await run(
    network,
    '--json',
    'found',
    'Scaled',
    '--mint',
    mint,
    '--id',
    '7',
    '--pool',
    join(folder, 'pool.json'),
  );
  expect(made).toMatchObject({ code: 0 });
  const { coop } = JSON.parse(made.out) as { coop: Address };
  const { site } = { site: await reads.site(network.rpc, coop) };
  expect(site.coop.charter.memberShare).toBe(50_000_000n); // shown as 100
  await network.pass(120);
  const before = await held();
  expect(await run(network, '-c', coop, 'pledge', '0', '120.5')).toMatchObject({ code: 0 });
  expect(before - (await held())).toBe(60_250_000n);
  expect((await run(network, '-c', coop, 'pools')).out).toContain('money   120.5 STK of 300 STK');
  expect((await run(network, '-c', coop, 'show')).out).toContain(
    'Amounts are shown as its mint says: 2 times what accounts hold, rounded down; what is written is divided by that.',
  );
  const json = JSON.parse((await run(network, '-c', coop, '--json', 'show')).out) as {
    decimals: number;
    token: { symbol: string; multiplier: object };
  };
  expect([json.decimals, json.token.symbol, json.token.multiplier]).toEqual([
    6,
    'STK',
    { numerator: '2', denominator: '1' },
  ]);
  await network.pass(41 * 86_400);
  expect((await run(network, '-c', coop, 'pools')).out).toContain('money   180.75 STK of 450 STK');
  // a client that read it before notices the change too
  expect((await reads.site(network.rpc, coop)).token.multiplier).toEqual({ numerator: 3n, denominator: 1n });
});

test('a token account that pays no program, or takes no money without a memo, is told of before anything is signed', async () => {
  const mint = await mint2022('guarded', 6);
  const ada = await walletOf('Ada');
  const ata = await addresses.tokensOf(ada.address, mint, addresses.TOKEN_2022);
  /** Puts an account on the network that holds 1 000 tokens, with these extensions. */
  const holding = (state: 1 | 2, ...extensions: number[][]) =>
    network.surfnet.setAccount(
      ata,
      10_000_000,
      [
        ...bytesOf(mint),
        ...bytesOf(ada.address),
        ...le(1_000_000_000n, 8),
        ...Array<number>(36).fill(0),
        state,
        ...Array<number>(56).fill(0),
        ...(extensions.length ? [2, ...extensions.flat()] : []),
      ],
      addresses.TOKEN_2022,
    );
  const immutable = extension(7, []);
  const [memo, noMemo, guard, noGuard] = [extension(8, [1]), extension(8, [0]), extension(11, [1]), extension(11, [0])];
  await holding(1, immutable, noMemo, noGuard);
  writeFileSync(join(folder, 'pool.json'), JSON.stringify(POOL));
  const made = await run(
    network,
    '--json',
    'found',
    'Guarded',
    '--mint',
    mint,
    '--id',
    '8',
    '--pool',
    join(folder, 'pool.json'),
  );
  const { coop } = JSON.parse(made.out) as { coop: Address };
  const context = async () => ({
    rpc: network.rpc,
    site: await reads.site(network.rpc, coop, ada.address),
    by: ada,
  });
  await network.pass(120);
  await holding(1, immutable, noMemo, guard);
  const unguard = `CPI Guard is on for your token account ${ata}: it lets no program move its money, not even with your signature. Switch it off in the wallet, or with \`spl-token disable-cpi-guard ${ata}\``;
  expect(await run(network, '-c', coop, 'pledge', '0', '100')).toMatchObject({
    code: 1,
    err: expect.stringContaining(unguard) as string,
  });
  const c = await context();
  const pledged = await build(c, 'makePledge', { pool: 0, amount: 100_000_000n, useAmount: 0n });
  await expect(preview(network.rpc, ada, [pledged])).rejects.toThrow(
    /^CPI Guard is on for the token account that pays: .*disable-cpi-guard ACCOUNT/,
  );
  await holding(1, immutable, noMemo, noGuard);
  expect(await run(network, '-c', coop, 'pledge', '0', '100')).toMatchObject({ code: 0 });

  const payee = () => payees.faultInPayee(network.rpc, c.site, ada.address);
  expect(await payee()).toBeUndefined();
  await holding(1, immutable, memo);
  expect(await payee()).toMatch(/takes money only with a memo, which a program cannot send/);
  await expect(flows.offer(c, 'Bread', 300)).rejects.toThrow(/nobody could pay you: your token account/);
  await expect(flows.payToMe(c, 0)).rejects.toThrow(/nobody could pay you: your token account/);
  expect(await run(network, '-c', coop, 'withdraw-pledge', '0', '100')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/takes money only with a memo.*disable-required-transfer-memos/) as string,
  });

  // the pool fails, and Ada is paid back as soon as her account takes it
  await network.pass(60 * 86_400);
  expect(await run(network, '-c', coop, 'settle-pool', '0')).toMatchObject({ code: 0 });
  const refunds = async () => (await run(network, '-c', coop, 'chores')).out;
  expect(await refunds()).not.toContain('pay');
  await holding(2);
  expect(await refunds()).not.toContain('pay');
  await holding(1, noMemo);
  expect(await refunds()).toMatch(/^pay .* back its pledge to pool 0$/m);
});

test('an interest-bearing mint is shown with what it has grown to', async () => {
  const year = 31_556_736n;
  const interest = (now: bigint) =>
    multiplierAt({ interest: { since: 0n, rateUntil: 500, changedAt: year, rate: 500 } }, now)!;
  const of = (now: bigint) => ({ decimals: 6, multiplier: interest(now) });
  expect(units.formatAmount(1_000_000_000_000n, of(year))).toBe('1\u202f051\u202f271.096376'); // e^0.05, as in Token-2022's own tests
  expect(units.formatAmount(1_000_000n, of(2n * year))).toBe('1.10517');
  expect(units.parseAmount('1.10517', of(2n * year))).toBe(1_000_000n);
  const mint = await mint2022('interest', 6, bearing(500n, 0n));
  const token = await reads.token(network.rpc, mint);
  expect(Number(token.multiplier!.numerator) / Number(token.multiplier!.denominator)).toBeCloseTo(
    Math.exp((0.05 * Number(await network.now())) / Number(year)),
    4,
  );
});

test('the usual charter and pool fit tokens of 0 to 18 decimals, and are founded', async () => {
  for (let decimals = 0; decimals <= 18; decimals += 1) {
    for (const { key, shape } of words.CHARTER) {
      const value = words.usualCharter(decimals)[key];
      if (shape === 'money')
        expect(units.parseAmount(units.plainAmount(BigInt(value), decimals), decimals), `${key} of ${decimals}`).toBe(
          value,
        );
    }
    expect(words.usualCharter(decimals).pioneerThreshold).toBeLessThanOrEqual(1n << 62n);
  }
  for (const decimals of [0, 9, 18]) {
    const mint = await mint2022(`of ${decimals}`, decimals);
    expect(
      await run(network, 'found', 'Of', String(decimals), '--mint', mint, '--id', String(100 + decimals)),
      String(decimals),
    ).toMatchObject({ code: 0 });
  }
});

test('of a token without decimals a sale that is all fee is warned of before it is made', async () => {
  const whole = await startNetwork({ decimals: 0 });
  const stage = await found(whole);
  await start(stage);
  await stage.flows('Ben', async (c) => (await import('../src/client')).flows.offer(c, 'Bread', 300));
  const paid = (amount: string) => run(whole, '-c', stage.coop, '--dry-run', 'pay', '0', amount);
  expect((await paid('1')).err).toContain(
    "All of this is the co-op's fee, and the service gets nothing: fees are rounded up, and 1 LOCAL is the least there is.",
  );
  expect((await paid('2')).err).toContain('The fee is 1 LOCAL of 2 LOCAL, not 3 %');
  expect((await paid('100')).err).toBe('');
  expect(await paid('0')).toMatchObject({
    code: 2,
    err: expect.stringContaining('AMOUNT: “0” is too little: write at least 1') as string,
  });
  expect(await paid('1.5')).toMatchObject({
    code: 2,
    err: expect.stringContaining("has more than the token's 0 decimal places") as string,
  });
  whole.stop();
});

test('the command line and its files refuse numbers and times with the name of their field, before anything is sent', async () => {
  const stage = await found(network);
  const coop = stage.coop;
  const withPool = (more: object) => run(network, '-c', coop, 'open-pool', JSON.stringify({ ...POOL, ...more }));
  const refused = (err: string) => ({ code: 2, out: '', err: expect.stringContaining(err) as string });
  expect(await withPool({ minMembers: 2.5 })).toMatchObject(
    refused('minMembers: “2.5” has a fraction: write a whole number'),
  );
  expect(await withPool({ minMembers: 'zwei' })).toMatchObject(refused('minMembers: “zwei” is not a whole number'));
  expect(await withPool({ minRaise: '1,000' })).toMatchObject(
    refused('minRaise: “1,000” could be 1000 or 1: write 1000 or 1.0'),
  );
  expect(await withPool({ minRaise: 1e21 })).toMatchObject(
    refused('minRaise: 1e+21 is too large to be exact as a number'),
  );
  expect(await withPool({ minRaise: null })).toMatchObject(refused('minRaise: it is a text or a number'));
  expect(await withPool({ opens: '2026' })).toMatchObject(refused('opens: “2026” could be a year'));
  expect(await withPool({ deadline: '2026-12-24T18:00' })).toMatchObject(
    refused('deadline: “2026-12-24T18:00” names no zone'),
  );
  expect(await withPool({ stay: '20,5' })).toMatchObject(refused('stay: “20,5” has no unit'));
  expect(await withPool({ useBondBps: '5 %' })).toMatchObject(refused('useBondBps: “5 %” is written in per cent'));
  expect(await run(network, '-c', coop, 'pledge', '0', '1.000')).toMatchObject(
    refused('AMOUNT: “1.000” could be 1000 or 1'),
  );
  expect(await run(network, '-c', coop, 'propose', 'spend', network.mint, '1,000')).toMatchObject(
    refused('amount: “1,000” could be 1000 or 1'),
  );
  expect(await run(network, '-c', coop, 'propose', 'spend', network.mint, '0')).toMatchObject(
    refused('amount: “0” is too little: write at least 0.000001'),
  );
  expect(await run(network, '-c', coop, 'propose', 'mandate', network.mint, '30', '11.12.2026')).toMatchObject(
    refused('until: “11.12.2026” could be two days'),
  );
  expect(await run(network, '-c', coop, 'propose', 'amend', '{"timelock": "1,000d"}')).toMatchObject(
    refused('timelock: “1,000” could be 1000 or 1'),
  );
  // the point of a JSON number is unambiguous
  const { instructions } = JSON.parse(
    (
      await run(
        network,
        '--json',
        '--dry-run',
        'found',
        'Exact',
        '--mint',
        network.mint,
        '--id',
        '55',
        '--charter',
        '{"memberShare": 1.125}',
      )
    ).out,
  ) as { instructions: { says: Record<string, string> }[] };
  expect(instructions[0]!.says['charter.memberShare']).toBe('1125000');
});
