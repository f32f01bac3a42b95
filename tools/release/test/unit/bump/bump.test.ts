import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BumpOptions, bump } from "../../../src/bump/bump.ts";
import { applyWrites } from "../../../src/bump/write-set.ts";
import { run as runCommand } from "../../../src/process.ts";
import { apiRepository, document, published, snapshot } from "../../api-repository.ts";
import type { ScratchRepository } from "../../scratch-repository.ts";

const next = "2025-08-01";
const nextPath = `spec/${next}/openapi.yaml`;

function run(repository: ScratchRepository, options: Partial<BumpOptions> = {}) {
  return bump({
    root: repository.root,
    version: next,
    from: undefined,
    dryRun: false,
    verify: false,
    signal: new AbortController().signal,
    onStep: () => {},
    ...options,
  });
}

/** The next document: one property is gone, one operation is new. */
const changed = document(next)
  .replace("        watts: { type: integer, description: What it draws. }\n", "")
  .replace(
    "components:\n",
    `  /lamps:
    get:
      operationId: listLamps
      x-upstream-operation-id: Lamps_List
      x-retry: idempotent
      summary: List the lamps
      security: []
      parameters:
        - $ref: "#/components/parameters/ApiVersion"
      responses:
        "200": { description: The lamps. }
        "400": { description: No. }
components:
`,
  );

describe("bump()", () => {
  test("brings document, code, vectors, changesets, guide, exports and settings to the new version", async () => {
    const repository = apiRepository();
    repository.write(nextPath, changed);
    const { plan } = await run(repository);

    expect(plan.bump).toBe("major");
    expect(plan.packages).toEqual({
      types: "major",
      "fetch-client": "major",
      auth: "major",
      emulator: "major",
    });
    expect(repository.read("packages/fetch-client/generated/2025-08-01/descriptors.ts")).toContain(
      'API_VERSION = "2025-08-01"',
    );
    expect(repository.read("packages/fetch-client/generated/2024-12-01/operations.ts")).toContain("getLamp");
    expect(repository.read("packages/types/generated/index.d.ts")).toContain("./2025-08-01/index.js");
    expect(Object.keys(JSON.parse(repository.read("packages/types/package.json")).exports as object)).toEqual(
      [".", "./2025-08-01", "./2024-12-01", "./package.json"],
    );
    const { exports } = JSON.parse(repository.read("packages/fetch-client/package.json")) as {
      exports: object;
    };
    expect(Object.keys(exports)).toEqual([
      ".",
      "./2025-08-01",
      "./2025-08-01/operations",
      "./2025-08-01/raw",
      "./2024-12-01",
      "./package.json",
    ]);
    expect(repository.read(".changeset/api-2025-08-01-client.md")).toContain(
      '"@acme/types": major\n"@acme/fetch-client": major',
    );
    expect(repository.read(".changeset/api-2025-08-01-auth.md")).toContain('"@acme/auth": major');
    expect(repository.read("docs/migrations/2025-08-01.md")).toMatch(
      /## What breaks\n\n- \*\*`Lamp.watts`\*\*/,
    );
    expect(repository.read("redocly.yaml")).toContain("root: spec/2025-08-01/openapi.yaml");
    expect(repository.read("spec/2025-08-01/curation.md")).toContain("Curation of version 2025-08-01");
    expect(repository.read("spec/2025-08-01/vectors/getLamp.json")).toContain(
      '["api-version", "2025-08-01"]',
    );
    expect(JSON.parse(repository.read("spec/2025-08-01/vectors/listLamps.json"))).toMatchObject({
      operation: "listLamps",
      vectors: [{ exchanges: [{ request: { path: "/lamps", query: [["api-version", next]] } }] }],
    });
    expect(plan.todo.join("\n")).toContain("Complete spec/2025-08-01/vectors/listLamps.json");
    expect(repository.read("README.md")).toBe(
      "Speaks version 2025-08-01.\nImport `@acme/types/2024-12-01` to stay.\n",
    );
    expect(plan.todo).toContain(
      "1 lines in 1 files still name 2024-12-01, as an example or a dated import: `git grep -n 2024-12-01 -- README.md`",
    );
    // The emulator serves both versions.
    for (const version of ["2024-12-01", next])
      expect(snapshot(repository)).toHaveProperty(`/packages/emulator/generated/${version}/routes.ts`);
  });

  test("lists in the guide what is left to decide", async () => {
    const repository = apiRepository();
    repository.write(
      nextPath,
      document(next).replace("{ type: string }\n      example: desk", "{ type: integer }\n      example: 3"),
    );
    const { decisions } = await run(repository);
    expect(decisions.map(({ about }) => about)).toEqual(["getLamp"]);
    expect(repository.read("docs/migrations/2025-08-01.md")).toContain(
      "## Before the release\n\nFor maintainers: a check is red until each of these is done. Then delete this section.\n\n- [ ] Correct spec/2025-08-01/vectors/getLamp.json:5: ",
    );
  });

  test("writes what the formatter leaves alone", async () => {
    const repository = apiRepository();
    repository.write(nextPath, changed);
    const { plan } = await run(repository);
    const written = plan.writes.map(({ path }) => path).filter((path) => !path.includes("/generated/"));
    await runCommand(["oxfmt", "--check", ...written.filter((path) => path !== nextPath)], {
      cwd: repository.root,
    });
  });

  test("changes nothing in a dry run, and plans the same", async () => {
    const repository = apiRepository();
    repository.write(nextPath, changed);
    const before = snapshot(repository);
    const dry = await run(repository, { dryRun: true });
    expect(snapshot(repository)).toEqual(before);
    expect((await run(repository)).plan).toEqual(dry.plan);
  });

  test("is at least minor where the two documents say the same, since there is one more to import", async () => {
    const repository = apiRepository();
    repository.write(nextPath, document(next));
    const { plan } = await run(repository, { dryRun: true });
    expect(plan.packages).toMatchObject({ types: "minor", "fetch-client": "minor", auth: "none" });
  });

  test("leaves the tree exactly as it was when any step fails", async () => {
    const repository = apiRepository();
    repository.write(nextPath, changed);
    const before = snapshot(repository);
    const titles: string[] = [];
    await run(repository, { dryRun: true, onStep: (title) => titles.push(title) });
    expect(titles.length).toBeGreaterThan(6);
    for (const [index, title] of [...titles, "Write"].entries()) {
      let steps = 0;
      const failing = run(repository, {
        onStep() {
          if (steps++ === index) throw new Error("injected");
        },
      });
      await expect(failing, title).rejects.toThrow("injected");
      expect(snapshot(repository), title).toEqual(before);
    }
  });

  test("leaves the tree exactly as it was when writing any file fails", async () => {
    const repository = apiRepository();
    repository.write(nextPath, changed);
    const before = snapshot(repository);
    const { plan } = await run(repository, { dryRun: true });
    expect(plan.writes.length).toBeGreaterThan(20);
    for (const { path } of plan.writes) {
      const failing = () =>
        applyWrites(repository.root, plan.writes, (one) => {
          if (one === path) throw new Error("injected");
        });
      expect(failing, path).toThrow("injected");
      expect(snapshot(repository), path).toEqual(before);
    }
    applyWrites(repository.root, plan.writes).rollBack();
    expect(snapshot(repository)).toEqual(before);
  });

  test("undoes what it has written when the generated code does not compile", async () => {
    const repository = apiRepository();
    repository.write(nextPath, changed);
    const before = snapshot(repository);
    // The repository of this test has no project file, so that building fails.
    await expect(run(repository, { verify: true })).rejects.toThrow("--filter=./packages/fetch-client");
    expect(snapshot(repository)).toEqual(before);
  });

  test("leaves the tree exactly as it was when it is interrupted", async () => {
    const repository = apiRepository();
    repository.write(nextPath, changed);
    const before = snapshot(repository);
    const interrupted = new AbortController();
    const failing = run(repository, {
      signal: interrupted.signal,
      onStep(title) {
        if (title === "Lint the document") interrupted.abort(new Error("interrupted"));
      },
    });
    await expect(failing).rejects.toThrow("interrupted");
    expect(snapshot(repository)).toEqual(before);
  });
});

describe("bump() refuses, and writes nothing:", () => {
  const cases: readonly {
    readonly what: string;
    readonly prepare: (repository: ScratchRepository) => Partial<BumpOptions> | void;
    readonly message: string;
  }[] = [
    {
      what: "what is not a date",
      prepare: () => ({ version: "next" }),
      message: '"next" is not an API version',
    },
    {
      what: "a day that does not exist",
      prepare: () => ({ version: "2025-02-30" }),
      message: "is not an API version",
    },
    {
      what: "the current version",
      prepare: () => ({ version: "2024-12-01" }),
      message: "is the current version already",
    },
    {
      what: "an older version",
      prepare: () => ({ version: "2023-07-01" }),
      message: "is not newer than 2024-12-01",
    },
    { what: "a missing document", prepare: () => {}, message: "spec/2025-08-01/openapi.yaml does not exist" },
    {
      what: "changes that are not committed",
      prepare(repository) {
        repository.write(nextPath, changed);
        repository.write("README.md", "half done\n");
      },
      message: " M README.md",
    },
    {
      what: "an existing changeset for the same bump",
      prepare(repository) {
        repository.write(".changeset/api-2025-08-01-client.md", '---\n"@acme/types": minor\n---\n\nx\n');
        repository.git("add", ".");
        repository.git("commit", "--quiet", "--message=x");
        repository.write(nextPath, changed);
      },
      message: ".changeset/api-2025-08-01-client.md describes a bump to 2025-08-01 already",
    },
    {
      what: "a document that is not OpenAPI",
      prepare: (repository) => repository.write(nextPath, "hello: world\n"),
      message: "spec/2025-08-01/openapi.yaml",
    },
    {
      what: "text that is not YAML",
      prepare: (repository) => repository.write(nextPath, "a: [\n"),
      message: "spec/2025-08-01/openapi.yaml",
    },
    {
      what: "a broken $ref",
      prepare: (repository) => repository.write(nextPath, changed.replace("schemas/Lamp", "schemas/Lantern")),
      message: "Lantern",
    },
    {
      what: "what the linter refuses",
      prepare: (repository) =>
        repository.write(nextPath, changed.replace("      summary: List the lamps\n", "")),
      message: "summary",
    },
    {
      what: "a document of another version",
      prepare: (repository) => repository.write(nextPath, document("2025-01-01")),
      message: 'expected info.version to be "2025-08-01"',
    },
    {
      what: "--from with a document that exists already",
      prepare(repository) {
        repository.write(nextPath, changed);
        return { from: join(repository.root, "upstream.json") };
      },
      message: "exists already: leave out --from",
    },
    {
      what: "--from a file that is not there",
      prepare: (repository) => ({ from: join(repository.root, "upstream.json") }),
      message: "upstream.json does not exist",
    },
    {
      what: "--from something that is not an API document",
      prepare(repository) {
        repository.write("upstream.json", '{ "hello": "world" }');
        return { from: join(repository.root, "upstream.json") };
      },
      message: "upstream.json",
    },
  ];

  test.each(cases)("$what", async ({ prepare, message }) => {
    const repository = apiRepository();
    const options = prepare(repository) ?? {};
    const before = snapshot(repository);
    await expect(run(repository, options)).rejects.toThrow(message);
    expect(snapshot(repository)).toEqual(before);
  });
});

describe("bump({ from })", () => {
  test("drafts the document, keeps what was published next to it, and goes on where the draft lints", async () => {
    const repository = apiRepository();
    const upstream = published(next, ({ definitions }) => {
      Object.assign(definitions["Lamp"]?.properties ?? {}, {
        color: { type: "string", description: "Its color." },
      });
    });
    repository.write("upstream.json", upstream);
    const { plan } = await run(repository, { from: join(repository.root, "upstream.json") });
    expect(plan.isDraft).toBe(false);
    expect(plan.taken).toEqual(["Lamp.color is new"]);
    expect(plan.bump).toBe("minor");
    expect(repository.read(nextPath)).toContain("# curation: open-answer");
    expect(repository.read(nextPath)).toContain("color:");
    expect(repository.read(`spec/${next}/upstream.yaml`)).toContain('swagger: "2.0"');
    expect(plan.curations).toEqual([{ id: "open-answer", status: "applies", reason: "" }]);
  });

  test("stops at the draft, with what is wrong with it, where it does not lint", async () => {
    const repository = apiRepository();
    const upstream = published(next, ({ paths }) => {
      paths["/lamps"] = {
        get: { operationId: "Lamps_List", parameters: [], responses: { "200": { description: "OK" } } },
      };
    });
    repository.write("upstream.json", upstream);
    const { plan } = await run(repository, { from: join(repository.root, "upstream.json") });
    expect(plan.taken).toContain("GET /lamps is new, as list");
    expect(plan.draftProblems.join("\n")).toContain("summary");
    expect(repository.status().trim().split("\n").toSorted()).toEqual([
      "?? spec/2025-08-01/curation.md",
      "?? spec/2025-08-01/openapi.yaml",
      "?? spec/2025-08-01/upstream.yaml",
      "?? upstream.json",
    ]);
    expect(plan.todo.at(-1)).toBe("Finish spec/2025-08-01/openapi.yaml, then run `pnpm bump 2025-08-01`");
  });

  test("merges three ways once the earlier publication is kept", async () => {
    const repository = apiRepository({ "spec/2024-12-01/upstream.yaml": published("2024-12-01") });
    repository.write(
      "upstream.json",
      published(next, ({ definitions }) => {
        delete definitions["Lamp"]?.properties["watts"];
      }),
    );
    const { plan } = await run(repository, { from: join(repository.root, "upstream.json") });
    expect(plan).toMatchObject({ isDraft: false, taken: ["Lamp.watts is gone"], bump: "major" });
    expect(repository.read(nextPath)).not.toContain("watts");
  });

  test("stops at the draft where publication and curation differ and the reason is unknown", async () => {
    const repository = apiRepository();
    repository.write(
      "upstream.json",
      published(next, ({ definitions }) => {
        Object.assign(definitions["Lamp"]?.properties ?? {}, { watts: { type: "number" } });
      }),
    );
    const { plan } = await run(repository, { from: join(repository.root, "upstream.json") });
    expect(plan).toMatchObject({ isDraft: true, draftProblems: [] });
    expect(plan.todo).toContain(
      'Review: Lamp.watts is published as {"type":"number"} and is {"type":"integer"} here; a change, or curation?',
    );
    expect(repository.status()).not.toContain(".changeset");
  });
});
