/** The charter: every term, its bounds, and the direction in which it may change. */
import { rules, words } from '../../client';
import type { Seen } from '../state';
import { GROUPS } from '../terms';

const WAY = { down: 'can only fall', up: 'can only rise', fixed: 'never' } as const;

export function Charter({ site }: { site: Seen }) {
  const { coop } = site;
  return (
    <section aria-labelledby="charter">
      <h2 id="charter">Charter, version {coop.charterVersion}</h2>
      <p>
        Any change takes two thirds of the votes, and waits for the turn of a period: members who leave in the meantime
        are paid first. Marked terms can only get better for members: no majority can turn them back. Terms about money
        apply from the next period on; the open one keeps the terms with which it began.
      </p>
      <table className="terms">
        <thead>
          <tr>
            <th scope="col">Term</th>
            <th scope="col" className="number">
              Now
            </th>
            <th scope="col">May change</th>
          </tr>
        </thead>
        {GROUPS.map(([title, keys]) => (
          <tbody key={title}>
            <tr className="group">
              <th scope="colgroup" colSpan={3}>
                {title}
              </th>
            </tr>
            {words.CHARTER.filter(({ key }) => keys.includes(key)).map(({ key, label, help, shape }) => {
              const way = rules.RATCHETS[key];
              return (
                <tr key={key}>
                  <th scope="row">
                    {label}
                    <small>{help.split(/; (?=can only|fixed for)/)[0]}</small>
                  </th>
                  <td className="number">{words.term(shape, coop.charter[key], site.token)}</td>
                  <td>{way ? <b className="ratchet">{WAY[way]}</b> : 'by two thirds'}</td>
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </section>
  );
}
