/** A problem that a person can fix stops the bump. Nothing has been written. */
export class BumpError extends Error {
  override readonly name = "BumpError";
}
