/** What the program tells: every event carries the co-op's running number `seq`, without gaps. */
import { getBase64Encoder } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { EVENTS, type CoopEvent } from '../generated/eventTable';
import { hex } from './units';

export type { CoopEvent };

/** What a call of the program logged; whether the log holds all of it: it is cut at 10 kB for the whole transaction. */
export interface Logged {
  events: CoopEvent[];
  whole: boolean;
}

/** What each call of the program logged, in the order of the calls. Lines that other programs wrote do not count. */
export function eventsByCall(logs: readonly string[]): Logged[] {
  const running: { program: string; call?: Logged }[] = [];
  const calls: Logged[] = [];
  for (const line of logs) {
    const begins = /^Program (\w+) invoke/.exec(line);
    const call = running.at(-1)?.call;
    if (begins) {
      const made = begins[1] === COOP_PROGRAM_ADDRESS ? { events: [], whole: false } : undefined;
      if (made) calls.push(made);
      running.push({ program: begins[1]!, ...(made ? { call: made } : {}) });
    } else if (/^Program \w+ (success|failed)/.test(line)) {
      if (call) call.whole = true;
      running.pop();
    } else if (call && line.startsWith('Program data: ')) {
      const bytes = getBase64Encoder().encode(line.slice(14).split(' ')[0]!);
      const known = (EVENTS as Partial<typeof EVENTS>)[hex(bytes.slice(0, 8)) as keyof typeof EVENTS];
      if (known) call.events.push({ event: known[0], ...known[1]().decode(bytes) } as CoopEvent);
    }
  }
  return calls;
}

/** The program's events in a transaction's log, in order. A log is cut at 10 kB: `historyOf` fills what is missing from the instructions. */
export const eventsIn = (logs: readonly string[]): CoopEvent[] => eventsByCall(logs).flatMap(({ events }) => events);
