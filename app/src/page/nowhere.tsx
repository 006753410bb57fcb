/** The way on from where there is nothing to see. */
export const FindAnother = () => (
  <p>
    <a className="button" href="#/">
      Find a co-op
    </a>
  </p>
);

/** An address of this page that leads nowhere: says so, and shows nothing else in its place. */
export const Nowhere = ({ route }: { route: readonly string[] }) => (
  <section aria-labelledby="nowhere">
    <h1 id="nowhere">There is nothing here</h1>
    <p className="down" role="alert">
      {route[0] === 'coop' ? (
        <>
          “{route[1]}” is no address of a co-op: that has 32 to 44 letters and digits. Look whether all of it was
          copied.
        </>
      ) : (
        <>This page has no part “{route.join('/')}”.</>
      )}
    </p>
    <FindAnother />
  </section>
);
