// Texts, sponsors and races, on the local network: what people read before they decide, and who pays for whom.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  actions,
  build,
  chores,
  documents,
  flows,
  payerOf,
  program,
  reads,
  Refusal,
  rules,
  send,
  texts,
  trying,
  units,
  type Context,
} from '../src/client';
import { preview } from '../src/client/preview';
import { fits } from '../src/client/message';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import type { Instruction } from '@solana/kit';
import { admit, found, poolTerms, start, STATUTES } from '../src/local/story';
import { type Stage } from '../src/local/stage';

let network: Network;
let stage: Stage;
const UNIT = 1_000_000n;
const spend = (to: string, amount = UNIT) =>
  ({ __kind: 'Spend', to, amount, purpose: program.Purpose.Expense }) as never;

beforeAll(async () => {
  network = await startNetwork();
  stage = await found(network);
  await start(stage);
}, 120_000);
afterAll(() => network?.stop());

test('a text is refused before anything is sent, and the error names its invisible character or its length', () => {
  expect(texts.faultIn('Bread, 面包, خبز, 🍞', 280)).toBeUndefined();
  expect(texts.faultIn('Ada\u200b', 32)).toBe('character 4 (U+200B) cannot be seen, or turns others round: remove it');
  for (const hidden of ['\n', '\u202e', '\u2066', '\u3164', '\u{e0041}', '\ufe0f', '\u00ad'])
    expect(texts.faultIn(`a${hidden}b`, 32)).toMatch(/^character 2 \(U\+/);
  expect(texts.faultIn('é'.repeat(17), 32)).toBe('it has 34 bytes, at most 32 fit: shorten it by 2');
  expect(texts.faultInLink('https://example.org/é', 96)).toBe(
    'character 21 (U+00E9) is not visible ASCII, as links are: write it percent-encoded',
  );
  expect(texts.TEXTS).toEqual({ name: 32, link: 96, statutesLink: 128, about: 280, purpose: 280, why: 400 });
  expect(documents.safeLink('javascript:alert(1)')).toBeUndefined();
  expect(documents.safeLink('https://example.org')).toBe('https://example.org');
});

test('a co-op says what it is about, members have names beside their numbers, and who applies signs the statutes', async () => {
  const { site } = await stage.context('Ada');
  expect(units.text(site.coop.about)).toMatch(/^We bake bread together/);
  expect(await documents.matches(new TextEncoder().encode(STATUTES), site.coop.statutesHash)).toBe(true);
  expect(await documents.matches(new TextEncoder().encode(`${STATUTES} `), site.coop.statutesHash)).toBe(false);
  const people = await reads.members(network.rpc, stage.coop);
  expect(people.map((m) => [m.number, units.text(m.name)])).toEqual([
    [0, 'Ada'],
    [1, 'Ben'],
    [2, 'Cleo'],
    [3, 'Dora'],
    [4, 'Emil'],
  ]);
  const other = stage.flows('Zoe', (c) => flows.join(c, 'Zoe', new Uint8Array(32)));
  await expect(other).rejects.toMatchObject({ rule: 'OtherStatutes' });
  await stage.does('Ada', 'setName', { name: 'Ada Lovelace' });
  await expect(stage.does('Ada', 'setName', { name: 'Eve' })).rejects.toMatchObject({ rule: 'NameKept' });
});

test('a reason that does not fit beside its action comes in a second transaction, once, before the first ballot', async () => {
  const c = await stage.context('Ada');
  const why = 'w'.repeat(texts.TEXTS.why);
  const document = { documentUri: `https://example.org/${'d'.repeat(70)}`, documentHash: new Uint8Array(32).fill(9) };
  const amend = {
    __kind: 'Amend',
    charter: { ...c.site.coop.charter, reserveBps: 2_100 },
    heir: c.site.coop.heir,
    statutes: { hash: new Uint8Array(32), uri: `https://example.org/${'s'.repeat(108)}` },
  } as never;
  const parts = await flows.proposeInParts(c, amend, { why, ...document });
  expect(parts.map((part) => fits(payerOf(c), part))).toEqual([true, true]);
  expect(parts).toHaveLength(2);
  for (const part of parts) await send(c.rpc, c.by, part);
  const [proposal] = await reads.proposals(network.rpc, stage.coop);
  expect([units.text(proposal!.why), units.text(proposal!.documentUri)]).toEqual([why, document.documentUri]);
  expect(proposal!.statutes).toMatchObject({ uri: `https://example.org/${'s'.repeat(108)}` });
  await expect(stage.does('Ada', 'explain', { proposal: proposal!.index, why: 'another' })).rejects.toMatchObject({
    rule: 'AlreadyExplained',
  });
  await stage.does('Ben', 'castVote', { proposal: proposal!.index, choice: 'yes' });
  // a short reason fits beside its action
  const short = await flows.proposeInParts(await stage.context('Ben'), spend(c.by.address), { why: 'Flour.' });
  expect(short).toHaveLength(1);
});

test('texts and their actions fit in 1 232 bytes with a sponsor, a compute budget and a durable nonce', async () => {
  const sponsor = await walletOf('sponsor');
  const c = { ...(await stage.context('Dora')), payer: sponsor };
  const full = { why: 'w'.repeat(400), documentUri: 'd'.repeat(96), documentHash: new Uint8Array(32) };
  const about = 'a'.repeat(280);
  for (const action of [spend(c.by.address), { __kind: 'Describe', about } as never]) {
    for (const part of await flows.proposeInParts(c, action, full)) expect(fits(sponsor, part)).toBe(true);
  }
  expect(fits(sponsor, [await build(c, 'explain', { proposal: 0, ...full })])).toBe(true);
  expect(
    fits(sponsor, [
      await build(c, 'registerService', { name: 'n'.repeat(32), uri: 'u'.repeat(96), maxTakeRateBps: 300 }),
    ]),
  ).toBe(true);
});

/** Several people act at the same moment on the same state; returns how often one was too late and tried again. */
async function together(
  names: readonly string[],
  what: (c: Context, i: number) => Promise<Instruction[]>,
): Promise<number> {
  let late = 0;
  const read = await Promise.all(names.map((name) => stage.context(name)));
  await Promise.all(
    read.map((stale, i) => {
      let first = true;
      return trying(async () => {
        const c = first ? stale : await stage.context(names[i]!);
        late += first ? 0 : 1;
        first = false;
        return send(c.rpc, c.by, await what(c, i));
      }, 8);
    }),
  );
  return late;
}
/** The name of the proposer. */
async function whoProposed(index: number): Promise<string | undefined> {
  const { proposer } = (await reads.proposals(network.rpc, stage.coop)).find((p) => p.index === index)!;
  const [member] = await reads.membersAt(network.rpc, [proposer]);
  return [...stage.people].find(([, { address }]) => address === member!.wallet)?.[0];
}

test('two who propose, or register, or take the same number of anything at the same moment, both succeed', async () => {
  await Promise.all(
    (['Cleo', 'Dora', 'Emil'] as const).map((name) =>
      stage.flows(name, (c) => flows.propose(c, spend(c.by.address), { why: `${name} asks` })),
    ),
  );
  const proposed = (await reads.proposals(network.rpc, stage.coop)).slice(0, 3);
  expect(new Set(proposed.map(({ index }) => index)).size).toBe(3);
  const { services, pools, mandates } = (await stage.context('Ada')).site.coop;
  expect(await together(['Ada', 'Ben', 'Cleo', 'Dora'], (c, i) => flows.offer(c, `Service ${i}`))).toBeGreaterThan(0);
  expect((await reads.services(network.rpc, stage.coop)).map(({ index }) => index)).toEqual(
    [0, 1, 2, 3].map((i) => services + i),
  );
  // two pools and two mandates, resolved together and opened at the same moment by two people
  for (const { index } of proposed)
    await stage.does((await whoProposed(index))!, 'cancelProposal', { proposal: index });
  const opens = (await network.now()) + 60n * 86_400n;
  const terms = { ...poolTerms(opens, UNIT), minUse: 0n, maxUse: 0n, useBondBps: 0, minMembers: 2 };
  const until = opens + 86_400n;
  const asked: [string, never][] = [
    ['Ben', { __kind: 'OpenPool', terms }],
    ['Emil', { __kind: 'OpenPool', terms }],
    ...(['Cleo', 'Dora'] as const).map((name) => [
      name,
      { __kind: 'Mandate', to: stage.people.get(name)!.address, perPeriod: UNIT, until, work: false },
    ]),
  ] as never;
  for (const [name, action] of asked) await stage.flows(name, (c) => flows.propose(c, action));
  const made = (await reads.proposals(network.rpc, stage.coop)).slice(0, 4).reverse();
  for (const { index } of made)
    for (const name of ['Ada', 'Ben', 'Cleo']) await stage.does(name, 'castVote', { proposal: index, choice: 'yes' });
  await stage.pass(11);
  expect(await together(['Emil', 'Dora'], (c, i) => flows.execute(c, made[i]!))).toBeGreaterThan(0);
  expect(await together(['Emil', 'Dora'], (c, i) => flows.execute(c, made[i + 2]!))).toBeGreaterThan(0);
  expect((await reads.pools(network.rpc, stage.coop)).map(({ index }) => index)).toEqual([pools + 1, pools, 0]);
  expect((await reads.mandates(network.rpc, stage.coop)).map(({ index }) => index).sort((a, b) => a - b)).toEqual([
    mandates,
    mandates + 1,
  ]);
  // what is no race is not tried again
  let tries = 0;
  await expect(
    trying(async () => {
      tries += 1;
      throw new Refusal('no', 6100, 'CoopWithoutMembers');
    }),
  ).rejects.toThrow('no');
  expect(tries).toBe(1);
});

test('a member without a lamport lives a whole life: someone else pays, and gets the rent back', async () => {
  const poor = await network.person('Gus', 500n * UNIT);
  const sponsor = await network.person('Sponsor', 0n);
  stage.people.set('Gus', poor);
  stage.sponsors.set('Gus', sponsor);
  const lamports = async (of: { address: string }) =>
    (await network.rpc.getBalance(of.address as never, { commitment: 'confirmed' }).send()).value;
  await network.surfnet.fundSol(poor.address, 0);
  expect(await lamports(poor)).toBe(0n);
  await admit(stage, 'Gus', ['Ben', 'Cleo', 'Dora', 'Emil']);
  await stage.flows('Gus', (c) => flows.subscribe(c, 150n * UNIT));
  await stage.pass(31);
  await stage.does('Gus', 'enrol', {});
  await stage.pass(1);
  await stage.flows('Ada', flows.close);
  await stage.flows('Gus', (c) => flows.propose(c, spend(sponsor.address), { why: 'For the sponsor.' }));
  const [proposal] = await reads.proposals(network.rpc, stage.coop);
  await stage.does('Gus', 'castVote', { proposal: proposal!.index, choice: 'yes' });
  const { by, site } = await stage.context('Gus');
  const [member] = await reads.membersAt(network.rpc, [site.member!.address]);
  expect([member!.rentPayer, proposal!.rentPayer]).toEqual([sponsor.address, sponsor.address]);
  await stage.flows('Gus', (c) => flows.leave(c));
  await stage.pass(31);
  await stage.flows('Ada', flows.close);
  const held = await reads.purse(network.rpc, by.address);
  await stage.flows('Gus', flows.claimEverything);
  expect(
    ((await reads.purse(network.rpc, by.address)).get(network.mint) ?? 0n) - (held.get(network.mint) ?? 0n),
  ).toBeGreaterThanOrEqual(149n * UNIT);
  // the proposal is over, and its deposits return to whoever paid them
  const before = await lamports(sponsor);
  await stage.flows('Gus', (c) => flows.clearAway(c, proposal!));
  expect(await lamports(sponsor)).toBeGreaterThan(before);
  expect(await lamports(poor)).toBe(0n);
});

test('a membership is moved only after half a year of silence, and its old wallet takes it back', async () => {
  // Emil does nothing more; the others move his membership, and carry that out when he has been silent for long enough
  const { coop } = (await stage.context('Ada')).site;
  const emil = (await stage.context('Emil')).site.member!;
  const now = async () => (await stage.context('Ada')).site.now;
  const days = (n: bigint) => Number(n / 86_400n) + 1;
  await stage.pass(
    Math.max(
      1,
      days(emil.lastActiveAt + 180n * 86_400n - BigInt(coop.charter.votingPeriod) - 30n * 86_400n - (await now())),
    ),
  );
  const wallet = (await network.person('Emil anew', 0n)).address;
  await stage.flows('Cleo', (c) =>
    flows.propose(c, { __kind: 'Rehome', member: emil.address, wallet }, { why: 'Emil lost his phone in the river.' }),
  );
  const [proposal] = await reads.proposals(network.rpc, stage.coop);
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dora'])
    await stage.does(name, 'castVote', { proposal: proposal!.index, choice: 'yes' });
  await stage.pass(days(BigInt(coop.charter.votingPeriod)) + 30);
  await stage.flows('Ada', (c) => flows.execute(c, proposal!));
  const moved = (await reads.memberAt(network.rpc, stage.coop, wallet))!;
  expect([moved.address, moved.wallet]).toEqual([emil.address, wallet]);
  expect(rules.quietUntil(moved) - moved.rehomedAt).toBe(180n * 86_400n);
  // the old wallet is no member any more, but finds where its membership is; the new one is paid nothing yet
  const { site: old } = await stage.context('Emil');
  expect([old.member, old.moved?.address, old.moved?.formerWallet]).toEqual([undefined, emil.address, emil.wallet]);
  stage.people.set('Emil anew', await network.person('Emil anew', 0n));
  await expect(stage.does('Emil anew', 'claimDividends', {})).rejects.toMatchObject({ rule: 'RehomedRecently' });
  // leaving is not refused meanwhile: it asks for nothing
  const anew = await stage.context('Emil anew');
  await preview(anew.rpc, anew.by, await flows.leave(anew));
  await stage.does('Emil', 'undoRehome', {});
  expect((await reads.membersAt(network.rpc, [emil.address]))[0]!.wallet).toBe(emil.wallet);
  expect(actions.inWords(proposal!, 6)).toMatch(/^Move the membership/);
});

test('chores for anyone: uncounted protests, and pages of ballots that are no longer needed', async () => {
  await stage.flows('Ben', (c) =>
    flows.propose(c, {
      __kind: 'Amend',
      charter: { ...c.site.coop.charter, reserveBps: 2_200 },
      heir: c.site.coop.heir,
      statutes: null,
    }),
  );
  const [proposal] = await reads.proposals(network.rpc, stage.coop);
  await stage.does('Dora', 'resign', { ask: false, protest: true });
  const due = async (what: RegExp) =>
    (await chores(await stage.context('Ada'))).filter((chore) => what.test(chore.what));
  const counting = new RegExp(`^count 1 more protest against proposal ${proposal!.index}$`);
  for (const { instructions } of await due(counting)) await stage.flows('Ada', () => Promise.resolve(instructions));
  expect((await reads.proposal(network.rpc, stage.coop, proposal!.index)).protests).toBe(1);
  expect(await due(/^count/)).toEqual([]);
  const pages = async () => (await stage.context('Ada')).site.coop.ballotPages;
  expect(await pages()).toBeGreaterThan(1);
  for (const { instructions } of await due(/of ballots of/))
    await stage.flows('Ada', () => Promise.resolve(instructions));
  // the page of the open resolution stays
  expect(await pages()).toBe(1);
});
