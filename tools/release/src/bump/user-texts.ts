import { type Axis, type Bump, type Change, compareBumps } from "../../../generator/src/diff/change.ts";
import { formatChangeset } from "../guard/changesets.ts";
import type { PackageFolder } from "../guard/package-bumps.ts";
import { changesetId } from "./check-inputs.ts";
import type { Write } from "./write-set.ts";

/** A change as a user reads it: once, with both axes. */
export interface UserChange {
  readonly bump: Change["bump"];
  readonly axes: readonly Axis[];
  readonly where: string;
  readonly message: string;
  readonly advice: string | undefined;
}

/** What is found on both axes, or along two ways, is one change to a user; the graver verdict counts. */
export function forUsers(changes: readonly Change[]): UserChange[] {
  const merged = new Map<string, UserChange>();
  for (const { bump, axis, where, message, advice } of changes) {
    const key = `${where}\n${message}`;
    const known = merged.get(key);
    merged.set(key, {
      bump: known && compareBumps(known.bump, bump) > 0 ? known.bump : bump,
      axes: [...new Set([...(known?.axes ?? []), axis])].toSorted(),
      where,
      message,
      advice: known?.advice ?? advice,
    });
  }
  return [...merged.values()].toSorted(
    (a, b) => compareBumps(b.bump, a.bump) || (a.where < b.where ? -1 : 1),
  );
}

export interface TextInputs {
  readonly scope: string;
  readonly version: string;
  readonly current: string;
  readonly changes: readonly Change[];
  readonly packages: Readonly<Record<PackageFolder, Bump>>;
}

/** Where the guide of a version stands, relative to the root. */
export function guidePath(version: string): string {
  return `docs/migrations/${version}.md`;
}

/** One changeset for each group of packages with a story of its own. */
export function writeChangesets(inputs: TextInputs): Write[] {
  const { scope, version, current, packages } = inputs;
  const changes = forUsers(inputs.changes);
  const guide = `The guide with every change is \`${guidePath(version)}\` in the repository.`;
  const write = (part: string, folders: readonly PackageFolder[], paragraphs: readonly string[]): Write[] => {
    const releases = Object.fromEntries(
      folders
        .filter((folder) => packages[folder] !== "none")
        .map((folder) => [`${scope}/${folder}`, packages[folder]]),
    );
    if (Object.keys(releases).length === 0) return [];
    const summary = paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
    return [
      { path: `.changeset/${changesetId(version, part)}.md`, text: formatChangeset({ releases, summary }) },
    ];
  };
  const stay = `Version ${current} stays: import from \`${scope}/types/${current}\` and \`${scope}/fetch-client/${current}\`.`;
  return [
    ...write(
      "client",
      ["types", "fetch-client"],
      [
        `Speak version ${version} of the API`,
        list(
          "What breaks:",
          changes.filter(({ bump }) => bump === "major"),
        ),
        list(
          "What is new:",
          changes.filter(({ bump }) => bump === "minor"),
        ),
        `${stay} ${guide}`,
      ],
    ),
    ...write(
      "auth",
      ["auth"],
      [
        `Hand out a client that speaks version ${version} of the API`,
        `Clients made by \`fromConnectionString\` are those of \`${scope}/fetch-client\`, which breaks with ${current}. Tokens and negotiation are as they were. ${guide}`,
      ],
    ),
    ...write(
      "emulator",
      ["emulator"],
      [
        `Answer version ${version} of the API`,
        list(
          "What breaks for callers:",
          changes.filter(({ bump, axes }) => bump === "major" && axes.includes("wire")),
        ),
        guide,
      ],
    ),
  ];
}

/** The guide for users who go from one version to the next. */
export function writeGuide({ scope, version, current, changes, packages }: TextInputs): Write {
  const all = forUsers(changes);
  const released = Object.entries(packages).filter(([, bump]) => bump !== "none");
  const sections = [
    `# From ${current} to ${version}`,
    released.length === 0
      ? "No package changes."
      : `Next release: ${released.map(([folder, bump]) => `\`${scope}/${folder}\` ${bump}`).join(", ")}.`,
    `To stay with ${current}, import from \`${scope}/types/${current}\` and \`${scope}/fetch-client/${current}\`; both keep being published. The bare names are ${version} from now on, and so is what \`fromConnectionString\` returns.`,
    section(
      "What breaks",
      all.filter(({ bump }) => bump === "major"),
      true,
    ),
    section(
      "What is new",
      all.filter(({ bump }) => bump === "minor"),
      false,
    ),
    section(
      "What else changed",
      all.filter(({ bump }) => bump === "patch"),
      false,
    ),
    all.length === 0 ? "The two versions say the same." : "",
  ];
  return { path: guidePath(version), text: `${sections.filter((text) => text !== "").join("\n\n")}\n` };
}

function section(title: string, changes: readonly UserChange[], withAxes: boolean): string {
  if (changes.length === 0) return "";
  const items = changes.map(({ where, message, advice, axes }) => {
    const reach = !withAxes
      ? ""
      : axes.length === 2
        ? ""
        : axes[0] === "types"
          ? " Does not compile; nothing changes over the wire."
          : " Compiles; the service behaves differently.";
    return `- **\`${where}\`**: ${sentence(message)}${reach}${advice === undefined ? "" : ` ${sentence(advice)}`}`;
  });
  return `## ${title}\n\n${items.join("\n")}`;
}

function list(title: string, changes: readonly UserChange[]): string {
  if (changes.length === 0) return "";
  const shown = changes.slice(0, 12).map(({ where, message }) => `- \`${where}\`: ${message}`);
  if (changes.length > shown.length) shown.push(`- and ${changes.length - shown.length} more`);
  return `${title}\n\n${shown.join("\n")}`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]"?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
