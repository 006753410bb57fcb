/** An address as people see it, with one's own label; on a press it is shown to copy and to label. */
import * as units from '../client/units';
import { useLabels } from './labels';

/**
 * `name`: what the chain calls whoever is there, with its number; it stands before the label. `full`: not cut, where somebody decides on
 * it: another address with the same ends is soon made.
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
