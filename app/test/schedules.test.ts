// Random faults of a node while people pay, pledge, vote, claim and close, in a terminal and on the page: reported outcomes are
// true of the ledger, read around the faulty node, whatever the local clock. COOP_FAULTS: how many schedules; COOP_SEED: which.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Signature } from '@solana/kit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsIn, flows, reads, units } from '../src/client';
import type { Network } from '../src/local/network';
import { found, start, work } from '../src/local/story';
import type { Stage } from '../src/local/stage';
import { begin, end, holds, network, open, other, stage, UNIT } from './browser';
import { coop as command, keyFile } from './shell';
import { nodeOf, randomOf } from './noise';

const COUNT = Number(process.env.COOP_FAULTS ?? 20);
const SEED = Number(process.env.COOP_SEED ?? Math.floor(Math.random() * 1e9));
/** The same code with shorter time limits; expiry is up to the network, some twelve seconds here. */
const PATIENCE = { answer: 0.7, question: 2, wait: 0.05, longest: 0.4, fresh: 2, silence: 4, undecided: 25 };
const folder = mkdtempSync(join(tmpdir(), 'coop-schedules-'));
let later: Stage;

beforeAll(async () => {
  await begin();
  later = await found(other);
  await start(later);
  await later.flows('Miller', (c) => flows.offer(c, 'Bread by subscription', 300));
  for (const name of ['Ada', 'Ben']) await keyFile(folder, name);
}, 300_000);
afterAll(end);

interface Deed {
  what: string;
  network: Network;
  stage: Stage;
  who: string;
  /** How often it was done, according to the ledger. */
  times: () => Promise<number>;
  words: string[];
  view: string;
  press: (page: Page) => Promise<void>;
}
const submit = (form: string, button: string, fields: Record<string, string>) => async (page: Page) => {
  const its = page.getByRole('form', { name: form });
  for (const [label, value] of Object.entries(fields)) await its.getByLabel(label).first().fill(value);
  await its.getByRole('button', { name: button }).click();
};
const said = (base: bigint) => units.formatAmount(base, 6).replace(/[^\d.]/g, '');
/** How many times `part` has left a wallet since now; negative if it was received. */
async function tokens(who: string, on: Network, part: bigint) {
  const before = await holds(who, on);
  return async () => Number((before - (await holds(who, on))) / part);
}
let amount = 1_000_000n;
const DEEDS: Record<string, (who: string) => Promise<Deed>> = {
  async pay(who) {
    amount += 10_000n;
    return {
      what: 'pay',
      network,
      stage,
      who,
      times: await tokens(who, network, amount),
      words: ['pay', '0', said(amount)],
      view: 'services',
      press: submit('Pay Bread by subscription', 'Pay', { Amount: said(amount) }),
    };
  },
  async pledge(who) {
    amount += 10_000n;
    return {
      what: 'pledge',
      network,
      stage,
      who,
      times: await tokens(who, network, amount),
      words: ['pledge', '1', said(amount)],
      view: 'pools',
      press: submit('Pledge to pool 1', 'Pledge', { Money: said(amount) }),
    };
  },
  async vote(who) {
    const choice = async () => {
      const [proposal, { member }] = [
        await reads.proposal(network.rpc, stage.coop, 4),
        (await stage.context(who)).site,
      ];
      return (await reads.ballots(network.rpc, [proposal.address], member!.number))[0]?.choice ?? 0;
    };
    const to = (await choice()) === 1 ? 'no' : 'yes';
    return {
      what: 'vote',
      network,
      stage,
      who,
      times: async () => Number((await choice()) === (to === 'yes' ? 1 : 2)),
      words: ['vote', '4', to],
      view: 'proposals',
      press: async (page) =>
        page
          .getByRole('group', { name: 'Vote on proposal 4' })
          .getByRole('button', { name: to === 'yes' ? 'Yes' : 'No', exact: true })
          .click(),
    };
  },
  async close(who) {
    await work(later, [40n, 30n, 20n, 10n, 10n], undefined, 0).catch(() => undefined);
    await later.pass(31);
    const number = async () => (await later.context(who)).site.coop.period.number;
    const before = await number();
    return {
      what: 'close',
      network: other,
      stage: later,
      who,
      times: async () => (await number()) - before,
      words: ['close'],
      view: '',
      press: async (page) => page.getByRole('button', { name: 'Close the period' }).first().click(),
    };
  },
  async claim(who) {
    for (const name of ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil']) {
      await other.person(name); // tops up the payer's tokens
      await later.flows(name, (c) => flows.pay(c, 0, 50n * UNIT));
    }
    await later.pass(31);
    await later.flows('Cleo', flows.close);
    const before = await holds(who, other);
    return {
      what: 'claim',
      network: other,
      stage: later,
      who,
      times: async () => Number((await holds(who, other)) > before),
      words: ['claim'],
      view: 'me',
      press: async (page) => page.getByRole('button', { name: 'Take your cash' }).first().click(),
    };
  },
};

type Told = 'done' | 'none' | 'landed' | 'unknown';
interface Heard {
  told: Told;
  text: string;
  signature?: string | undefined;
  events?: unknown;
}

/** Shifts the clock by some hours; no outcome may depend on it. */
const wrongClock = (hours: number) =>
  `{ const real = Date; const by = ${hours} * 3_600_000; globalThis.Date = class extends real { constructor(...given) { given.length ? super(...given) : super(real.now() + by); } static now() { return real.now() + by; } }; }`;

/** Runs the deed in a terminal. */
async function cli({ words, stage: { coop }, who }: Deed, url: string, off: number, before?: string): Promise<Heard> {
  const patience = Object.entries(PATIENCE)
    .map(([name, seconds]) => `${name}=${seconds}`)
    .join(',');
  const { code, out, err } = await command(['-u', url, '-k', join(folder, `${who}.json`), '--json', ...words], {
    COOP: coop,
    XDG_STATE_HOME: join(folder, who, coop),
    COOP_PATIENCE: patience,
    NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(wrongClock(off))}"`,
  });
  const text = `${out}${err}`;
  const asks = words[0] === 'signed';
  // entries of earlier schedules may still be stored: looks for this one's
  const outcome: string | undefined = asks
    ? (JSON.parse(out) as { signature: string; outcome: string }[]).find((one) => one.signature === before)?.outcome
    : /"outcome": "(\w+)"/.exec(err)?.[1];
  const told: Told | undefined = asks
    ? outcome === undefined
      ? undefined
      : outcome === 'landed' || outcome === 'unknown'
        ? outcome
        : 'none'
    : ({ 0: 'done', 1: 'none', 3: 'unknown', 4: 'landed' } as const)[code ?? 2];
  if (told === undefined) throw new Error(`exit code ${code}: ${text}`);
  const receipt = code === 0 && !asks ? (JSON.parse(out) as { read: boolean; events: unknown }) : undefined;
  return {
    told,
    text,
    signature: /"signed":"(\w+)"/.exec(err)?.[1] ?? before,
    events: receipt?.read ? receipt.events : undefined,
  };
}

const KINDS: readonly [RegExp, Told][] = [
  [/was done after all|^What you signed before[^;]* was done$/, 'landed'],
  [/: done$/, 'done'],
  [/outcome is unknown|not known yet/, 'unknown'],
];
async function heard(page: Page): Promise<Heard> {
  await page.locator('.message.done, .message.failed, .message.unknown').waitFor({ timeout: 90_000 });
  const text = (await page.locator('.message span').textContent())!;
  const told = KINDS.find(([kind]) => kind.test(text))?.[1] ?? 'none';
  expect(told === 'unknown').toBe((await page.locator('.message.unknown').count()) > 0);
  const link = page.getByRole('link', { name: 'Transaction' });
  return {
    told,
    text,
    signature: (await link.count()) > 0 ? /tx\/(\w+)/.exec((await link.getAttribute('href'))!)?.[1] : undefined,
  };
}

/** How many answers were spoilt. */
let injected = 0;
/** Transactions reported as not done, which must stay so: one that was held back may still arrive. */
const never: { on: Network; signature: string; log: string }[] = [];

async function run(index: number, what: string, where: 'command line' | 'page', who: string): Promise<string> {
  const random = randomOf(SEED + index);
  if (['pay', 'pledge'].includes(what)) await network.person(who);
  const deed = await DEEDS[what]!(who);
  const node = await nodeOf(random, deed.network, deed.network === network ? other : network);
  const off = [0, -7, 7, 0][Math.floor(random() * 4)]!;
  const log = () =>
    `schedule ${index} of seed ${SEED} (COOP_SEED=${SEED}): ${what}, ${where}, ${node.script}, a clock ${off} hours off\n${node.log.map(({ method, fault }) => `  ${method} ${JSON.stringify(fault)}`).join('\n')}`;
  const holdsTrue = async ({ told, text, signature, events }: Heard) => {
    const times = await deed.times();
    const right =
      told === 'done' || told === 'landed' ? times === 1 : told === 'none' ? times === 0 : times === 0 || times === 1;
    expect(right, `told “${text}”, and it was done ${times} times; ${log()}`).toBe(true);
    if (told === 'none' && signature) never.push({ on: deed.network, signature, log: log() });
    if (events && signature) {
      const landed = await deed.network.rpc
        .getTransaction(signature as Signature, {
          commitment: 'confirmed',
          encoding: 'json',
          maxSupportedTransactionVersion: 0,
        })
        .send();
      expect(JSON.stringify(events)).toBe(
        JSON.stringify(eventsIn(landed!.meta!.logMessages!), (_, value: unknown) =>
          typeof value === 'bigint' ? `${value}` : value,
        ),
      );
    }
  };
  let last: Heard;
  if (where === 'command line') {
    node.trouble = true;
    last = await cli(deed, node.url, off);
    await holdsTrue(last);
    node.trouble = false;
    // runs the same command until its outcome is known, which must not do it twice, or asks for the outcome with `signed`
    const asks = ['pay', 'pledge'].includes(what) && random() < 0.7 ? deed : { ...deed, words: ['signed'] };
    for (let tries = 0; last.told === 'unknown'; tries++) {
      expect(tries, log()).toBeLessThan(60);
      if (tries > 0) await new Promise((pause) => setTimeout(pause, 1_500));
      last = await cli(asks, node.url, off, last.signature);
      await holdsTrue(last);
    }
  } else {
    const page = await open(who, `/coop/${deed.stage.coop}/${deed.view}`, { rpc: node.url }, PATIENCE, wrongClock(off));
    // the page has read everything before the trouble begins
    await page.getByTestId('wallet').waitFor();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    node.trouble = true;
    await deed.press(page);
    last = await heard(page);
    await holdsTrue(last);
    node.trouble = false;
    for (let tries = 0; last.told === 'unknown'; tries++) {
      expect(tries, log()).toBeLessThan(60);
      if (tries > 0) await new Promise((pause) => setTimeout(pause, 1_500));
      await page.getByRole('button', { name: 'Check again' }).click();
      await page.locator('.message.working').waitFor({ state: 'detached' });
      last = await heard(page);
      await holdsTrue(last);
    }
    await page.context().close();
  }
  node.stop();
  injected += node.log.filter(({ fault }) => fault !== 'pass').length;
  return `${node.script}: ${last.told}`;
}

test(
  `${COUNT} schedules of faults`,
  async () => {
    console.log(`seed ${SEED}`);
    // three lanes in parallel: in a terminal, on a page, and on a network where time passes
    const lanes: Record<string, (turn: number) => [string, 'command line' | 'page', string]> = {
      terminal: (turn) => [['pay', 'pledge', 'vote'][turn % 3]!, 'command line', 'Ada'],
      page: (turn) => [['pay', 'pledge', 'vote'][turn % 3]!, 'page', 'Ben'],
      later: (turn) => [['claim', 'close'][turn % 2]!, turn % 4 < 2 ? 'command line' : 'page', 'Ada'],
    };
    const told = new Map<string, number>();
    let next = 0;
    await Promise.all(
      Object.values(lanes).map(async (lane) => {
        for (let turn = 0; next < COUNT; turn++) {
          const [what, where, who] = lane(turn);
          const outcome = `${what}, ${where}: ${(await run(next++, what, where, who)).replace(/^.*: /, '')}`;
          told.set(outcome, (told.get(outcome) ?? 0) + 1);
        }
      }),
    );
    for (const { on, signature, log } of never) {
      const {
        value: [status],
      } = await on.rpc.getSignatureStatuses([signature as Signature], { searchTransactionHistory: true }).send();
      expect(!status || status.err, `what was told as not done was done after all: ${log}`).toBeTruthy();
    }
    expect(injected, 'of so many schedules hardly one spoilt an answer').toBeGreaterThan(COUNT);
    console.log(
      [...told]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([outcome, times]) => `${times} × ${outcome}`)
        .join('\n'),
    );
  },
  60_000 + COUNT * 60_000,
);
