/** Documents that the chain keeps a link and a fingerprint of. */

/** A link that a page may offer to follow: nothing that runs here. */
export const safeLink = (uri: string): string | undefined => (/^(https?|ipfs|ar):\/\//i.test(uri) ? uri : undefined);

/** The site answered with something else than the document: that says nothing about the document. */
export class NoDocument extends Error {
  constructor(readonly status: number) {
    super(`the link answers ${status}`);
  }
}
/** What a link leads to. The site learns nothing of who asks but the address. */
export async function fetched(uri: string, seconds: number): Promise<Uint8Array> {
  const answer = await fetch(uri, {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(seconds * 1_000),
  });
  if (!answer.ok) throw new NoDocument(answer.status);
  return new Uint8Array(await answer.arrayBuffer());
}

/** SHA-256 of a document. */
export const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));

/** Whether a document is the one whose hash was given. */
export const matches = async (bytes: Uint8Array, hash: ArrayLike<number>): Promise<boolean> => {
  const found = await sha256(bytes);
  return found.length === hash.length && found.every((byte, i) => byte === hash[i]);
};
