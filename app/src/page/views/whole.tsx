/** An address in full, to copy and to label; and labels as a file. */
import { useEffect, useRef, useState } from 'react';
import * as units from '../../client/units';
import { exported, importLabels, LONGEST, setLabel } from '../labelling';
import { useLabels } from '../labels';
import { copy } from '../parts';

/** The one place of the page that shows an address in full: above everything else, until Escape or a press elsewhere. */
export function Address({ of, time }: { of: string; time: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.showPopover(), [time]);
  return (
    <div popover="auto" className="whole" ref={box}>
      <Whole key={time} of={of} />
    </div>
  );
}

function Whole({ of }: { of: string }) {
  const label = useLabels()[of] ?? '';
  const [told, tell] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const tried = (what: () => string) => {
    try {
      tell(what());
    } catch (failed) {
      tell((failed as Error).message);
    }
  };
  const save = () =>
    tried(() => {
      setLabel(of, field.current!.value);
      return field.current!.value.trim() ? 'Kept in this browser.' : 'The label is gone.';
    });
  const download = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([exported()], { type: 'application/json' }));
    link.download = 'coop-labels.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  };
  return (
    <span role="group" aria-label={`Address ${units.short(of)}`}>
      <code className="full">{of}</code>
      <span className="does">
        <button
          type="button"
          className="quiet"
          onClick={() =>
            void copy(of).then(
              () => tell('Copied.'),
              () => tell('The browser does not let this page copy: select the address, and copy it by hand.'),
            )
          }
        >
          Copy
        </button>
      </span>
      <label>
        <span>My label for it, seen by nobody else</span>
        <input
          ref={field}
          defaultValue={label}
          maxLength={LONGEST}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              save();
            }
          }}
          onInput={(event) => event.stopPropagation()}
        />
      </label>
      <span className="does">
        <button type="button" className="quiet" onClick={save}>
          Keep the label
        </button>
        <button type="button" className="quiet" onClick={download}>
          Save all labels as a file
        </button>
        <button type="button" className="quiet" onClick={() => file.current!.click()}>
          Load labels from a file
        </button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={({ target }) => {
            const [one] = target.files ?? [];
            if (one)
              void one.text().then((text) =>
                tried(() => {
                  const count = importLabels(text);
                  return `${count} ${count === 1 ? 'label' : 'labels'} loaded.`;
                }),
              );
          }}
        />
      </span>
      <small role="status">{told}</small>
    </span>
  );
}
