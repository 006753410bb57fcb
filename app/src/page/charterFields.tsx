/** The terms of a charter as fields of a form. */
import { units, words, type Kinds } from '../client';
import { RATCHETS } from '../client/rules/ratchets';
import { Field, type Said } from './forms';
import { GROUPS, type Key } from './terms';

const WAY = { down: 'can only fall', up: 'can only rise', fixed: 'fixed for ever' } as const;

export const shownAs = (charter: Kinds['charter'], key: Key, token: units.Measure): string => {
  const { shape } = words.CHARTER.find((term) => term.key === key)!;
  const value = charter[key];
  return shape === 'money'
    ? units.plainAmount(BigInt(value), token)
    : shape === 'bps'
      ? String(Number(value) / 100)
      : shape === 'duration'
        ? units.plainDays(value)
        : String(value);
};

/** The fields of some terms of a charter, named like the terms, with their bounds and the direction in which each may change. */
export function Terms({
  charter,
  token,
  keys,
}: {
  charter: Kinds['charter'];
  token: units.Measure;
  keys: readonly Key[];
}) {
  const symbol = units.symbolOf(token);
  return (
    <div className="grid">
      {keys
        .map((key) => words.CHARTER.find((term) => term.key === key)!)
        .map(({ key, label, help, shape }) => {
          const unit = {
            money: symbol ? `, ${symbol}` : '',
            bps: ', %',
            duration: ', days',
            count: '',
          }[shape];
          const way = RATCHETS[key];
          const [plain, ratchet] = help.split(/; (?=can only|fixed for)/);
          return (
            <Field
              key={key}
              name={key}
              label={`${label}${unit}`}
              defaultValue={shownAs(charter, key, token)}
              filled={shape === 'money' ? BigInt(charter[key]) : undefined}
              inputMode="decimal"
              required
              hint={
                <>
                  {plain}
                  {way && (
                    <>
                      ; <b className="ratchet">{ratchet ?? WAY[way]}</b>
                    </>
                  )}
                </>
              }
            />
          );
        })}
    </div>
  );
}

/** The fields of a whole charter. */
export function CharterFields({
  charter,
  token,
  from = 0,
}: {
  charter: Kinds['charter'];
  token: units.Measure;
  from?: number;
}) {
  return GROUPS.slice(from).map(([title, keys]) => (
    <fieldset key={title} className="terms-of">
      <legend>{title}</legend>
      <Terms charter={charter} token={token} keys={keys} />
    </fieldset>
  ));
}

/** Reads a charter from its fields. */
export function charterOf(said: Said, token: units.Measure): Kinds['charter'] {
  const read = {
    money: (text: string, key: Key) => said.filled(key) ?? units.parseAmount(text, token),
    bps: units.parsePercent,
    duration: units.parseDays,
    count: (text: string) => units.parseWhole(text),
  };
  return Object.fromEntries(
    words.CHARTER.map(({ key, label, shape }) => [key, units.inField(label, () => read[shape](said(key), key))]),
  ) as unknown as Kinds['charter'];
}
