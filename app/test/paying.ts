// Paying a service with a test wallet: shared by the tests of wallets.
import * as k from '@solana/kit';
import { expect } from 'vitest';
import { flows, program } from '../src/client';
import { found, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { begin, network } from './browser';
import { worn, type Double, type Habits } from './doubles';

export let stage: Stage;
export let ada: k.KeyPairSigner;
export let ben: k.KeyPairSigner;
/** A co-op with a service to pay, and the page as it is published. */
export async function beginPaying(): Promise<void> {
  await begin(false);
  stage = await found(network);
  await start(stage);
  await stage.flows('Miller', (c) => flows.offer(c, 'Bread by subscription', 300));
  [ada, ben] = [await stage.person('Ada'), await stage.person('Ben')];
}
const open: Double[] = [];
export async function closeAll(): Promise<void> {
  for (const { page } of open.splice(0)) await page.context().close();
}

/** The total paid to services, in tokens, from the co-op's fee of 3 %. */
export const turnover = async () => Number((await stage.context('Ada')).site.coop.period.revenue) / 30_000;
/** A page at the services view, with this wallet. */
export async function has(habits: Partial<Habits>, connects = true): Promise<Double> {
  const double = await worn({ people: [ada], ...habits }, `/coop/${stage.coop}/services`);
  open.push(double);
  if (connects) await double.page.getByRole('button', { name: `Connect ${habits.name ?? 'Double'}` }).click();
  if (connects) await double.page.getByTestId('wallet').waitFor();
  return double;
}
export const form = ({ page }: Double) => page.getByRole('form', { name: 'Pay Bread by subscription' });
/** Presses Pay, waits for the message, and returns how much was paid according to the ledger. */
export async function pays(
  double: Double,
  amount: string,
  says: RegExp,
  meanwhile?: () => Promise<unknown>,
): Promise<number> {
  const before = await turnover();
  await form(double).getByLabel('Amount').fill(amount);
  await form(double).getByRole('button', { name: 'Pay' }).click();
  await meanwhile?.();
  await told(double, says);
  return (await turnover()) - before;
}
/** Waits until the page shows this message. */
export const told = ({ page }: Double, says: RegExp) =>
  expect
    .poll(async () => (await page.locator('.message span').allTextContents())[0] ?? '', { timeout: 30_000 })
    .toMatch(says);
export const asksNow = (double: Double) =>
  expect.poll(() => double.asked.length, { timeout: 20_000 }).toBeGreaterThan(0);
export type Message = { instructions: { data?: Uint8Array; programAddress: string }[] };
export const ours = ({ programAddress }: { programAddress: string }) => programAddress === program.COOP_PROGRAM_ADDRESS;
/** A memo as wallets add it; `bad` makes the transaction fail. */
export const memo = (bad = false) => ({
  programAddress: k.address('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr'),
  data: bad ? Uint8Array.from([255, 255]) : new TextEncoder().encode('by a wallet'),
});
export const only = ['solana:signAndSendTransaction'] as const;
export const pressed = (double: Double, name: string) => double.page.getByRole('button', { name, exact: true }).click();
