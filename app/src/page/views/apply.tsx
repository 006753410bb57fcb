/** Applying for membership. */
import { costOf, rules, texts, units } from '../../client';
import { getMemberSize } from '../../generated';
import { rpc } from '../chain';
import { Check, Form, Text } from '../forms';
import { flow, useAct, useRead, type Seen } from '../state';
import { Document } from './words';

const BUTTONS = { left: 'Apply again', candidate: 'Sign the statutes' } as const;

/** The statutes, which the applicant signs, and the name that it wants. A candidate signs anew after they were restated. */
export function Apply({
  site,
  again,
  standing,
}: {
  site: Seen;
  again: () => void;
  standing: keyof typeof BUTTONS | undefined;
}) {
  const act = useAct({ site, again });
  const { statutesUri, statutesHash } = site.coop;
  const uri = units.text(statutesUri);
  const signs = rules.hasStatutes(site.coop);
  return (
    <Form
      button={standing ? BUTTONS[standing] : 'Apply for membership'}
      onSubmit={(said) =>
        act(
          standing === 'candidate' ? 'Signing' : 'Applying',
          flow('join', said('called'), Uint8Array.from(statutesHash)),
        )
      }
    >
      {signs ? (
        <Document
          what={uri ? 'The statutes' : 'The statutes have no link: ask a member for the text with this fingerprint'}
          uri={uri}
          hash={statutesHash}
        />
      ) : (
        <p>This co-op has no statutes, so you sign none.</p>
      )}
      <Text
        name="called"
        label="What you want to be called"
        most={texts.TEXTS.name}
        hint={
          standing === 'candidate'
            ? 'Empty: your name stays as it is'
            : 'It is public, and shown with your number; may be empty'
        }
      />
      {signs && (
        <Check name="read" required>
          I have read the statutes, and sign them
        </Check>
      )}
      <Costs site={site} anew={standing !== undefined} />
    </Form>
  );
}

const sol = (lamports: bigint) => units.formatAmount(lamports, { decimals: 9, symbol: 'SOL' });

/** What it takes from the wallet, by the rent of the network; nobody needs to have SOL before. */
function Costs({ site: { lamports = 0n }, anew }: { site: Seen; anew: boolean }) {
  const { data } = useRead(() => costOf(rpc, anew ? [] : [getMemberSize()]), `cost ${String(anew)}`, '', 3_600);
  if (!data) return null;
  const { deposits, fee, kept } = data;
  const needs = deposits + fee + kept;
  return (
    <p>
      It takes {sol(deposits + fee)} from your wallet:{' '}
      {anew ? (
        "the network's fee."
      ) : (
        <>
          a deposit of {sol(deposits)}, which returns when the account of your membership is closed, and the network's
          fee of {sol(fee)}.
        </>
      )}{' '}
      {lamports < needs && (
        <span className="wrong" role="alert">
          Your wallet has {sol(lamports)}, and needs {sol(needs)}, of which it keeps {sol(kept)}. Have SOL sent to it by
          an exchange or by a member.
        </span>
      )}
    </p>
  );
}
