/** Dates as a calendar file (iCalendar, RFC 5545): lines end in CR LF and have at most 75 bytes, texts are escaped. */
import type { Dated } from './dates';

const encoder = new TextEncoder();

/** Folds a line into pieces of at most 75 bytes; all but the first begin with a space, and no character is split. */
function folded(line: string): string {
  const lines = [''];
  let room = 75;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (size > room) {
      lines.push('');
      room = 74;
    }
    lines.push(`${lines.pop()!}${character}`);
    room -= size;
  }
  return lines.join('\r\n ');
}
/** Text as a value: characters with a meaning of their own are escaped, control characters left out. */
const escaped = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- these are the characters that are left out
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, '')
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n');
/** A moment in UTC, as `20261224T180000Z`. */
const moment = (at: bigint) => new Date(Number(at) * 1_000).toISOString().replace(/\.\d+|[-:]/g, '');

/** The dates of one co-op. `stamp`: when they were read, by the chain's clock. */
export interface Dates {
  name: string;
  coop: string;
  stamp: bigint;
  dates: readonly Dated[];
}
/** A calendar of several co-ops. Dates that are the reader's own have a reminder a day before. */
export function calendar(called: string, all: readonly Dates[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Coop//Dates//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(called)}`,
  ];
  for (const { name, coop, stamp, id, at, what, more, mine, is } of all.flatMap(({ dates, ...of }) =>
    dates.map((date) => ({ ...of, ...date })),
  )) {
    lines.push(
      'BEGIN:VEVENT',
      `UID:${id}@${coop}`,
      `DTSTAMP:${moment(stamp)}`,
      `DTSTART:${moment(at)}`,
      `SUMMARY:${escaped(`${name}: ${what}`)}`,
      `DESCRIPTION:${escaped(more)}`,
      `CATEGORIES:${escaped(is === 'until' ? 'deadline' : 'from then on')}`,
      'TRANSP:TRANSPARENT',
      ...(mine ? ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-P1D', `DESCRIPTION:${escaped(what)}`, 'END:VALARM'] : []),
      'END:VEVENT',
    );
  }
  return [...lines, 'END:VCALENDAR'].map((line) => `${folded(line)}\r\n`).join('');
}
