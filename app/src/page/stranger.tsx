/** A warning that a link named the node that this page asks: shown before anything is signed, once for each host. */
import { strangers } from './chain';
import { trust } from './nodes';

export function Stranger({ agreed }: { agreed: () => void }) {
  const all = strangers();
  if (all.length === 0) return null;
  const which = all.join(' and ');
  return (
    <p className="down" role="alert">
      The link that opened this page says that it is to ask {which}. Whoever runs a node can show you what is not on the
      chain, and hide what is. Until you agree, nothing is signed here. If you do not know {which}, choose a network at
      the top.{' '}
      <button
        className="quiet"
        onClick={() => {
          for (const one of all) trust(one, 'agreed');
          agreed();
        }}
      >
        Use {which}
      </button>
    </p>
  );
}
