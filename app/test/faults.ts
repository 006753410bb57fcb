// A node between the client and the real one, which loses what it is told to lose.
import { createServer } from 'node:http';

/** What becomes of a request: passed on; answered as given; its answer lost after it was passed on; lost before; or never answered. */
export type Fault = 'pass' | 'lose the answer' | 'lose' | 'silence' | { status: number } | { result: unknown };
export interface Faults {
  url: string;
  /** How often each method was asked for. */
  asked: Map<string, number>;
  stop(): void;
}

export function faults(to: string, decide: (method: string, time: number) => Fault, answered: (method: string, answer: string) => void = () => {}): Promise<Faults> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => void (async () => {
      const body = Buffer.concat(parts).toString();
      const { method, id } = JSON.parse(body) as { method: string; id: unknown };
      const time = (asked.get(method) ?? 0) + 1;
      asked.set(method, time);
      const fault = decide(method, time);
      if (fault === 'silence') return;
      if (fault === 'lose') return request.socket.destroy();
      if (typeof fault === 'object' && 'status' in fault) return response.writeHead(fault.status).end('{}');
      const json = { 'content-type': 'application/json' };
      if (typeof fault === 'object') return response.writeHead(200, json).end(JSON.stringify({ jsonrpc: '2.0', id, result: fault.result }));
      const answer = await fetch(to, { method: 'POST', headers: json, body }).then((one) => one.text());
      answered(method, answer);
      if (fault === 'lose the answer') return request.socket.destroy();
      response.writeHead(200, json).end(answer);
    })());
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      done({ url: `http://127.0.0.1:${port}`, asked, stop: () => (server.closeAllConnections(), server.close()) });
    });
  });
}
