/** The terms of a pool as fields of a form. */
import { texts, units, words, type Kinds } from '../client';
import * as math from '../generated/math';
import { Field, Text, type Said } from './forms';
import { POOL } from './poolTerms';

/** Reads the terms of a pool from its fields; days are counted from `opens`. */
export function poolOf(said: Said, token: units.Measure, opens: bigint): Kinds['terms'] {
  const read = <T,>(key: keyof Kinds['terms'], of: (text: string) => T, field: string = key): T =>
    units.inField(words.POOL.find((term) => term.key === key)!.label, () => of(said(field)));
  const amount = (text: string) => units.parseAmount(text || '0', token);
  const share = (text: string) => units.parsePercent(text || '0');
  const after = (text: string) => opens + BigInt(units.parseDays(text));
  return {
    minRaise: read('minRaise', amount),
    maxRaise: read('maxRaise', amount),
    minMembers: read('minMembers', (text) => units.parseWhole(text)),
    minUse: read('minUse', amount),
    maxPledge: read('maxPledge', amount),
    maxUse: read('maxUse', amount),
    opens,
    withdrawUntil: read('withdrawUntil', after, 'withdrawDays'),
    deadline: read('deadline', after, 'deadlineDays'),
    stay: read('stay', units.parseDays),
    useBondBps: read('useBondBps', share, 'useBond'),
    minSolvencyBps: read('minSolvencyBps', share, 'minSolvency'),
    purpose: read('purpose', (text) => texts.shown('the text', text, texts.TEXTS.purpose)),
  };
}

const days = (seconds: number) => seconds / Number(math.DAY);
/**
 * `founding`: the pool that starts the co-op, when there is no price of capital yet. `opensAfter`: how long after the second from which the
 * longest time to its deadline counts it opens.
 */
export function PoolFields({
  token,
  founding,
  opensAfter = 3_600n,
}: {
  token: units.Measure;
  founding?: boolean;
  opensAfter?: bigint;
}) {
  const usual = (tokens: number) => units.plainAmount(words.usual(tokens, token), token);
  return (
    <div className="grid">
      <Text {...POOL.purpose} most={texts.TEXTS.purpose} long hint="Shown to everyone who pledges" />
      <Field
        {...POOL.minRaise}
        defaultValue={usual(300)}
        inputMode="decimal"
        required
        hint="Gate 1: with less than this, every pledge is refunded"
      />
      <Field
        {...POOL.maxRaise}
        defaultValue={usual(1_000)}
        inputMode="decimal"
        required
        hint="Anything above this is refunded in proportion"
      />
      <Field
        {...POOL.minMembers}
        defaultValue="3"
        inputMode="numeric"
        required
        hint="Gate 2: pledgers who have not left"
      />
      <Field
        {...POOL.minUse}
        defaultValue="0"
        inputMode="decimal"
        hint="Gate 3: the turnover that members promise, as payments made or received through the co-op, while their capital rests"
      />
      <Field {...POOL.maxPledge} defaultValue={usual(500)} inputMode="decimal" required />
      <Field {...POOL.maxUse} defaultValue={usual(1_000)} inputMode="decimal" />
      <Field
        name="useBond"
        label={`${POOL.useBondBps.label}, %`}
        defaultValue="10"
        inputMode="decimal"
        hint={`As a part of the promised use: ${math.MIN_USE_BOND_BPS / 100} to ${math.MAX_USE_BOND_BPS / 100}, or 0 if no use is needed. No pledge can be smaller than its bond, and a part of the bond is forfeited if the promise is not kept`}
      />
      <Field
        name="withdrawDays"
        label={`${POOL.withdrawUntil.label}, days`}
        defaultValue="20"
        inputMode="decimal"
        required
        hint="Until then pledges can be taken back"
      />
      <Field
        name="deadlineDays"
        label={`${POOL.deadline.label}, days`}
        defaultValue="30"
        inputMode="decimal"
        required
        hint={`At most ${(math.POOL_LONGEST - opensAfter) / math.DAY}`}
      />
      <Field
        name="stay"
        label={`${POOL.stay.label}, days`}
        defaultValue="90"
        inputMode="decimal"
        required
        hint={`${days(math.SHORTEST_STAY)} to ${days(math.LONGEST_STAY)} after the settlement. During this time capital cannot be asked back, and promises of use run`}
      />
      {!founding && (
        <Field
          name="minSolvency"
          label={`${POOL.minSolvencyBps.label}, %`}
          defaultValue="80"
          inputMode="decimal"
          hint="The pool fails, and every pledge is refunded, if the price of capital is lower at the settlement; 0: it succeeds at any price"
        />
      )}
    </div>
  );
}
