/** What the program tells: every event carries the co-op's running number `seq`, without gaps. */
import { getBase64Encoder } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { EVENTS, type CoopEvent } from '../generated/eventTable';
import { hex } from './units';

export type { CoopEvent };

/** The program's events in a transaction's log, in order. Lines that other programs wrote do not count. */
export function eventsIn(logs: readonly string[]): CoopEvent[] {
  const running: string[] = [];
  const events: CoopEvent[] = [];
  for (const line of logs) {
    const begins = /^Program (\w+) invoke/.exec(line);
    if (begins) running.push(begins[1]!);
    else if (/^Program \w+ (success|failed)/.test(line)) running.pop();
    else if (line.startsWith('Program data: ') && running.at(-1) === COOP_PROGRAM_ADDRESS) {
      const bytes = getBase64Encoder().encode(line.slice(14).split(' ')[0]!);
      const known = EVENTS[hex(bytes.slice(0, 8)) as keyof typeof EVENTS];
      if (known) events.push({ event: known[0], ...known[1]().decode(bytes) } as CoopEvent);
    }
  }
  return events;
}
