/** Documents that the chain keeps a link and a fingerprint of. */

/** A link that a page may offer to follow: nothing that runs here. */
export const safeLink = (uri: string): string | undefined => (/^(https?|ipfs|ar):\/\//i.test(uri) ? uri : undefined);

/** What a link leads to; an error that names its server where that gives no document. */
export async function fetched(uri: string): Promise<Uint8Array> {
  const { host } = new URL(uri);
  const answer = await fetch(uri, { signal: AbortSignal.timeout(30_000) }).catch((failed: unknown) => {
    throw new Error(`the link leads to ${host}, which does not answer; nothing was compared`, { cause: failed });
  });
  if (!answer.ok) throw new Error(`the link leads to ${host}, which answers ${answer.status} and no document; nothing was compared`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** SHA-256 of a document. */
export const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));

/** Whether a document is the one whose hash was given. */
export const matches = async (bytes: Uint8Array, hash: ArrayLike<number>): Promise<boolean> => {
  const found = await sha256(bytes);
  return found.length === hash.length && found.every((byte, i) => byte === hash[i]);
};
