import { basename, join } from "node:path";
import { type Document, parseOpenApi } from "../../../contract-kit/src/document.ts";
import { checkVectorFile } from "../../../contract-kit/src/vectors.ts";
import { type Bump, type Change, highestBump } from "../../../spec-diff/src/change.ts";
import { buildModel } from "../../../generator/src/model/build-model.ts";
import { parseSpec } from "../../../generator/src/read-spec.ts";
import { compareDocuments } from "../compare-documents.ts";
import { type PackageFolder, packageBumps } from "../guard/package-bumps.ts";
import { currentScope } from "../rescope/workspace.ts";
import { documentPath } from "../versions.ts";
import { BumpError } from "./bump-error.ts";
import type { BumpInputs } from "./check-inputs.ts";
import { type CurationVerdict, judgeCurations } from "./curations.ts";
import { type Decision, withDecisions } from "./decision.ts";
import { objectOf, withoutSharedParts } from "./document-parts.ts";
import { generatedWrites } from "./generated-writes.ts";
import { lintDocument } from "./lint.ts";
import { exportVersion, lintVersion } from "./package-files.ts";
import { publishedDocument, stageDocument, upstreamPath } from "./stage-document.ts";
import { StagingFolder } from "./staging-folder.ts";
import { guidePath, writeChangesets, writeGuide } from "./user-texts.ts";
import { nextVectors } from "./vectors.ts";
import { linesWith, versionTexts } from "./version-texts.ts";
import type { Write } from "./write-set.ts";

/** Everything that a bump does to the repository, and what it cannot do. */
export interface BumpPlan {
  readonly version: string;
  readonly current: string;
  /** What the comparison of the two documents gives. */
  readonly bump: Bump;
  readonly changes: readonly Change[];
  /** How each package is to be released. */
  readonly packages: Readonly<Record<PackageFolder, Bump>>;
  readonly curations: readonly CurationVerdict[];
  /** What was wrong in the published document and has been repaired. */
  readonly repairs: readonly string[];
  /** What was taken over from the published document. */
  readonly taken: readonly string[];
  readonly writes: readonly Write[];
  /** What only a person can decide, as far as it shows before anything is written. */
  readonly decisions: readonly Decision[];
  /** New operations, for which the emulator responds with 501 until they are implemented. */
  readonly unhandled: readonly string[];
  /** What can wait: nothing is red because of it. */
  readonly todo: readonly string[];
  /** Whether the document is a draft that a person must finish first: nothing is generated from it. */
  readonly isDraft: boolean;
  /** What the linters say of a draft. */
  readonly draftProblems: readonly string[];
}

export interface PlanOptions {
  readonly signal: AbortSignal;
  /** Called before each step. What it throws ends the bump. */
  readonly onStep: (title: string) => void;
}

/**
 * Works the whole bump out in a temporary folder. The repository is read and not touched.
 *
 * @throws {BumpError} when a document cannot be used.
 */
export async function planBump(inputs: BumpInputs, options: PlanOptions): Promise<BumpPlan> {
  using staging = new StagingFolder(inputs.root);
  return await new Planner(inputs, staging, options).plan();
}

class Planner {
  readonly #inputs: BumpInputs;
  readonly #staging: StagingFolder;
  readonly #options: PlanOptions;
  readonly #decisions: Decision[] = [];
  readonly #todo: string[] = [];

  constructor(inputs: BumpInputs, staging: StagingFolder, options: PlanOptions) {
    this.#inputs = inputs;
    this.#staging = staging;
    this.#options = options;
  }

  async plan(): Promise<BumpPlan> {
    const staging = this.#staging;
    const { signal } = this.#options;
    const { root, version, current, from } = this.#inputs;
    const document = documentPath(version);
    this.#step(from === undefined ? `Read ${document}` : `Draft ${document} from ${basename(from)}`);
    const { repairs, taken, review } = stageDocument(this.#inputs, staging);
    this.#todo.push(...review.map((line) => `Review: ${line}`));
    if (from !== undefined && !staging.has(upstreamPath(current)))
      this.#todo.push(
        `There is no ${upstreamPath(current)}, so only what is new was taken over: put what was published for ${current} there, and the changes are merged three ways`,
      );
    await staging.format(signal);

    this.#step("Lint the document");
    const lint = await lintDocument(staging.path(document), document, join(root, "redocly.yaml"), signal);
    if (lint.length > 0 && from === undefined)
      throw new BumpError(`${document} cannot be used:\n${lint.join("\n")}`);
    const draft = this.#readDocument(document, lint);
    const curations = this.#judgeCurations(draft);
    const facts = { version, current, curations, taken, repairs };
    // What no one has reviewed must not be frozen into names, versions and changesets.
    if (lint.length > 0 || draft === undefined || review.length > 0) {
      return {
        ...facts,
        isDraft: true,
        bump: "none",
        changes: [],
        packages: { types: "none", "fetch-client": "none", auth: "none", emulator: "none" },
        writes: staging.writes(),
        unhandled: [],
        decisions: this.#decisions,
        todo: [...this.#todo, `Finish ${document}, then run \`pnpm bump ${version}\``],
        draftProblems: lint,
      };
    }
    const { version: stated } = objectOf(draft.root.info);
    if (stated !== version)
      throw new BumpError(
        `${document} says that it is version ${String(stated)}: expected info.version to be "${version}"`,
      );

    this.#step(`Compare with ${current}`);
    const diff = compareDocuments(staging.path(documentPath(current)), staging.path(document));
    // A new subpath and another API_VERSION can be noticed even where the documents say the same.
    const derived = packageBumps(diff.changes);
    const packages = {
      ...derived,
      types: highestBump([derived.types, "minor"]),
      "fetch-client": highestBump([derived["fetch-client"], "minor"]),
      emulator: highestBump([derived.emulator, "minor"]),
    };

    this.#step("Copy vectors and write skeletons");
    const skeletons = this.#planVectors(draft);
    this.#step("Write changesets and the guide for users");
    const texts = {
      scope: currentScope(root),
      version,
      current,
      changes: diff.changes,
      packages,
      methods: new Map([...this.#methodsOf(current), ...this.#methodsOf(version)]),
      unhandled: skeletons,
    };
    const guide = withDecisions(writeGuide(texts), this.#decisions);
    staging.add(...writeChangesets(texts), { path: guidePath(version), text: guide });
    staging.add(...exportVersion(root, version), lintVersion(root, version, document));
    this.#planTexts();
    await staging.format(signal);
    this.#step("Generate");
    const generated = await generatedWrites(root, staging.root);
    this.#todo.push(`Read ${guidePath(version)} and the changesets as a user would`);
    return {
      ...facts,
      bump: diff.bump,
      changes: diff.changes,
      packages,
      writes: [...staging.writes(), ...generated],
      unhandled: skeletons,
      decisions: this.#decisions,
      todo: this.#todo,
      isDraft: false,
      draftProblems: [],
    };
  }

  #readDocument(path: string, lint: readonly string[]): Document | undefined {
    try {
      return parseOpenApi(this.#staging.read(path), path);
    } catch (error) {
      if (lint.length > 0) return undefined;
      throw error;
    }
  }

  #judgeCurations(draft: Document | undefined): CurationVerdict[] {
    const { version, current } = this.#inputs;
    const file = `spec/${version}/curation.md`;
    if (draft === undefined || !this.#staging.has(file)) return [];
    this.#step("Judge the curations");
    const read = (one: string): Document | undefined => {
      const document = publishedDocument(one, this.#staging);
      const plain = document && withoutSharedParts(document);
      return plain && parseOpenApi(JSON.stringify(plain), upstreamPath(one));
    };
    const verdicts = judgeCurations(this.#staging.read(file), {
      draft,
      upstream: read(version),
      base: read(current),
    });
    for (const { id, status, reason } of verdicts) {
      if (status === "conflict") this.#decide(id, `Settle the curation ${id}: ${reason}`);
      if (status === "changed") this.#todo.push(`Read the curation ${id} again: ${reason}`);
      if (status === "obsolete") this.#todo.push(`Remove the curation ${id}: ${reason}`);
    }
    return verdicts;
  }

  /** Method names of the client by `GET /path`. */
  #methodsOf(version: string): [string, string][] {
    const path = documentPath(version);
    const spec = parseSpec(this.#staging.read(path), path);
    return buildModel(spec).operations.map(({ id, method, path: route }) => [`${method} ${route}`, id]);
  }

  /** Returns the operations that are new. */
  #planVectors(draft: Document): readonly string[] {
    const { root, version, current } = this.#inputs;
    const before = parseOpenApi(this.#staging.read(documentPath(current)), documentPath(current));
    const { writes, skeletons, dropped, renamed } = nextVectors({ root, current, version }, before, draft);
    this.#staging.add(...writes);
    for (const id of skeletons)
      this.#todo.push(
        `Complete spec/${version}/vectors/${id}.json, and implement ${id} in packages/emulator/src/rest, which responds with 501 until then`,
      );
    for (const { from, to } of renamed)
      this.#todo.push(
        `${from} is called ${to} now, and its vectors are kept under that name: give ${to} the handler of ${from} in packages/emulator/src/rest, which responds with 501 until then`,
      );
    for (const id of dropped)
      this.#todo.push(
        `${id} is gone from ${version}; its handler in packages/emulator/src/rest stays for ${current}, until \`pnpm retire\` removes that version`,
      );
    for (const { path } of writes) {
      const [problem] = checkVectorFile(draft, this.#staging.path(path));
      if (problem)
        this.#decide(basename(path, ".json"), `Correct ${path}:${problem.line}: ${problem.message}`);
    }
    return skeletons;
  }

  #decide(about: string, text: string): void {
    this.#decisions.push({ about, text });
  }

  /** Puts the new version into texts that speak of the newest. */
  #planTexts(): void {
    const { root, version, current } = this.#inputs;
    const texts = versionTexts(root, current, version);
    this.#staging.add(...texts);
    const { lines, files } = linesWith(root, current, texts);
    if (lines > 0)
      this.#todo.push(
        `${lines} lines in ${files.length} files still name ${current}, as an example or a dated import: \`git grep -n ${current} -- ${pathspec(files)}\``,
      );
  }

  #step(title: string): void {
    this.#options.signal.throwIfAborted();
    this.#options.onStep(title);
  }
}

/** The top-level names of some files, for a command line. */
function pathspec(files: readonly string[]): string {
  return [...new Set(files.map((path) => path.split("/", 1)[0] ?? path))].join(" ");
}
