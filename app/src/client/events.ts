/** What the program tells: every event carries the co-op's running number `seq`, without gaps. */
import { getBase64Encoder } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { EVENTS, type CoopEvent } from '../generated/eventTable';
import { hex } from './units';

export type { CoopEvent };

/** What a call of the program logged; whether that is certainly all of it. */
export interface Logged {
  events: CoopEvent[];
  whole: boolean;
}

/** Stands where the first line was left out: a log holds 10 kB for the whole transaction. No program can write this line. */
const CUT = 'Log truncated';

/**
 * What each call of the program logged, in the order of the calls. Lines that other programs wrote do not count.
 *
 * A log that was cut is no prefix: a line that does not fit is left out, and shorter ones after it are still there. So a call whose end was written
 * behind the cut may lack its event. Where an event stands, all before it is complete: lines that begin and end a call are shorter than any event.
 */
export function eventsByCall(logs: readonly string[]): Logged[] {
  const running: { program: string; call?: Logged }[] = [];
  const calls: Logged[] = [];
  let cut = false;
  for (const line of logs) {
    const begins = /^Program (\w+) invoke/.exec(line);
    const call = running.at(-1)?.call;
    if (line === CUT) cut = true;
    else if (begins) {
      const made = begins[1] === COOP_PROGRAM_ADDRESS ? { events: [], whole: false } : undefined;
      if (made) calls.push(made);
      running.push({ program: begins[1]!, ...(made ? { call: made } : {}) });
    } else if (/^Program \w+ (success|failed)/.test(line)) {
      if (call) call.whole = !cut;
      running.pop();
    } else if (call && line.startsWith('Program data: ')) {
      const event = eventOf(line);
      if (event) call.events.push(event);
    }
  }
  return calls;
}
/** Nothing of a line that only begins like an event: behind a cut, it may be that of a program whose own beginning was left out. */
function eventOf(line: string): CoopEvent | undefined {
  const bytes = getBase64Encoder().encode(line.slice(14).split(' ')[0]!);
  const known = (EVENTS as Partial<typeof EVENTS>)[hex(bytes.slice(0, 8)) as keyof typeof EVENTS];
  const decoder = known?.[1]();
  return !decoder || bytes.length < decoder.fixedSize
    ? undefined
    : ({ event: known![0], ...decoder.decode(bytes) } as CoopEvent);
}

/** The program's events in a transaction's log, in order. A log is cut at 10 kB: `historyOf` fills what is missing from the instructions. */
export const eventsIn = (logs: readonly string[]): CoopEvent[] => eventsByCall(logs).flatMap(({ events }) => events);
