/** Texts that people decide by: links, and whether a document is the one on the chain. */
import { useState, type ReactNode } from 'react';
import { documents, units } from '../../client';

/** A link as an anchor, if following it runs no code in this page; otherwise as text. */
export const Link = ({ to }: { to: string }) =>
  documents.safeLink(to) ? (
    <a href={to} target="_blank" rel="noopener noreferrer nofollow">
      {to}
    </a>
  ) : (
    <code>{to}</code>
  );

/** A document's link and hash; checks whether a file, or what the link leads to, is that document. */
export function Document({ what, uri, hash }: { what: ReactNode; uri: string; hash: ArrayLike<number> }) {
  const [told, tell] = useState<ReactNode>();
  const print = units.hex(hash);
  const check = async (bytes: Promise<ArrayBuffer | Uint8Array>, named: string) => {
    try {
      const same = await documents.matches(new Uint8Array(await bytes), hash);
      tell(
        same ? (
          `${named} is the document that was named.`
        ) : (
          <span className="wrong">{named} is a different document from the one that was named: do not rely on it.</span>
        ),
      );
    } catch (failed) {
      const why =
        failed instanceof documents.NoDocument
          ? failed.message
          : failed instanceof DOMException && failed.name === 'TimeoutError'
            ? 'it does not answer'
            : 'its site does not answer, or lets no other page read it';
      tell(
        <span className="wrong">
          It cannot be fetched from here: {why}. Open the link, save the document, and choose the file.
        </span>,
      );
    }
  };
  return (
    <div className="document">
      {what}
      {uri && (
        <>
          : <Link to={uri} />
        </>
      )}
      <details>
        <summary>Check that it is this document</summary>
        <p>
          <small>
            SHA-256 <code>{print}</code>
          </small>
        </p>
        <div className="does">
          <label className="button quiet">
            Check a file
            <input
              type="file"
              className="for-readers"
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                if (file) void check(file.arrayBuffer(), file.name);
              }}
            />
          </label>
          {/^https?:/i.test(uri) && (
            <button
              type="button"
              className="quiet"
              onClick={() => void check(documents.fetched(uri, 20), 'What the link leads to')}
            >
              Check what the link leads to
            </button>
          )}
        </div>
        {told && <p role="status">{told}</p>}
      </details>
    </div>
  );
}
