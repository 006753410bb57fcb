/** Documents of which the chain has a link and a SHA-256 hash. */

/** The link, if a page may offer to follow it: not one that runs code in the page, such as `javascript:`. */
export const safeLink = (uri: string): string | undefined => (/^(https?|ipfs|ar):\/\//i.test(uri) ? uri : undefined);

/** The site answered with an error: this is no evidence about the document itself. */
export class NoDocument extends Error {
  constructor(readonly status: number) {
    super(`the link answers ${status}`);
  }
}
/** Fetches a link without cookies and referrer: of the reader, the site learns only the network address. */
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

/** Whether a document has this hash. */
export const matches = async (bytes: Uint8Array, hash: ArrayLike<number>): Promise<boolean> => {
  const found = await sha256(bytes);
  return found.length === hash.length && found.every((byte, i) => byte === hash[i]);
};
