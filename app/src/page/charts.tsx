/** Charts as tables with bars beside the numbers, so that screen readers get the same as the eye. */
import { units, waterfallShown, type At } from '../client';
import type { Period } from '../generated';

/** The result of a period as a waterfall; the amounts shown add up. */
export function Waterfall({ period, token }: { period: Period; token: units.Measure }) {
  const steps = waterfallShown(period, token);
  const max = Number(steps.reduce((most, { amount }) => (abs(amount) > most ? abs(amount) : most), 1n));
  let level = 0;
  const bars: ((typeof steps)[number] & { from: number; size: number })[] = [];
  for (const step of steps) {
    const size = Math.abs(Number(step.amount));
    const from = step.total ? 0 : step.amount > 0n ? level : level - size;
    level = step.total ? Number(step.amount) : level + Number(step.amount);
    bars.push({ ...step, from: (Math.max(0, from) / max) * 100, size: Math.max(0.4, (size / max) * 100) });
  }
  return (
    <table className="waterfall" aria-label={`Result of period ${period.number}`}>
      <tbody>
        {bars.map(({ label, amount, shown, total, from, size }) => (
          <tr key={label} className={total ? 'sum' : undefined}>
            <th scope="row">{label}</th>
            <td className="bar" aria-hidden="true">
              <i
                className={total ? 'total' : amount > 0n ? 'plus' : 'minus'}
                style={{ marginLeft: `${from}%`, width: `${size}%` }}
              />
            </td>
            <td className="number">
              {total ? '' : amount > 0n ? '+ ' : '− '}
              <data value={units.plainAmount(abs(amount), token)} title={units.formatAmount(abs(amount), token)}>
                {shown}
              </data>
              {total && (
                <>
                  {' '}
                  <span className="symbol">{units.symbolOf(token)}</span>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
const abs = (n: bigint) => (n < 0n ? -n : n);

/** The most periods that fit side by side, the latest. */
const SHOWN = 24;

/** A plot of one or two figures, period by period. */
function Plot({
  title,
  periods,
  series,
  show,
}: {
  title: string;
  periods: readonly At<Period>[];
  show: (n: number) => string;
  series: readonly { name: string; tone: 'plus' | 'total'; of: (p: Period, before: readonly Period[]) => number }[];
}) {
  const shown = periods.slice(-SHOWN);
  const value = (p: Period, s: (typeof series)[number]) =>
    s.of(p, periods.slice(0, periods.findIndex(({ number }) => number === p.number) + 1));
  const rows = shown.map((p) => ({ p, values: series.map((s) => value(p, s)) }));
  const max = Math.max(1e-9, ...rows.flatMap(({ values }) => values));
  return (
    <figure className="plot">
      <figcaption>
        <b>{title}</b>
        {series.length > 1 &&
          series.map(({ name, tone }) => (
            <span key={name}>
              <i className={`key ${tone}`} /> {name}
            </span>
          ))}
      </figcaption>
      <div className="columns" aria-hidden="true">
        {rows.map(({ p, values }) => (
          <div key={p.number}>
            <em>{show(values[0]!)}</em>
            <span>
              {values.map((v, i) => (
                <i key={i} className={series[i]!.tone} style={{ height: `${Math.max(1, (v / max) * 100)}%` }} />
              ))}
            </span>
            <small>{p.number}</small>
          </div>
        ))}
      </div>
      <div className="for-readers">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">Period</th>
              {series.map(({ name }) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ p, values }) => (
              <tr key={p.number}>
                <th scope="row">{p.number}</th>
                {values.map((v, i) => (
                  <td key={i}>{show(v)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** How the co-op has done: its income, what it returned to members, what stays for ever. */
export function History({ periods, token }: { periods: readonly At<Period>[]; token: units.Measure }) {
  const money = (n: bigint) => Number(units.shownUnits(n, token)) / 10 ** units.decimalsOf(token);
  const symbol = units.symbolOf(token);
  const sign = symbol ? `, ${symbol}` : '';
  const plain = (n: number) => n.toLocaleString('en', { maximumFractionDigits: n < 100 ? 1 : 0 });
  const sum = (all: readonly Period[], of: (p: Period) => bigint) => money(all.reduce((total, p) => total + of(p), 0n));
  return (
    <div className="plots">
      <Plot
        title={`What came in, what members got${sign}`}
        periods={periods}
        show={plain}
        series={[
          { name: 'came in', tone: 'plus', of: (p) => money(p.revenue) },
          { name: 'to members', tone: 'total', of: (p) => money(p.result.members + p.result.work) },
        ]}
      />
      <Plot
        title="Returned for every 100 of use by members"
        periods={periods}
        show={plain}
        series={[
          {
            name: 'returned',
            tone: 'total',
            of: (p) => (p.done.memberUnits === 0n ? 0 : (Number(p.result.members) / Number(p.done.memberUnits)) * 100),
          },
        ]}
      />
      <Plot
        title={`Put into the reserve, all together${sign}`}
        periods={periods}
        show={plain}
        series={[
          {
            name: 'reserve',
            tone: 'total',
            of: (_, before) => sum(before, (p) => p.result.reserve + p.result.outside),
          },
        ]}
      />
    </div>
  );
}
