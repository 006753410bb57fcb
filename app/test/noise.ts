/** Random faults of a node, from a seed. */
import { getBase58Decoder } from '@solana/kit';
import type { Network } from '../src/local/network';
import { faults, type Fault, type Faults } from './faults';

type Random = () => number;
/** Mulberry32: the same seed gives the same numbers. */
export const randomOf =
  (seed: number): Random =>
  () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

const NOISE: readonly ((random: Random) => Fault)[] = [
  () => 'lose',
  () => 'lose the answer',
  () => 'half',
  () => 'silence',
  () => 'swallow the answer',
  () => ({ status: 429 }),
  () => ({ status: 429, headers: { 'retry-after': '1' } }),
  () => ({ status: 403 }),
  () => ({ status: 500 }),
  () => ({ status: 503 }),
  (random) => ({ after: 50 + random() * 1_500, then: 'pass' }),
  () => ({ error: { code: -32005, message: 'Node is behind', data: { numSlotsBehind: 9 } } }),
];
const STATUS = /getSignatureStatuses|getTransaction$/;
const SCRIPTS = [
  'noise',
  'noise',
  'noise',
  'no answer to what is sent',
  'what is sent is lost',
  'what is sent comes late',
  'sent twice',
  'lags',
  'lags a while',
  'another fork a while',
  'a blockhash of another fork',
  'deaf once it was sent',
] as const;

/** One schedule: a proxy whose faults begin when `trouble` is set. */
export async function nodeOf(
  random: Random,
  to: Network,
  fork: Network,
): Promise<Faults & { script: string; trouble: boolean }> {
  const script = pick(random, SCRIPTS);
  const noise = script === 'noise' ? pick(random, [0.1, 0.25, 0.5]) : pick(random, [0, 0.05, 0.15]);
  const recorded = new Map<string, string>();
  let sent = Infinity;
  const lasts = 1_000 + random() * 5_000;
  const of: { trouble: boolean } = { trouble: false };
  const proxy = await faults(
    to.rpcUrl,
    (method): Fault => {
      if (!of.trouble) return 'pass';
      if (method === 'sendTransaction') {
        sent = Math.min(sent, performance.now());
        if (script === 'no answer to what is sent') return 'lose the answer';
        if (script === 'what is sent is lost') return 'lose';
        if (script === 'what is sent comes late') return { after: 300 + random() * 9_000, then: 'pass' };
        if (script === 'sent twice') return 'twice';
      }
      const since = performance.now() - sent;
      if (script === 'deaf once it was sent' && since > 0 && method !== 'sendTransaction') return 'lose';
      const before = recorded.get(method);
      if (STATUS.test(method) && before && (script === 'lags' || (script === 'lags a while' && !(since > lasts))))
        return { result: JSON.parse(before) as unknown };
      if (STATUS.test(method) && script === 'another fork a while' && !(since > lasts)) return { to: fork.rpcUrl };
      if (method === 'getLatestBlockhash' && script === 'a blockhash of another fork') return { to: fork.rpcUrl };
      return random() < noise ? pick(random, NOISE)(random) : 'pass';
    },
    (method, _, answer) => {
      if (!of.trouble) recorded.set(method, JSON.stringify((JSON.parse(answer) as { result: unknown }).result));
    },
  );
  // records answers about an unknown transaction before anything is sent
  const nobody = getBase58Decoder().decode(crypto.getRandomValues(new Uint8Array(64)));
  for (const [method, params] of [
    ['getSignatureStatuses', [[nobody]]],
    ['getTransaction', [nobody]],
  ] as const) {
    await fetch(proxy.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
  }
  return Object.assign(of, proxy, { script });
}
