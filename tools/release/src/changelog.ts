/** The part of a changeset that a changelog needs. */
interface Changeset {
  readonly summary: string;
}

/** A package that another one depends on, and its new version. */
interface UpdatedDependency {
  readonly name: string;
  readonly newVersion: string;
}

/**
 * A changeset as an item of a list: its text as it was written, further paragraphs indented. No commit hash stands in
 * front of it, since it says nothing to the package's user.
 */
export function getReleaseLine({ summary }: Changeset): string {
  const [first = "", ...rest] = summary.trim().split("\n");
  const lines = [`- ${first}`, ...rest.map((line) => (line.trim() === "" ? "" : `  ${line.trimEnd()}`))];
  // An empty line between two items: most of them are paragraphs.
  return `${lines.join("\n")}\n\n`;
}

/** One line for all dependencies of this repository that have a new version. */
export function getDependencyReleaseLine(
  _changesets: readonly Changeset[],
  dependencies: readonly UpdatedDependency[],
): string {
  if (dependencies.length === 0) return "";
  return `- Builds on ${dependencies.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`).join(" and ")}`;
}
