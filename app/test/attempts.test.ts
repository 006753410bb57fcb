// Attacks that some people try in the bakery's sixth month, and what a member that left over a resolution gets as time passes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flows, reads, rules } from '../src/client';
import { startNetwork, type Network } from '../src/local/network';
import { attempts } from '../src/local/attempts';
import { whole } from '../src/local/story';
import { type Stage } from '../src/local/stage';

let network: Network;
let stage: Stage;
const told: string[] = [];

beforeAll(async () => {
  network = await startNetwork();
  stage = await whole(network, (what) => told.push(what));
}, 120_000);
afterAll(() => network?.stop());

test('attacks that once worked are refused, each by its rule, told in its words, and change nothing', async () => {
  const before = (await stage.context('Ada')).site.coop.seq;
  const refused = await attempts(stage);
  expect(refused.map(({ rule }) => rule)).toEqual([
    'TimelockNotOver',
    'NotAMember',
    'NotInProtest',
    'NotAMember',
    'VotingNotOver',
    'OtherStatutes',
    'TextNotShown',
    'ElectorNotSuspendable',
  ]);
  for (const { message } of refused) expect(told.join('\n')).toContain(`Refused: ${message}`);
  expect((await stage.context('Ada')).site.coop.seq).toBe(before);
});

test('who left over an amendment is paid before it takes effect', async () => {
  const amendment = await reads.proposal(network.rpc, stage.coop, 3);
  const carriedOut = () => stage.flows('Ben', (c) => flows.execute(c, amendment));
  const charter = async () => (await stage.context('Ada')).site.coop.charter.reserveBps;
  const { site } = await stage.context('Emil');
  const { asked, worth } = rules.position(site.coop, site.member!, site.now).atClose;
  expect(asked).toBeGreaterThan(0n);
  await stage.pass(Number(rules.executableFrom(amendment, site.coop, site.now) - site.now) / 86_400 - 0.1);
  await expect(carriedOut()).rejects.toMatchObject({ rule: 'AwaitsPeriodTurn' });
  await stage.pass(0.2);
  await stage.flows('Miller', flows.close);
  // by then nothing has changed, and Emil has its capital
  expect(await charter()).toBe(2_000);
  const { address } = stage.people.get('Emil')!;
  const held = async () => (await reads.purse(network.rpc, address)).get(network.mint)!;
  const before = await held();
  await stage.flows('Emil', flows.claimEverything);
  expect((await held()) - before).toBeGreaterThanOrEqual(worth);
  await carriedOut();
  expect(await charter()).toBe(2_500);
});
