/** Charts as SVG, each with the same numbers as a table for those who do not see it. */
import { rules, units, type At } from '../client';
import type { Period } from '../generated';

/** A period's result as a waterfall: what came in, what each promise took, what members got. */
export function Waterfall({ period, decimals }: { period: Period; decimals: number }) {
  const steps = rules.waterfall(period).filter(({ amount, total }) => amount > 0n || total);
  const max = Number(steps.reduce((most, { amount }) => (amount > most ? amount : most), 1n));
  let level = 0;
  const [width, row] = [640, 26];
  const bars = steps.map(({ label, amount, sign, total }) => {
    const size = Number(amount);
    const from = total ? 0 : sign > 0 ? level : level - size;
    level = total ? size : level + sign * size;
    return { label, amount, total, sign, x: (Math.max(0, from) / max) * (width - 330), w: Math.max(1, (size / max) * (width - 330)) };
  });
  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${bars.length * row}`} role="img" aria-label={`Result of period ${period.number}`} className="waterfall">
        {bars.map(({ label, amount, total, sign, x, w }, i) => (
          <g key={label} transform={`translate(0 ${i * row})`}>
            <text x="180" y="17" textAnchor="end">{label}</text>
            <rect x={190 + x} y="4" width={w} height={row - 9} rx="3" className={total ? 'total' : sign > 0 ? 'plus' : 'minus'} />
            <text x={196 + x + w} y="17" className="amount">{units.formatAmount(amount, decimals)}</text>
          </g>
        ))}
      </svg>
      <table className="for-readers">
        <caption>Result of period {period.number}</caption>
        <tbody>{steps.map(({ label, amount, sign, total }) => <tr key={label}><th scope="row">{label}</th><td>{total ? '' : sign > 0 ? '+' : '−'}{units.formatAmount(amount, decimals)}</td></tr>)}</tbody>
      </table>
    </figure>
  );
}

/** Revenue and what members got, period after period. */
export function History({ periods, decimals }: { periods: readonly At<Period>[]; decimals: number }) {
  const [width, height, foot] = [640, 150, 22];
  const max = Number(periods.reduce((most, { revenue }) => (revenue > most ? revenue : most), 1n));
  const step = width / Math.max(4, periods.length);
  const tall = (n: bigint) => (Number(n) / max) * (height - foot - 6);
  return (
    <figure>
      <figcaption><span className="key plus" /> revenue <span className="key total" /> to members</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label="Revenue and members' part, by period">
        {periods.map((p, i) => (
          <g key={p.number} transform={`translate(${i * step} 0)`}>
            <rect x={step * 0.15} width={step * 0.3} y={height - foot - tall(p.revenue)} height={tall(p.revenue)} className="plus"><title>{units.formatAmount(p.revenue, decimals)}</title></rect>
            <rect x={step * 0.5} width={step * 0.3} y={height - foot - tall(p.toMembers)} height={tall(p.toMembers)} className="total"><title>{units.formatAmount(p.toMembers, decimals)}</title></rect>
            <text x={step / 2} y={height - 6} textAnchor="middle">{p.number}</text>
          </g>
        ))}
      </svg>
      <table className="for-readers">
        <caption>Periods</caption>
        <thead><tr><th>Period</th><th>Revenue</th><th>To members</th></tr></thead>
        <tbody>{periods.map((p) => <tr key={p.number}><th scope="row">{p.number}</th><td>{units.formatAmount(p.revenue, decimals)}</td><td>{units.formatAmount(p.toMembers, decimals)}</td></tr>)}</tbody>
      </table>
    </figure>
  );
}
