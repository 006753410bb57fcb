/** An address as people see it: short, with one's own label; on a press it is shown in full, to copy and to label. */
import * as units from '../client/units';
import { useLabels } from './labels';

/** `name`: what the chain calls whoever is there, with its number; it stands before the label. */
export function Addr({ of, name }: { of: string; name?: string | undefined }) {
  const label = useLabels()[of];
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
        aria-label={`${units.short(of)}${label ? `, ${label}` : ''}: in full, copy, label`}
      >
        <code>{units.short(of)}</code>
      </button>
    </span>
  );
}
