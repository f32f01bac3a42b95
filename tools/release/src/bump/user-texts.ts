import { type Axis, type Bump, type Change, compareBumps } from "../../../spec-diff/src/change.ts";
import { formatChangeset } from "../guard/changesets.ts";
import type { PackageFolder } from "../guard/package-bumps.ts";
import { packageName } from "../rescope/scope-name.ts";
import { changesetId } from "./check-inputs.ts";
import type { Write } from "./write-set.ts";

/** A change as a user reads it: once, with both axes. */
export interface UserChange {
  readonly bump: Change["bump"];
  readonly axes: readonly Axis[];
  /** The rule that found it. */
  readonly kind: string;
  readonly where: string;
  readonly message: string;
  readonly advice: string | undefined;
}

/** Notes for readers who compare documents: nothing that a user of the packages can see. */
const internal = new Set(["upstream-operation-id-changed"]);

/** What is found on both axes, or along two ways, is one change to a user; the graver verdict counts. */
export function forUsers(changes: readonly Change[]): UserChange[] {
  const merged = new Map<string, UserChange>();
  for (const { bump, axis, kind, where, message, advice } of changes) {
    if (internal.has(kind)) continue;
    const key = `${where}\n${message}`;
    const known = merged.get(key);
    merged.set(key, {
      bump: known && compareBumps(known.bump, bump) > 0 ? known.bump : bump,
      axes: [...new Set([...(known?.axes ?? []), axis])].toSorted(),
      kind,
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
  /** Methods of the client by `GET /path`, of both versions. */
  readonly methods: ReadonlyMap<string, string>;
  /** New operations, for which the emulator responds with 501 until they are implemented. */
  readonly unhandled: readonly string[];
}

/** A place in a document as users of the client know it: `` `signalr.sendToUser()` query `top` ``. */
function placeForUsers(where: string, methods: TextInputs["methods"]): string {
  const [, operation = "", rest = ""] = /^([A-Z]+ \/\S*)(?: (.*))?$/.exec(where) ?? [];
  const method = methods.get(operation);
  if (method === undefined) return `\`${where}\``;
  return `\`signalr.${method}()\`${rest === "" ? "" : ` ${rest.replace(/(\S+)$/, "`$1`")}`}`;
}

/** What changed, without what the place says already and without lists of what stays the same. */
function messageForUsers({ where, message }: UserChange): string {
  const [, operation] = /^([A-Z]+ \/\S*)/.exec(where) ?? [];
  const short = message.replace(/^(.* (?:added|removed)), from .* to .*$/s, "$1");
  if (operation === undefined) return short;
  const plain = short
    .replace(`operation ${operation}`, "operation")
    .replace(/^operation \(\w+\)/, "operation");
  return plain === "operation added" ? "is new" : plain === "operation removed" ? "is gone" : plain;
}

/** Where the guide of a version stands, relative to the root. */
export function guidePath(version: string): string {
  return `docs/migrations/${version}.md`;
}

/** One changeset for each group of packages with a story of its own. */
export function writeChangesets(inputs: TextInputs): Write[] {
  const { scope, version, current, packages, methods, unhandled } = inputs;
  const changes = forUsers(inputs.changes);
  const guide = `The guide with every change is \`${guidePath(version)}\` in the repository.`;
  const write = (part: string, folders: readonly PackageFolder[], paragraphs: readonly string[]): Write[] => {
    const releases = Object.fromEntries(
      folders
        .filter((folder) => packages[folder] !== "none")
        .map((folder) => [packageName(scope, folder), packages[folder]]),
    );
    if (Object.keys(releases).length === 0) return [];
    const summary = paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
    return [
      { path: `.changeset/${changesetId(version, part)}.md`, text: formatChangeset({ releases, summary }) },
    ];
  };
  // The one operation that @x/auth calls itself.
  const keyChanges = changes.filter(
    ({ bump, where }) => bump === "major" && where.includes("/api/auth/accessKey"),
  );
  const stay = `Version ${current} stays: import from \`${packageName(scope, "types")}/${current}\` and \`${packageName(scope, "fetch-client")}/${current}\`.`;
  return [
    ...write(
      "client",
      ["types", "fetch-client"],
      [
        `Speak version ${version} of the API`,
        list(
          "What breaks:",
          changes.filter(({ bump }) => bump === "major"),
          methods,
        ),
        list(
          "What is new:",
          changes.filter(({ bump }) => bump === "minor"),
          methods,
        ),
        `${stay} ${guide}`,
      ],
    ),
    ...write(
      "auth",
      ["auth"],
      [
        `Hand out a client that speaks version ${version} of the API`,
        `Clients made by \`fromConnectionString\` are those of \`${packageName(scope, "fetch-client")}\`, which breaks with ${current}. ${keyChanges.length === 0 ? "Tokens and negotiation are as they were. " : ""}${guide}`,
        list(
          "`dynamicKeyCredential` calls this method, so what breaks there concerns it too:",
          keyChanges,
          methods,
        ),
      ],
    ),
    ...write(
      "emulator",
      ["emulator"],
      [
        unhandled.length === 0
          ? `Answer version ${version} of the API`
          : `Accept version ${version} of the API`,
        unhandled.length === 0
          ? ""
          : `For what is new there, the emulator responds with 501 so far: ${unhandled.map((id) => `\`${id}\``).join(", ")}.`,
        list(
          "What breaks for callers:",
          changes.filter(({ bump, axes }) => bump === "major" && axes.includes("wire")),
          methods,
        ),
        guide,
      ],
    ),
  ];
}

/** The guide for users who go from one version to the next. */
export function writeGuide({ scope, version, current, changes, packages, methods }: TextInputs): string {
  const all = forUsers(changes);
  const rewritten = all.filter(({ kind }) => kind === "documentation-changed");
  const released = Object.entries(packages).filter(([, bump]) => bump !== "none");
  const sections = [
    `# From ${current} to ${version}`,
    released.length === 0
      ? "No package changes."
      : `Next release: ${released.map(([folder, bump]) => `\`${packageName(scope, folder)}\` ${bump}`).join(", ")}.`,
    `To stay with ${current}, import from \`${packageName(scope, "types")}/${current}\` and \`${packageName(scope, "fetch-client")}/${current}\`; both keep being published. An error of a dated client is an instance of the error class that the same dated import gives, and of no other: \`instanceof\` needs client and class from one import, and the \`is…Error\` exported with the class takes the errors of every version. The bare names are ${version} from now on, and so is what \`fromConnectionString\` returns.`,
    `A later major version removes ${current}, not earlier than the [versioning policy](../versioning.md#support-for-older-api-versions) says; the changelog of the minor version before announces it.`,
    section(
      "What breaks",
      all.filter(({ bump }) => bump === "major"),
      methods,
      true,
    ),
    section(
      "What is new",
      all.filter(({ bump }) => bump === "minor"),
      methods,
    ),
    section(
      "What else changed",
      all.filter(({ bump, kind }) => bump === "patch" && kind !== "documentation-changed"),
      methods,
    ),
    rewritten.length === 0 ? "" : `Texts and examples changed in ${rewritten.length} places.`,
    all.length === 0 ? "The two versions say the same." : "",
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function section(
  title: string,
  changes: readonly UserChange[],
  methods: TextInputs["methods"],
  withAxes = false,
): string {
  if (changes.length === 0) return "";
  const items = changes.map((change) => {
    const { where, advice, axes } = change;
    const reach = !withAxes
      ? ""
      : axes.length === 2
        ? ""
        : axes[0] === "types"
          ? " Does not compile; nothing changes over the wire."
          : " Compiles; the service behaves differently.";
    return `- **${placeForUsers(where, methods)}**: ${sentence(messageForUsers(change))}${reach}${advice === undefined ? "" : ` ${sentence(advice)}`}`;
  });
  return `## ${title}\n\n${items.join("\n")}`;
}

function list(title: string, changes: readonly UserChange[], methods: TextInputs["methods"]): string {
  if (changes.length === 0) return "";
  const shown = changes
    .slice(0, 12)
    .map((change) => `- ${placeForUsers(change.where, methods)}: ${messageForUsers(change)}`);
  if (changes.length > shown.length) shown.push(`- and ${changes.length - shown.length} more`);
  return `${title}\n\n${shown.join("\n")}`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]"?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
