/** An address as people see it: short, with one's own label, and on a press in full, to copy and to label. */
import { useId, useState } from 'react';
import * as units from '../client/units';
import { useLabels } from './labels';
import { Whole } from './views/whole';

/** `name`: what the chain calls whoever is there, with its number; it stands before the label. */
export function Addr({ of, name }: { of: string; name?: string | undefined }) {
  const id = useId();
  const label = useLabels()[of];
  const [opened, setOpened] = useState(false);
  return (
    <span className="addr">
      {name && <b>{name} </b>}{label && <i className="label">{label} </i>}
      <button type="button" className="short" popoverTarget={id} title={of} onClick={() => setOpened(true)} aria-label={`${units.short(of)}${label ? `, ${label}` : ''}: in full, copy, label`}><code>{units.short(of)}</code></button>
      <span popover="auto" id={id} className="whole">{opened && <Whole of={of} label={label ?? ''} />}</span>
    </span>
  );
}
