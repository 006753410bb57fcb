/** An address, shortened, with the reader's own label; pressing it shows it in full, to copy and to label. */
import * as units from '../client/units';
import { useLabels } from './labels';

/**
 * `name`: the name and number on the chain, shown before the label. `full`: not shortened, for places where somebody decides on
 * it, as an address with the same ends is easily made.
 */
export function Addr({ of, name, full }: { of: string; name?: string | undefined; full?: boolean }) {
  const label = useLabels()[of];
  const shown = full ? of : units.short(of);
  return (
    <span className="addr">
      {name && <b>{name} </b>}
      {label && <i className="label">{label} </i>}
      <button
        type="button"
        className="short"
        title={of}
        onClick={() => dispatchEvent(new CustomEvent('coop:address', { detail: of }))}
        aria-haspopup="dialog"
        aria-label={`${shown}${label ? `, ${label}` : ''}: ${full ? '' : 'in full, '}copy, label`}
      >
        <code>{shown}</code>
      </button>
    </span>
  );
}
