/** The program's events. Each has a number `seq`, which runs without gaps in its co-op. */
import { getBase64Encoder } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { EVENTS, type CoopEvent } from '../generated/eventTable';
import { hex } from './units';

export type { CoopEvent };

/** The events that a call of the program logged, and whether these are certainly all of them. */
export interface Logged {
  events: CoopEvent[];
  whole: boolean;
}

/** Where the first line was dropped: a transaction's log holds 10 kB. No program can write this line itself. */
const CUT = 'Log truncated';

/**
 * The events that each call of the program logged, in the order of the calls. Lines written by other programs do not count.
 *
 * A cut log is no prefix: a line that does not fit is dropped, shorter ones after it stay. So a call that ends after the cut may
 * lack its event. Where an event is present, all before it is complete: lines around a call are shorter.
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
/** Undefined for a line that only begins like an event: after a cut, it may belong to a program whose start was dropped. */
function eventOf(line: string): CoopEvent | undefined {
  const bytes = getBase64Encoder().encode(line.slice(14).split(' ')[0]!);
  const known = (EVENTS as Partial<typeof EVENTS>)[hex(bytes.slice(0, 8)) as keyof typeof EVENTS];
  const decoder = known?.[1]();
  return !decoder || bytes.length < decoder.fixedSize
    ? undefined
    : ({ event: known![0], ...decoder.decode(bytes) } as CoopEvent);
}

/** The program's events in a transaction's log, in order. A log is cut at 10 kB: `historyOf` fills gaps from the instructions. */
export const eventsIn = (logs: readonly string[]): CoopEvent[] => eventsByCall(logs).flatMap(({ events }) => events);
