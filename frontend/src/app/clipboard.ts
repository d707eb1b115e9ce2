/** The clipboard, which a browser may refuse or lack. */

/** Copy a text and return whether that worked. */
export async function copied(text: string): Promise<boolean> {
  return (
    (await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    )) === true
  );
}
