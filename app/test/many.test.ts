// A co-op with many of everything, on a node that refuses what public nodes refuse: nothing is cut off, left out or asked all at once.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getAddressDecoder, type Address } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses, chores, connect, flows, program, reads, rules } from '../src/client';
import { votesOf } from '../src/client/decisions';
import { waitingFor, waitingLists } from '../src/client/waiting';
import { admit, found, start, work } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { barriers, begin, complaints, end, network, open, UNIT } from './browser';
import { faults, type Faults } from './faults';
import { coop, keyFile } from './shell';

/** Accounts that public nodes answer for in one question; the local network has no such limit. */
const MOST = 100;
const FOUNDERS = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];
const LATER = ['Flo', 'Gil', 'Hana', 'Ivo'];
const PEOPLE = [...FOUNDERS, ...LATER];
let own: Stage;
let folder: string;
let node: Faults;

beforeAll(async () => {
  await begin(false);
  own = await found(network, 'Ada', 'Many', 51n);
  await start(own);
  for (const [i, name] of LATER.entries()) await admit(own, name, [...FOUNDERS, ...FOUNDERS].slice(i, i + 5));
  folder = mkdtempSync(join(tmpdir(), 'coop-many-'));
  await keyFile(folder, 'Ada');
  node = await faults(network.rpcUrl, (method, _, body) => {
    if (method !== 'getMultipleAccounts') return 'pass';
    const { params } = JSON.parse(body) as { params: [string[]] };
    return params[0].length <= MOST
      ? 'pass'
      : { error: { code: -32602, message: `Too many inputs provided; max ${MOST}` } };
  });
}, 240_000);
afterAll(() => (node?.stop(), end()));

const shell = async (url: string, ...words: string[]) => {
  const env = { COOP: own.coop, XDG_STATE_HOME: folder };
  const ran = await coop(['-u', url, '-k', join(folder, 'Ada.json'), ...words], env);
  expect({ words, code: ran.code, err: ran.code === 0 ? '' : ran.err }).toEqual({ words, code: 0, err: '' });
  return ran;
};
/** An address of a kind and a number, at which nothing else is. */
const somewhere = (kind: number, n: number): Address => {
  const bytes = new Uint8Array(32).fill(kind);
  new DataView(bytes.buffer).setUint32(4, n);
  return getAddressDecoder().decode(bytes);
};

test('everyone who waits is settled, in as many transactions as it takes, each with its outcome', async () => {
  await work(
    own,
    PEOPLE.map(() => 100n),
    PEOPLE,
  );
  const waiting = async () => {
    const { period } = (await own.context('Ada')).site.coop;
    return (await reads.members(network.rpc, own.coop)).filter((m) => rules.waitsForSettlement(m, period.number));
  };
  expect(await waiting()).toHaveLength(9);
  const { out, err } = await shell(network.rpcUrl, 'settle');
  expect(err).toMatch(/^1 of 2: settle 8 members\nsigned \w+\n2 of 2: settle 1 member\nsigned \w+\n$/);
  expect(out.match(/PatronageSettled/g)).toHaveLength(9);
  expect(await waiting()).toEqual([]);
  expect((await shell(network.rpcUrl, 'settle')).out).toBe('there is nothing to do\n');
}, 120_000);

test('decisions are shown as they are read, also if the node stops answering before the last', async () => {
  for (let i = 0; i < 2; i++) {
    await own.flows('Dora', (c) => flows.propose(c, { __kind: 'SetTakeRate', bps: 200 + i }));
    const [made] = await reads.proposals(network.rpc, own.coop);
    await own.does('Dora', 'cancelProposal', { proposal: made!.index });
  }
  const { member } = (await own.context('Dora')).site;
  const second = await addresses.proposalOf(own.coop, member!.number, 1);
  const silent = await faults(network.rpcUrl, (method, _, body) =>
    method === 'getSignaturesForAddress' && body.includes(second) ? 'silence' : 'pass',
  );
  const page = await open('Ada', `/coop/${own.coop}/proposals`, { rpc: silent.url }, { answer: 3 });
  await page.getByText('Earlier decisions, whose accounts are closed (2)').click();
  await page.getByRole('article', { name: 'Decision 0' }).waitFor();
  await page.getByText('Reading the history…').waitFor();
  await page.getByText(/did not answer|gave no answer|does not answer/).waitFor();
  expect(await page.getByRole('article', { name: /^Decision/ }).count()).toBe(1);
  expect(await page.getByText(/not in this node's history/).count()).toBe(0);
  silent.stop();
  await page.context().close();
}, 120_000);

test('more than a hundred accounts are asked for in several questions: proposals that are open, their ballots, and who is named', async () => {
  const { address: ben } = await own.person('Ben');
  const { Purpose } = program;
  await own.flows('Cleo', (c) =>
    flows.propose(c, { __kind: 'Spend', to: ben, amount: UNIT, purpose: Purpose.Expense }),
  );
  await own.does('Ada', 'castVote', { proposal: (await own.context('Ada')).site.coop.proposals - 1, choice: 'yes' });
  const [made] = await reads.proposals(network.rpc, own.coop);
  const ada = (await own.context('Ada')).site.member!;
  const at = await addresses.ballotsOf(made!.address, ada.number);
  const { data: page } = await program.fetchBallotPage(network.rpc, at);
  // as many more as a co-op of some hundred members has, each by a member of its own, to a wallet of its own; Ada has voted on all
  const [propose, voted, joined] = [
    program.getProposalEncoder(),
    program.getBallotPageEncoder(),
    program.getMemberEncoder(),
  ];
  const bytes = ({ length }: { length: number }, fill: (n: number) => { address: Address; data: Uint8Array }) =>
    Array.from({ length }, (_, n) => fill(n + 1));
  const more = { length: 120 };
  await network.put(
    bytes(more, (n) => ({
      address: somewhere(7, n),
      data: new Uint8Array(
        propose.encode({ ...made!, index: 1_000 + n, proposer: somewhere(8, n), target: somewhere(6, n) }),
      ),
    })),
  );
  for (let n = 1; n <= more.length; n++)
    await network.put([
      {
        address: await addresses.ballotsOf(somewhere(7, n), ada.number),
        data: new Uint8Array(voted.encode({ ...page, proposal: somewhere(7, n) })),
      },
    ]);
  await network.put(
    bytes(more, (n) => ({
      address: somewhere(8, n),
      data: new Uint8Array(joined.encode({ ...ada, number: n * addresses.PAGE, wallet: somewhere(9, n) })),
    })),
  );
  // the last of them voted too: its ballot is on a page of its own, as its number is above 12 800
  const last = more.length * addresses.PAGE;
  const choice = ada.number % addresses.PAGE;
  const ballots = Uint8Array.from(page.ballots, (_, i) => (i === 0 ? page.ballots[choice]! : 0));
  await network.put([
    {
      address: await addresses.ballotsOf(made!.address, last),
      data: new Uint8Array(voted.encode({ ...page, ballots })),
    },
  ]);

  const limited = connect([node.url], undefined, { question: 2 });
  const { site } = await own.context('Ada');
  const lists = await waitingLists(limited, site, ada.wallet);
  expect(lists.said.size).toBe(121);
  expect(waitingFor(site, lists, site.now).filter(({ kind }) => kind === 'vote')).toEqual([]);
  const members = await reads.members(network.rpc, own.coop);
  const who = (await votesOf(limited, made!.address, members)).map(({ member }) => member);
  expect(who).toEqual([ada.address, somewhere(8, more.length)]);

  // the page as well: one's own vote, the payee and the proposer of the one that is listed last
  const seen = await open('Ada', `/coop/${own.coop}/proposals`, { rpc: node.url });
  const card = seen.getByRole('article', { name: `Proposal ${made!.index}`, exact: true });
  await card.getByRole('heading', { name: 'Pay 1 LOCAL to Ben (no. 1) as an expense' }).waitFor();
  await card.getByText('You voted yes').waitFor();
  await card.getByText(/^Cleo \(no\. 2\)/).waitFor();
  await seen.context().close();
}, 240_000);

test('what anyone may do for a large co-op at its end is listed without a question for each member, and done', async () => {
  const ending = await found(network, 'Ada', 'Ending', 52n);
  await start(ending);
  await ending.pass(31);
  await ending.flows('Ada', flows.close);
  for (const name of FOUNDERS) await ending.flows(name, (c) => flows.leave(c, { ask: false }));
  await ending.pass(181);
  await ending.flows(
    'Ada',
    async (c) => (await chores(c)).find(({ what }) => what.startsWith('dissolve'))!.instructions,
  );
  const { coop: before } = own;
  own.coop = ending.coop;
  const counted = await faults(network.rpcUrl, () => 'pass');
  const lists = (text: string) => text.match(/pay .* its part/g);
  expect(lists((await shell(counted.url, 'chores')).out)).toHaveLength(5);
  expect(lists((await shell(counted.url, '--json', 'chores')).out)).toHaveLength(5);
  // a member is read with all of them: by itself only whoever asks is
  const asked = counted.log.filter(({ method }) => method === 'getAccountInfo');
  expect(asked.length).toBeLessThan(FOUNDERS.length);
  counted.stop();
  const { out, err } = await shell(network.rpcUrl, 'chores', '--do');
  expect(out.match(/CapitalDrawn/g)).toHaveLength(5);
  expect(err).toMatch(/^1 of \d+: /);
  own.coop = before;
}, 120_000);

test('of thousands of services and candidates the first are in the page, and a search finds the others', async () => {
  await own.flows('Cleo', (c) => flows.offer(c, 'Bread', 300));
  const [service] = await reads.services(network.rpc, own.coop);
  const ada = (await own.context('Ada')).site.member!;
  const name = (text: string) => new Uint8Array(Buffer.from(text.padEnd(32, '\0')));
  const [offered, joined] = [program.getServiceEncoder(), program.getMemberEncoder()];
  const crowd = function* () {
    for (let n = 1; n <= 2_000; n++) {
      const its = {
        ...service!,
        index: n,
        name: name(`Service ${n}.`),
        provider: somewhere(21, n),
        owner: somewhere(22, n),
      };
      yield { address: somewhere(23, n), data: new Uint8Array(offered.encode(its)) };
      const one = { ...ada, wallet: somewhere(24, n), name: name(`Cand ${n}.`), number: 0, numbered: 0 };
      yield {
        address: somewhere(25, n),
        data: new Uint8Array(joined.encode({ ...one, standing: program.Standing.Candidate })),
      };
    }
  };
  await network.put(crowd());

  const counted = await faults(network.rpcUrl, () => 'pass');
  const page = await open('Ada', `/coop/${own.coop}/services`, { rpc: counted.url });
  await page.getByText('2,002 of 2,002, of which the first 50 are listed').waitFor();
  expect(await page.getByRole('button', { name: 'Pay', exact: true }).count()).toBe(50);
  // only those that are shown are looked up
  const asked = counted.log.filter(({ method }) => method === 'getMultipleAccounts');
  expect(asked.length).toBeLessThan(10);
  const sought = page.getByLabel(/^Find a service/);
  await sought.fill('service 1999.');
  await page.getByText('1 of 2,002', { exact: true }).waitFor();
  await page.getByRole('form', { name: 'Pay Service 1999.' }).waitFor();
  await sought.fill(somewhere(22, 1_700));
  await page.getByRole('form', { name: 'Pay Service 1700.' }).waitFor();
  await page.context().close();
  counted.stop();

  const members = await open('Ada', `/coop/${own.coop}/members`);
  await members.getByText('2,000 of 2,000, of which the first 50 are listed').waitFor();
  expect(await members.getByRole('button', { name: /^Vouch for/ }).count()).toBeLessThanOrEqual(50);
  const listed = members.getByRole('region', { name: 'Members', exact: true }).locator('ul.plain li');
  expect(await listed.count()).toBe(50);
  await members.getByLabel(/^Find a candidate/).fill('cand 1999.');
  await members.getByText('1 of 2,000', { exact: true }).waitFor();
  expect(await listed.count()).toBe(1);
  expect(await barriers(members)).toEqual([]);
  await members.context().close();
}, 240_000);

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));
