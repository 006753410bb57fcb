// A proxy in front of a real node, which loses, delays, doubles and refuses requests as a test decides.
import { createServer, type ServerResponse } from 'node:http';

/** The public networks by the hashes of their first blocks: written a second time, so that a typo in one copy shows. */
export const PUBLIC_NETWORKS = [
  ['5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d', 'mainnet-beta'],
  ['EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG', 'devnet'],
  ['4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY', 'testnet'],
] as const;

/** What happens to a request. */
export type Fault =
  | 'pass'
  /** Forwarded, but the answer is lost. */
  | 'lose the answer'
  /** The connection is dropped before it is forwarded. */
  | 'lose'
  /** Not forwarded, and never answered. */
  | 'silence'
  /** Forwarded, and never answered. */
  | 'swallow the answer'
  /** The connection is dropped in the middle of the answer. */
  | 'half'
  /** Forwarded twice. */
  | 'twice'
  | { status: number; headers?: Record<string, string>; text?: string }
  | { result: unknown }
  | { error: { code: number; message: string; data?: unknown } }
  /** Another fault, after this many milliseconds. */
  | { after: number; then: Fault }
  /** Another fault, once this has happened. */
  | { once: Promise<unknown>; then: Fault }
  /** Forwarded to another node. */
  | { to: string };

export interface Faults {
  url: string;
  /** How often each method was requested. */
  asked: Map<string, number>;
  /** Every request in order: when it came, and what happened to it. */
  log: { at: number; method: string; fault: Fault }[];
  stop: () => void;
}

const JSON_HEADERS = {
  'content-type': 'application/json',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'retry-after, date',
};

export function faults(
  to: string,
  decide: (method: string, time: number, body: string) => Fault,
  told?: (method: string, body: string, answer: string) => void,
): Promise<Faults> {
  const asked = new Map<string, number>();
  const log: Faults['log'] = [];
  const forward = async (body: string, node = to) =>
    fetch(node, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then((one) => one.text());
  const become = async (
    fault: Fault,
    method: string,
    body: string,
    id: unknown,
    response: ServerResponse,
  ): Promise<unknown> => {
    const answer = (status: number, text: string, headers = {}) =>
      response.writeHead(status, { ...JSON_HEADERS, ...headers }).end(text);
    const drop = () => response.socket?.destroy();
    if (fault === 'silence') return undefined;
    if (fault === 'lose') return drop();
    if (typeof fault === 'object') {
      if ('after' in fault)
        return void setTimeout(() => void become(fault.then, method, body, id, response), fault.after);
      if ('once' in fault) return void fault.once.then(() => become(fault.then, method, body, id, response));
      if ('status' in fault) return answer(fault.status, fault.text ?? '{}', fault.headers);
      if ('result' in fault) return answer(200, JSON.stringify({ jsonrpc: '2.0', id, result: fault.result }));
      if ('error' in fault) return answer(200, JSON.stringify({ jsonrpc: '2.0', id, error: fault.error }));
    }
    const text = await forward(body, typeof fault === 'object' ? fault.to : to);
    told?.(method, body, text);
    if (fault === 'twice') await forward(body);
    if (fault === 'swallow the answer') return undefined;
    if (fault === 'lose the answer') return drop();
    if (fault !== 'half') return answer(200, text);
    response.writeHead(200, { ...JSON_HEADERS, 'content-length': Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), drop);
    return undefined;
  };
  const server = createServer((request, response) => {
    if (request.method === 'OPTIONS')
      return response.writeHead(204, { ...JSON_HEADERS, 'access-control-allow-headers': '*' }).end();
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const { method, id } = JSON.parse(body) as { method: string; id: unknown };
      const time = (asked.get(method) ?? 0) + 1;
      asked.set(method, time);
      const fault = decide(method, time, body);
      log.push({ at: performance.now(), method, fault });
      become(fault, method, body, id, response).catch(() => response.socket?.destroy());
    });
    return undefined;
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      done({ url: `http://127.0.0.1:${port}`, asked, log, stop: () => (server.closeAllConnections(), server.close()) });
    });
  });
}

/** A node that accepts what is sent, and then answers nothing about it. */
export function forgetful(to: string): Promise<Faults> {
  let sent = false;
  return faults(to, (method) => {
    if (method === 'sendTransaction') sent = true;
    if (method === 'sendTransaction') return 'lose the answer';
    return sent && /getSignatureStatuses|getEpochInfo|getTransaction/.test(method) ? 'lose' : 'pass';
  });
}
