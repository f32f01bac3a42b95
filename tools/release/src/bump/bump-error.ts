/** Something that the person can mend stops the bump. Nothing has been written. */
export class BumpError extends Error {
  override readonly name = "BumpError";
}
