/** What a command prints: results, outcomes, errors. */
import { isNetwork, program, Refusal, sentence, texts, units, Unsettled } from '../client';
import { Usage } from './options';
import { keptBy } from './kept';
import { TEXTS } from './shown';
import type { Run } from './given';

/** Nothing that is printed moves the cursor, erases or turns round what stands beside it: texts of calls, files and nodes are anybody's. */
const readable = (lines: string) => lines.replace(/[^\n\t]+/g, texts.visible);
export const out = (line: string) => void process.stdout.write(`${readable(line)}\n`);
export const err = (line: string) => void process.stderr.write(`${readable(line)}\n`);

/** For scripts: what became of what was signed, and its signature. */
function outcomeOf(failed: unknown): object {
  if (failed instanceof Unsettled) return { outcome: failed.outcome, signature: failed.signature };
  return failed instanceof Refusal && failed.signature ? { outcome: 'failed', signature: failed.signature } : {};
}
/** Prints what went wrong, and returns its exit code: 1 refused, failed or expired, 2 invalid arguments, 3 outcome unknown. */
export function report(failed: unknown, json: boolean, usage?: string): 1 | 2 | 3 {
  const misused = failed instanceof Usage;
  if (json)
    err(
      plain({
        error: sentence(failed),
        ...(failed instanceof Refusal ? { code: failed.code, rule: failed.rule, instruction: failed.instruction } : {}),
        ...outcomeOf(failed),
      }),
    );
  else
    err(
      `coop: ${sentence(failed)}${misused && usage ? `\n${usage}` : ''}${failed instanceof Unsettled && failed.earlier ? ' (--again sends it all the same)' : ''}`,
    );
  if (!misused && !json && !(failed instanceof Unsettled) && keptBy(() => {}).list().length > 0)
    err('coop: of something that you signed before it is not known yet what became: `coop signed` asks');
  return misused ? 2 : failed instanceof Unsettled && failed.outcome === 'unknown' ? 3 : 1;
}

/** One of several transactions. */
export interface Part {
  /** Told before it is sent. */
  what?: string;
  /** It can only be done once the one before it is. */
  needs?: boolean;
  go: () => Promise<void>;
}
/** One after another, each with its own outcome. What needs one that was not done is not tried. The exit code is the worst: unknown, then failed. */
export async function inTurn(run: Run, parts: readonly Part[]): Promise<void> {
  const json = run.said.json ?? false;
  let worst = 0;
  for (const [i, { what, go }] of parts.entries()) {
    if (what)
      err(
        json
          ? JSON.stringify({ doing: what, number: i + 1, of: parts.length })
          : `${i + 1} of ${parts.length}: ${what}`,
      );
    try {
      await go();
    } catch (failed) {
      const code = report(failed, json);
      worst = Math.max(worst, code);
      const gone = isNetwork(failed);
      const left = parts.length - i - 1;
      if (left === 0 || (!gone && !parts[i + 1]!.needs)) continue;
      const said = `${left === 1 ? 'the one that follows was' : `the ${left} that follow were`} not signed or sent${gone ? '' : ', as it needs the one before'}`;
      err(json ? JSON.stringify({ left, why: said }) : `coop: ${said}`);
      break;
    }
  }
  if (worst) process.exitCode = worst;
}
/** For scripts: amounts in base units as digits, names as text, other bytes in hexadecimal; nothing of what only the program needs. `coop schema` describes it. */
export const plain = (value: unknown) =>
  JSON.stringify(
    value,
    (key, v: unknown) => {
      if (key === 'discriminator' || /bump$/i.test(key)) return undefined;
      if (typeof v === 'bigint') return v.toString();
      if (key === 'standing' && typeof v === 'number') return program.Standing[v]?.toLowerCase();
      if (v instanceof Uint8Array) return TEXTS.has(key) ? units.text(v) : units.hex(v);
      if (typeof v === 'object' && v !== null && '__option' in v) return (v as { value?: unknown }).value ?? null;
      return v;
    },
    2,
  ).replace(/[^\n -~]/gu, (character) =>
    // escaped, so that a script still reads what is there
    texts.visible(character) === character
      ? character
      : character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
