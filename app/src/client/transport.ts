/** How nodes are asked: every request has a time limit, a failing node is left alone for a while, and errors are sentences. */
import { createSolanaRpcFromTransport, type RpcTransport } from '@solana/kit';
import { CLUSTERS, type Cluster } from './clusters';
import { NodeFailure, type NodeTrouble } from './failures';
import type { Reader } from './reads/accounts';

/** Time limits, in seconds. */
export interface Patience {
  /** How long a node may be silent: before its answer begins, and within it. */
  answer: number;
  /** How long a request is repeated, to this node or others. Not for sends: the sender repeats them itself. */
  question: number;
  /** The first pause after a failure, at random between half and all of it; each further one is twice as long, up to `longest`. */
  wait: number;
  longest: number;
  /** After signing: how long it cannot have expired, so that only its status is asked. */
  fresh: number;
  /** After signing: how long without any answer until the outcome counts as unknown. */
  silence: number;
  /** After signing: how long altogether if no answer decides. */
  undecided: number;
  /** For a silent wallet that sends by itself: when to begin searching the payer's history; and how long after its error. */
  quiet: number;
  afterError: number;
}
/** The limits that apply unless others are given. */
export const PATIENCE: Patience = {
  answer: 10,
  question: 30,
  wait: 0.4,
  longest: 10,
  fresh: 30,
  silence: 60,
  undecided: 300,
  quiet: 5,
  afterError: 40,
};

/** The most seconds for a whole answer, even if parts of it keep coming. */
const WHOLE_ANSWER = 120;
/** Errors about the node and not the request: it is behind, unhealthy, asked too often, or does not answer such questions. */
const OF_THE_NODE: Readonly<Record<number, NodeTrouble>> = {
  [-32005]: 'behind',
  [-32016]: 'behind',
  [-32014]: 'behind',
  [-32429]: 'busy',
  429: 'busy',
  // it does not have the method, or no list of such accounts
  [-32601]: 'lacks',
  [-32010]: 'lacks',
};
/** Requests that are not repeated here: whoever sends decides when to send again. */
const ASKED_ONCE = /^(sendTransaction|requestAirdrop)$/;

interface Node {
  url: string;
  /** A time of `performance.now()` before which the node is not asked. */
  rests: number;
  /** Failures since its last answer; those of simultaneous requests count as one. */
  failed: number;
  /** When and why it failed last. */
  last: number;
  why?: NodeFailure;
  /** The hash of its network's first block, once it was requested. */
  network?: Promise<string>;
}
/** What nodes that replace each other share: their network. */
interface Common {
  network?: string | undefined;
}
interface Answer {
  result?: unknown;
  error?: { code: number; data?: { numSlotsBehind?: number | null } };
}

/** For each reader, one reader for each of its nodes. */
const alone = new WeakMap<Reader, readonly Reader[]>();
/** The nodes of a reader, each as a reader: for conclusions that have to rest on answers of one node. */
export const nodesOf = (rpc: Reader): readonly Reader[] => alone.get(rpc) ?? [rpc];

/**
 * Asks the first node as long as it answers, else the next; none of another network than the first. `another`: how the user can
 * name a node. Failures are thrown as {@link NodeFailure}; answers to the request itself, even refusals, are left to kit.
 */
export function connect(
  urls: readonly string[],
  another = 'the address of its RPC',
  patience: Partial<Patience> = {},
): Reader {
  const limits = { ...PATIENCE, ...patience };
  const nodes = urls.map((url): Node => ({ url, rests: 0, failed: 0, last: 0 }));
  const over = (some: Node[], common?: Common) =>
    createSolanaRpcFromTransport(transport(some, another, limits, common));
  const rpc = over(nodes, nodes.length > 1 ? { network: publicAt(urls[0]!) } : undefined);
  alone.set(rpc, nodes.length > 1 ? nodes.map((node) => over([node])) : [rpc]);
  return rpc;
}

function transport(nodes: readonly Node[], another: string, limits: Patience, common?: Common): RpcTransport {
  return async <T>({ payload, signal }: Parameters<RpcTransport>[0]): Promise<T> => {
    // numbers here are small, and the browser's own parser is many times faster than one that keeps integers above 2^53
    const body = JSON.stringify(payload, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
    const once = ASKED_ONCE.test((payload as { method?: string }).method ?? '');
    let able = nodes;
    for (const began = performance.now(); ;) {
      const node = await rested(able, began + limits.question * 1_000, signal);
      const asked = performance.now();
      try {
        if (common) await belongs(node, common, another, limits);
        const answer = await ask(node, body, another, limits, signal);
        node.failed = 0;
        return answer as T;
      } catch (failed) {
        if (!(failed instanceof NodeFailure)) throw failed;
        if (failed.trouble === 'lacks') {
          // other questions it answers
          able = able.filter((other) => other !== node);
          if (able.length === 0) throw failed;
          continue;
        }
        if (asked >= node.last) node.failed += 1;
        node.last = performance.now();
        const wait = failed.lasting
          ? limits.longest
          : Math.min(limits.longest, limits.wait * 2 ** Math.max(0, node.failed - 1)) * (0.5 + Math.random() / 2);
        // spread in time, even if the node says when
        node.rests = Math.max(
          node.rests,
          performance.now() + Math.max(wait, (failed.after ?? 0) * (1 + Math.random() / 10)) * 1_000,
        );
        node.why = failed;
        const none = failed.lasting && able.length === 1; // it would answer the same again
        if (once || none) throw failed;
      }
    }
  };
}

/** Throws if a node belongs to another network than those beside it: what is read here would be signed for there. */
async function belongs(node: Node, common: Common, another: string, limits: Patience): Promise<void> {
  node.network ??= ask(node, GENESIS, another, limits, undefined).then((answer) => {
    const { result } = answer as Answer;
    if (typeof result !== 'string') throw new NodeFailure('foreign', new URL(node.url).host, another);
    return result;
  });
  const said = await node.network.catch((failed: unknown) => {
    delete node.network;
    // one that does not say of which network it is cannot stand in for another
    throw failed instanceof NodeFailure && failed.trouble === 'lacks'
      ? new NodeFailure('foreign', failed.host, another)
      : failed;
  });
  common.network ??= said;
  if (said !== common.network) throw new NodeFailure('elsewhere', new URL(node.url).host, another);
}
const GENESIS = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'getGenesisHash' });

/** The first node that may be asked again, as soon as there is one; throws the node's failure if there is none in time. */
async function rested(nodes: readonly Node[], until: number, signal: AbortSignal | undefined): Promise<Node> {
  for (;;) {
    const now = performance.now();
    const node = nodes.find(({ rests }) => rests <= now);
    if (node) return node;
    const first = nodes.reduce((best, one) => (one.rests < best.rests ? one : best));
    if (first.rests > until) throw first.why!;
    await pause(first.rests - now, signal);
  }
}

/** Asks a node, once. */
async function ask(
  { url }: Node,
  body: string,
  another: string,
  limits: Patience,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { host } = new URL(url);
  const failure = (
    trouble: NodeTrouble,
    more: { status?: number; after?: number; behind?: number; cause?: unknown } = {},
  ) => new NodeFailure(trouble, host, another, more);
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(failure('silent')), limits.answer * 1_000);
  };
  const whole = setTimeout(() => silence.abort(failure('silent')), WHOLE_ANSWER * 1_000);
  heard();
  let begun = false;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    });
    begun = true;
    if (!answer.ok) {
      void answer.body?.cancel().catch(() => undefined);
      throw failure(troubleOf(answer.status), { status: answer.status, ...afterOf(answer.headers) });
    }
    const said = JSON.parse(await textOf(answer, heard)) as unknown;
    if (typeof said !== 'object' || said === null || !('result' in said || 'error' in said)) throw failure('foreign');
    const read = said as Answer;
    const trouble = read.error && OF_THE_NODE[read.error.code];
    if (trouble) throw failure(trouble, { behind: read.error!.data?.numSlotsBehind ?? 0 });
    return read;
  } catch (failed) {
    if (failed instanceof NodeFailure) throw failed;
    if (signal?.aborted) throw signal.reason;
    throw silence.signal.aborted ? silence.signal.reason : failure(begun ? 'broken' : 'unreachable', { cause: failed });
  } finally {
    clearTimeout(timer);
    clearTimeout(whole);
  }
}

const troubleOf = (status: number): NodeTrouble =>
  status === 429
    ? 'busy'
    : status === 401 || status === 403 || status === 451
      ? 'refuses'
      : status >= 500 || status === 408
        ? 'broken'
        : 'foreign';

/** Reads `Retry-After`: seconds, or a date, which is compared with the node's own clock, as ours may be wrong. */
function afterOf(headers: Headers): { after?: number } {
  const said = headers.get('retry-after');
  if (!said) return {};
  const seconds = /^\d+$/.test(said.trim())
    ? Number(said)
    : (Date.parse(said) - Date.parse(headers.get('date') ?? '')) / 1_000;
  return Number.isFinite(seconds) && seconds >= 0 ? { after: seconds } : {};
}

/** Reads the whole answer, as long as parts of it keep coming. */
async function textOf(answer: Response, heard: () => void): Promise<string> {
  if (!answer.body) return answer.text();
  const decoder = new TextDecoder();
  const reader = answer.body.getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    heard();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
  }
}

/** The time limit of one request, even if the reader has none of its own. */
export const timely = () => ({ abortSignal: AbortSignal.timeout(10_000) });

/** Waits, unless the signal aborts. */
export const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((done, stop) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it rejects with the reason of the signal
    const given = () => (clearTimeout(timer), stop(signal!.reason));
    const timer = setTimeout(() => (signal?.removeEventListener('abort', given), done()), milliseconds);
    if (signal?.aborted) given();
    else signal?.addEventListener('abort', given, { once: true });
  });

const known = new WeakMap<Reader, string>();
/** The hash of the first block: nodes of one network agree on it, and a network that was started anew has another. */
export async function networkOf(rpc: Reader): Promise<string> {
  const found = known.get(rpc) ?? (await rpc.getGenesisHash().send(timely()));
  known.set(rpc, found);
  return found;
}
/** The cluster of a node, by the hash of its first block; undefined for any other network. */
export const clusterOf = async (rpc: Reader): Promise<Cluster | undefined> => CLUSTERS[await networkOf(rpc)];

/** The network of a public node, by its host name. */
const publicAt = (url: string): string | undefined =>
  Object.keys(CLUSTERS).find((hash) => new URL(url).host === `api.${CLUSTERS[hash]!}.solana.com`);

/** Whether a node is on this machine. */
export const isOwnMachine = (url: string): boolean =>
  /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

/** A link to the explorer; `known`: the cluster. A node's address may have a key in it: it is in the link only for own machines. */
export function transactionLink(signature: string, url: string, known?: string): string {
  const [named] = /devnet|testnet/.exec(new URL(url).hostname) ?? [];
  const cluster = known === 'mainnet-beta' ? undefined : (known ?? named);
  const query = !known && isOwnMachine(url) ? { cluster: 'custom', customUrl: url } : cluster ? { cluster } : undefined;
  return `https://explorer.solana.com/tx/${signature}${query ? `?${new URLSearchParams(query).toString()}` : ''}`;
}
