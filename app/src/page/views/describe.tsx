/** Texts that are sent in a transaction of their own: what a forming co-op is about, and the reasons for a proposal. */
import { texts } from '../../client';
import { documentOf, FileAndLink, Form, Text } from '../forms';
import { one, useAct, type Seen } from '../state';

export function Describe({ site, again }: { site: Seen; again: () => void }) {
  const act = useAct({ site, again });
  return (
    <Form
      button="Say it"
      label="What it is about"
      draft={{ name: `${site.address} describe`, means: 'about' }}
      onSubmit={(said) => act('Saying it', one('describe', { about: said('about') }))}
    >
      <p>This co-op has no description yet.</p>
      <Text
        name="about"
        label="What the co-op is about"
        most={texts.TEXTS.about}
        long
        required
        hint="In a few sentences; until the co-op starts, you decide it alone as its founder"
      />
    </Form>
  );
}

/** A form for the reasons of the reader's own proposal, if it was made without any. */
export function Explain({ site, again, proposal }: { site: Seen; again: () => void; proposal: number }) {
  const act = useAct({ site, again });
  return (
    <Form
      button="Give the reason"
      label={`Why proposal ${proposal}`}
      draft={{ name: `${site.address} explain`, means: 'why documentUri' }}
      onSubmit={async (said) => {
        const document = await documentOf(said, 'document');
        return act(
          'Giving the reason',
          one('explain', {
            proposal,
            why: said('why'),
            ...(document ? { documentUri: document.uri, documentHash: document.hash } : {}),
          }),
        );
      }}
    >
      <Text
        name="why"
        label="Why"
        most={texts.TEXTS.why}
        long
        required
        hint="Everyone who votes reads it; it can be given only once"
      />
      <details>
        <summary>A document with more about it</summary>
        <FileAndLink name="document" label="The document, a file" most={texts.TEXTS.link} />
      </details>
    </Form>
  );
}
