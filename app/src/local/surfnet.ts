/**
 * Surfpool's validator in a process of its own, which can be ended when it does not start. It looks for two free ports
 * and lets go of them again; if one is taken before it listens there, the call that starts it never returns.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Surfnet {
  rpcUrl: string;
  wsUrl: string;
  deploy: (options: { programId: string; soPath: string }) => Promise<void>;
  fundSol: (address: string, lamports: number) => Promise<void>;
  fundToken: (owner: string, mint: string, amount: number, tokenProgram?: string) => Promise<void>;
  setAccount: (address: string, lamports: number, data: number[], owner: string) => Promise<void>;
  timeTravelToTimestamp: (milliseconds: number) => Promise<void>;
  stop: () => void;
}
type Method = Exclude<keyof Surfnet, 'rpcUrl' | 'wsUrl' | 'stop'>;
type Ready = Pick<Surfnet, 'rpcUrl' | 'wsUrl'>;
interface Reply {
  id: number;
  error?: string;
}

const TRIES = 3;

/** Starts the validator. One that is not ready after `patience` milliseconds is ended, and another started. */
export async function startSurfnet(
  module: string | URL = new URL('./validator.mjs', import.meta.url),
  patience = 20_000,
): Promise<Surfnet> {
  for (let tries = 0; tries < TRIES; tries++) {
    const child = fork(fileURLToPath(module), {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const ready = await firstWord(child, patience);
    if (ready) return surfnetOf(child, ready);
    child.kill('SIGKILL');
  }
  throw new Error(
    `the local network did not start: ${TRIES} processes ended or were not ready after ${patience / 1000} s; what they said is above`,
  );
}

/** What the process says when it is ready; nothing, if it ends before or takes longer than `patience`. */
function firstWord(child: ChildProcess, patience: number): Promise<Ready | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), patience);
    const heard = (ready?: Ready) => {
      clearTimeout(timer);
      resolve(ready);
    };
    child.once('message', (ready) => heard(ready as Ready));
    child.once('exit', () => heard());
    child.once('error', () => heard());
  });
}

function surfnetOf(child: ChildProcess, { rpcUrl, wsUrl }: Ready): Surfnet {
  const waiting = new Map<number, (error?: string) => void>();
  let calls = 0;
  child.on('message', ({ id, error }: Reply) => waiting.get(id)?.(error));
  child.once('exit', (code, signal) => {
    for (const end of waiting.values())
      end(`the process of the local network ended: ${signal ?? `code ${String(code)}`}`);
  });

  const call =
    (method: Method) =>
    (...args: unknown[]) =>
      new Promise<void>((resolve, reject) => {
        const id = ++calls;
        const end = (error?: string) => {
          waiting.delete(id);
          if (error === undefined) resolve();
          else reject(new Error(error));
        };
        waiting.set(id, end);
        child.send({ id, method, args }, (error) => error && end(error.message));
      });
  return {
    rpcUrl,
    wsUrl,
    deploy: call('deploy'),
    fundSol: call('fundSol'),
    fundToken: call('fundToken'),
    setAccount: call('setAccount'),
    timeTravelToTimestamp: call('timeTravelToTimestamp'),
    stop: () => void child.kill('SIGKILL'),
  };
}
