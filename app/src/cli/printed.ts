/** What a command prints: results, outcomes, errors. */
import { isNetwork, lacksSol, openIn, program, Refusal, sentence, texts, units, Unsettled } from '../client';
import { Usage } from './options';
import { keptBy } from './kept';
import { TEXTS } from './shown';
import type { Run } from './given';

/** Nothing that is printed moves the cursor, erases or turns round what stands beside it: texts of calls, files and nodes are anybody's. */
const readable = (lines: string) => lines.replace(/[^\n\t]+/g, texts.visible);
export const out = (line: string) => void process.stdout.write(`${readable(line)}\n`);
export const err = (line: string) => void process.stderr.write(`${readable(line)}\n`);

/** The co-op that something founds that was or may have been done. */
const foundedBy = ({ outcome, signed }: Unsettled) => (outcome === 'expired' ? undefined : signed.coop);
/** For `--json`: the outcome and the signature, if something was signed. */
function outcomeOf(failed: unknown): object {
  if (failed instanceof Unsettled) {
    const { outcome, signature } = failed;
    const coop = foundedBy(failed);
    return { outcome, signature, ...(coop ? { coop } : {}) };
  }
  return failed instanceof Refusal && failed.signature ? { outcome: 'failed', signature: failed.signature } : {};
}
/** Exit codes, from what is least grave on. */
const CODES = [0, 4, 1, 2, 3] as const;
type Code = (typeof CODES)[number];

/** Prints what went wrong, and returns its exit code: 1 refused, failed or expired, 2 invalid arguments, 3 outcome unknown, 4 the same was done before. */
export function report(failed: unknown, json: boolean, usage?: string): Exclude<Code, 0> {
  const misused = failed instanceof Usage;
  const founds = failed instanceof Unsettled ? foundedBy(failed) : undefined;
  const said = `${sentence(failed)}${lacksSol(failed) ? ', or name another wallet that pays, with --fee-payer FILE' : ''}`;
  if (json)
    err(
      plain({
        error: said,
        ...(failed instanceof Refusal ? { code: failed.code, rule: failed.rule, instruction: failed.instruction } : {}),
        ...outcomeOf(failed),
      }),
    );
  else
    err(
      `coop: ${said}${founds ? `; it founds the co-op ${founds}` : ''}${misused && usage ? `\n${usage}` : ''}${failed instanceof Unsettled && failed.earlier ? ' (--again sends it all the same)' : ''}`,
    );
  if (
    !misused &&
    !json &&
    !(failed instanceof Unsettled) &&
    openIn(keptBy(() => {})).some(({ told }) => told === undefined)
  )
    err('coop: of something that you signed before it is not known yet what became: `coop signed` asks');
  if (misused) return 2;
  return failed instanceof Unsettled ? ({ unknown: 3, landed: 4, expired: 1 } as const)[failed.outcome] : 1;
}

/** One of several transactions. */
export interface Part {
  /** Printed before it is sent. */
  what?: string;
  /** Whether it can only be done after the one before it. */
  needs?: boolean;
  go: () => Promise<void>;
  /** What is done in its place where the one before it turns out to have been done by an earlier command. */
  later?: (done: Unsettled) => Promise<void>;
  /** What is tried instead where it was refused. */
  instead?: (failed: unknown) => readonly Part[];
}
/**
 * One after another, each with its own outcome. What needs one that was not done is not tried. The exit code is the worst: unknown, then
 * failed, then done before. `anew`: what is left to do after each, in place of what was planned.
 */
export async function inTurn(run: Run, all: readonly Part[], anew?: () => Promise<readonly Part[]>): Promise<void> {
  const json = run.said.json ?? false;
  let worst = 0 as Code;
  const parts = [...all];
  const nonceChecked = () => {
    if (run.said.nonce !== undefined && parts.length > 1)
      throw new Usage(`a nonce is for one transaction, and this takes ${parts.length}: export them without --nonce`);
  };
  const worse = (failed: unknown) => {
    const code = report(failed, json);
    if (CODES.indexOf(code) > CODES.indexOf(worst)) worst = code;
    return code;
  };
  const leaves = (count: number, why: string) => {
    const said = `${count === 1 ? 'the one that follows was' : `the ${count} that follow were`} not signed or sent${why}`;
    err(json ? JSON.stringify({ left: count, why: said }) : `coop: ${said}`);
  };
  nonceChecked();
  for (let i = 0; i < parts.length || anew; i++) {
    if (anew && i > 0) {
      try {
        parts.splice(i, Infinity, ...(await anew()));
      } catch (failed) {
        worse(failed);
        if (i < parts.length) leaves(parts.length - i, '');
        break;
      }
      if (i === parts.length) break;
    }
    const { what, go, instead } = parts[i]!;
    if (what)
      err(
        json
          ? JSON.stringify({ doing: what, number: i + 1, of: parts.length })
          : `${i + 1} of ${parts.length}: ${what}`,
      );
    try {
      await go();
    } catch (failed) {
      const others = instead?.(failed) ?? [];
      if (others.length > 0) {
        if (!json) err('one of these is refused, and nothing was sent: the others are tried without it');
        parts.splice(i--, 1, ...others);
        nonceChecked();
        continue;
      }
      const code = worse(failed);
      const gone = isNetwork(failed);
      const left = parts.length - i - 1;
      if (left === 0 && gone) break;
      if (left === 0 || (!gone && !parts[i + 1]!.needs)) continue;
      const { later } = parts[i + 1]!;
      if (code === 4 && later && failed instanceof Unsettled) {
        parts[i + 1] = { ...parts[i + 1]!, go: () => later(failed) };
        continue;
      }
      leaves(left, gone ? '' : ', as it needs the one before');
      break;
    }
  }
  if (worst) process.exitCode = worst;
}
/** JSON for scripts (see `coop schema`): base units as digits, names as text, other bytes in hexadecimal, no internal fields. */
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
