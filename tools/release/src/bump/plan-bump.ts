import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { type Document, parseOpenApi } from "../../../contract-kit/src/document.ts";
import { checkVectorFile } from "../../../contract-kit/src/vectors.ts";
import { type Bump, type Change, highestBump } from "../../../spec-diff/src/change.ts";
import type { JsonObject } from "../../../generator/src/json.ts";
import { buildModel } from "../../../generator/src/model/build-model.ts";
import { parseSpec } from "../../../generator/src/read-spec.ts";
import { compareDocuments } from "../compare-documents.ts";
import { type PackageFolder, packageBumps } from "../guard/package-bumps.ts";
import { run } from "../process.ts";
import { currentScope } from "../rescope/workspace.ts";
import { documentPath } from "../versions.ts";
import { BumpError } from "./bump-error.ts";
import type { BumpInputs } from "./check-inputs.ts";
import { type CurationVerdict, judgeCurations } from "./curations.ts";
import { withoutSharedParts } from "./document-parts.ts";
import { draftDocument } from "./draft.ts";
import { generatedWrites } from "./generated-writes.ts";
import { lintDocument } from "./lint.ts";
import { exportVersion, lintVersion } from "./package-files.ts";
import { guidePath, writeChangesets, writeGuide } from "./user-texts.ts";
import { nextVectors } from "./vectors.ts";
import { linesWith, versionTexts } from "./version-texts.ts";
import type { Write } from "./write-set.ts";

/** Something that the bump cannot know. */
export interface Decision {
  /** What is to be decided, and where. */
  readonly text: string;
  /** The operation, or the curation, that it is about: checks that fail because of it name it. */
  readonly about: string;
}

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
  /** What only a person can decide: a check stays red, or an answer wrong, until it is done. */
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
export async function planBump(inputs: BumpInputs, { signal, onStep }: PlanOptions): Promise<BumpPlan> {
  const staging = mkdtempSync(join(tmpdir(), "api-bump-"));
  try {
    cpSync(join(inputs.root, "spec"), join(staging, "spec"), {
      recursive: true,
      filter: (path) => basename(path) !== "node_modules",
    });
    return await new Planner(inputs, staging, signal, onStep).plan();
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

class Planner {
  readonly #inputs: BumpInputs;
  readonly #staging: string;
  readonly #signal: AbortSignal;
  readonly #onStep: (title: string) => void;
  readonly #decisions: Decision[] = [];
  readonly #todo: string[] = [];
  readonly #repairs: string[] = [];
  readonly #writes: Write[] = [];
  #isUnfinished = false;

  constructor(inputs: BumpInputs, staging: string, signal: AbortSignal, onStep: (title: string) => void) {
    this.#inputs = inputs;
    this.#staging = staging;
    this.#signal = signal;
    this.#onStep = onStep;
  }

  async plan(): Promise<BumpPlan> {
    const { root, version, current } = this.#inputs;
    const document = documentPath(version);
    const taken = this.#draft();
    await this.#format();

    this.#step("Lint the document");
    const lint = await lintDocument(
      join(this.#staging, document),
      document,
      join(root, "redocly.yaml"),
      this.#signal,
    );
    if (lint.length > 0 && this.#inputs.from === undefined)
      throw new BumpError(`${document} cannot be used:\n${lint.join("\n")}`);
    const draft = this.#readDocument(document, lint);
    const curations = this.#judgeCurations(draft);
    const facts = { version, current, curations, taken, repairs: this.#repairs };
    // What no one has reviewed must not be frozen into names, versions and changesets.
    if (lint.length > 0 || draft === undefined || this.#isUnfinished) {
      return {
        ...facts,
        isDraft: true,
        bump: "none",
        changes: [],
        packages: { types: "none", "fetch-client": "none", auth: "none", emulator: "none" },
        writes: this.#readBack(),
        unhandled: [],
        decisions: this.#decisions,
        todo: [...this.#todo, `Finish ${document}, then run \`pnpm bump ${version}\``],
        draftProblems: lint,
      };
    }
    if (draft.root.info === undefined || (draft.root.info as JsonObject).version !== version)
      throw new BumpError(
        `${document} says that it is version ${String((draft.root.info as JsonObject | undefined)?.version)}: expected info.version to be "${version}"`,
      );

    this.#step(`Compare with ${current}`);
    const diff = compareDocuments(join(this.#staging, documentPath(current)), join(this.#staging, document));
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
    this.#add(...writeChangesets(texts), writeGuide(texts));
    this.#add(...exportVersion(root, version), lintVersion(root, version, document));
    this.#planTexts();
    await this.#format();
    this.#step("Generate");
    const generated = await generatedWrites(root, this.#staging);
    this.#todo.push(`Read ${guidePath(version)} and the changesets as a user would`);
    return {
      ...facts,
      bump: diff.bump,
      changes: diff.changes,
      packages,
      writes: [...this.#readBack(), ...generated],
      unhandled: skeletons,
      decisions: this.#decisions,
      todo: this.#todo,
      isDraft: false,
      draftProblems: [],
    };
  }

  /** Puts the new document and its curation into the staging folder. Returns what was taken over from a published one. */
  #draft(): readonly string[] {
    const { root, version, current, from } = this.#inputs;
    const taken: string[] = [];
    if (from === undefined) {
      this.#step(`Read ${documentPath(version)}`);
      this.#add({
        path: documentPath(version),
        text: readFileSync(join(root, documentPath(version)), "utf8"),
      });
    } else {
      this.#step(`Draft ${documentPath(version)} from ${basename(from)}`);
      const text = readFileSync(from, "utf8");
      const upstream = parseSpec(text, basename(from), {
        published: true,
        warn: (line) => this.#repairs.push(line),
      });
      const base = this.#upstreamOf(current);
      const curated = readFileSync(join(root, documentPath(current)), "utf8");
      const draft = draftDocument({ current, version, curated, upstream: upstream.document, base });
      taken.push(...draft.taken);
      this.#todo.push(...draft.review.map((line) => `Review: ${line}`));
      this.#isUnfinished = draft.review.length > 0;
      if (base === undefined)
        this.#todo.push(
          `There is no spec/${current}/upstream.yaml, so only what is new was taken over: put what was published for ${current} there, and the changes are merged three ways`,
        );
      this.#add(
        { path: documentPath(version), text: draft.text },
        { path: `spec/${version}/upstream.yaml`, text: upstreamText(text) },
      );
    }
    const curation = `spec/${version}/curation.md`;
    const old = join(root, "spec", current, "curation.md");
    if (!existsSync(join(root, curation)) && existsSync(old))
      this.#add({ path: curation, text: readFileSync(old, "utf8").replaceAll(current, version) });
    return taken;
  }

  /** The published document that is kept with a version, as OpenAPI 3. */
  #upstreamOf(version: string): JsonObject | undefined {
    const path = `spec/${version}/upstream.yaml`;
    const file = join(this.#staging, path);
    return existsSync(file)
      ? parseSpec(readFileSync(file, "utf8"), path, { published: true }).document
      : undefined;
  }

  #readDocument(path: string, lint: readonly string[]): Document | undefined {
    const text = readFileSync(join(this.#staging, path), "utf8");
    try {
      return parseOpenApi(text, path);
    } catch (error) {
      if (lint.length > 0) return undefined;
      throw error;
    }
  }

  #judgeCurations(draft: Document | undefined): CurationVerdict[] {
    const { version, current } = this.#inputs;
    const file = join(this.#staging, `spec/${version}/curation.md`);
    if (draft === undefined || !existsSync(file)) return [];
    this.#step("Judge the curations");
    const read = (one: string): Document | undefined => {
      const document = this.#upstreamOf(one);
      const plain = document && withoutSharedParts(document);
      return plain && parseOpenApi(JSON.stringify(plain), `spec/${one}/upstream.yaml`);
    };
    const verdicts = judgeCurations(readFileSync(file, "utf8"), {
      draft,
      upstream: read(version),
      base: read(current),
    });
    for (const { id, status, reason } of verdicts) {
      if (status === "conflict") this.#decide(id, `Settle the curation ${id}: ${reason}`);
      if (status === "obsolete") this.#decide(id, `Remove the curation ${id}: ${reason}`);
    }
    return verdicts;
  }

  /** Method names of the client by `GET /path`. */
  #methodsOf(version: string): [string, string][] {
    const path = documentPath(version);
    const spec = parseSpec(readFileSync(join(this.#staging, path), "utf8"), path);
    return buildModel(spec).operations.map(({ id, method, path: route }) => [`${method} ${route}`, id]);
  }

  /** Returns the operations that are new. */
  #planVectors(draft: Document): readonly string[] {
    const { root, version, current } = this.#inputs;
    const before = parseOpenApi(
      readFileSync(join(root, documentPath(current)), "utf8"),
      documentPath(current),
    );
    const { writes, skeletons, dropped, renamed, rerouted } = nextVectors(
      { root, current, version },
      before,
      draft,
    );
    this.#add(...writes);
    for (const id of skeletons)
      this.#todo.push(
        `Complete spec/${version}/vectors/${id}.json, and implement ${id} in packages/emulator/src/rest, which responds with 501 until then`,
      );
    for (const { from, to } of renamed)
      this.#decide(
        to,
        `${from} is called ${to} now, and its vectors are kept under that name: give ${to} the handler of ${from} in packages/emulator/src/rest, which responds with 501 until then`,
      );
    for (const { id, from, to } of rerouted)
      this.#decide(
        id,
        `${id} has the path parameter {${to}} instead of {${from}}: let its handler in packages/emulator/src/rest read that name too`,
      );
    for (const id of dropped)
      this.#todo.push(
        `${id} is gone from ${version}; its handler in packages/emulator/src/rest stays for ${current}, until \`pnpm retire\` removes that version`,
      );
    for (const { path } of writes) {
      const [problem] = checkVectorFile(draft, join(this.#staging, path));
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
    this.#add(...texts);
    const { lines, files } = linesWith(root, current, texts);
    if (lines > 0)
      this.#todo.push(
        `${lines} lines in ${files.length} files still name ${current}, as an example or a dated import: \`git grep -n ${current} -- ${pathspec(files)}\``,
      );
  }

  #add(...writes: readonly Write[]): void {
    for (const write of writes) {
      const target = join(this.#staging, write.path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, write.text ?? "");
      this.#writes.push(write);
    }
  }

  /** Formats what is staged, so that the formatter's gate has nothing to say later. */
  async #format(): Promise<void> {
    const { root } = this.#inputs;
    for (const name of [".oxfmtrc.json", ".editorconfig"])
      if (existsSync(join(root, name))) copyFileSync(join(root, name), join(this.#staging, name));
    const paths = this.#writes.map(({ path }) => path);
    if (paths.length > 0) await run(["oxfmt", ...paths], { cwd: this.#staging, signal: this.#signal });
  }

  /** What is staged, where it differs from the repository. */
  #readBack(): Write[] {
    return this.#writes
      .map(({ path }) => ({ path, text: readFileSync(join(this.#staging, path), "utf8") }))
      .filter(({ path, text }) => {
        const file = join(this.#inputs.root, path);
        return !existsSync(file) || readFileSync(file, "utf8") !== text;
      });
  }

  #step(title: string): void {
    this.#signal.throwIfAborted();
    this.#onStep(title);
  }
}

/** A published document as it is kept: the same data as YAML, which can be read and compared line by line. */
function upstreamText(text: string): string {
  return stringify(parse(text, { uniqueKeys: false }), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** The top-level names of some files, for a command line. */
function pathspec(files: readonly string[]): string {
  return [...new Set(files.map((path) => path.split("/", 1)[0] ?? path))].join(" ");
}
