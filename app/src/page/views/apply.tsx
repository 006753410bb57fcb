/** Applying for membership. */
import { texts, units } from '../../client';
import { Check, Form, Text } from '../forms';
import { flow, useAct, type Seen } from '../state';
import { Document } from './words';

/** The statutes, which the applicant signs, and the name that it wants. */
export function Apply({ site, again, anew }: { site: Seen; again: () => void; anew: boolean }) {
  const act = useAct({ site, again });
  const { statutesUri, statutesHash } = site.coop;
  const uri = units.text(statutesUri);
  return (
    <Form
      button={anew ? 'Apply again' : 'Apply for membership'}
      onSubmit={(said) => act('Applying', flow('join', said('called'), Uint8Array.from(statutesHash)))}
    >
      <Document
        what={uri ? 'The statutes' : 'The statutes have no link: ask a member for the text with this fingerprint'}
        uri={uri}
        hash={statutesHash}
      />
      <Text
        name="called"
        label="What you want to be called"
        most={texts.TEXTS.name}
        hint="It is public, and shown with your number; may be empty"
      />
      <Check name="read" required>
        I have read the statutes, and sign them
      </Check>
    </Form>
  );
}
