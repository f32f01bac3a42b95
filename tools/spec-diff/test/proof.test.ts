import { beforeAll, describe, expect, test } from "vitest";
import { highestBump } from "../src/change.ts";
import { diffDocuments } from "../src/diff.ts";
import { Workspace } from "./consumer/compile.ts";
import { consumerProgram } from "./consumer/consumer-program.ts";
import { readFixtures } from "./fixture.ts";

const fixtures = readFixtures();

/** Compiles the program that uses everything of the first document against the packages of both. */
describe("a program that uses everything of the document before", () => {
  let errors: Map<string, string[]>;

  beforeAll(async () => {
    const workspace = new Workspace();
    const names: string[] = [];
    for (const [index, { before, after }] of fixtures.entries()) {
      const from = await workspace.addPackages(before);
      const to = await workspace.addPackages(after);
      for (const [which, { types, client }] of [
        ["before", from],
        ["after", to],
      ] as const) {
        const name = `${index}-${which}.ts`;
        workspace.addProgram(name, consumerProgram(before, from.generated.model, types, client));
        names.push(name);
      }
    }
    errors = workspace.compile(names);
  }, 300_000);

  test("compiles against the packages before", () => {
    const broken = fixtures.flatMap(({ name, family }, index) => {
      const found = errors.get(`${index}-before.ts`);
      return found ? [{ fixture: `${family}: ${name}`, found }] : [];
    });
    expect(broken).toEqual([]);
  });

  test("compiles against the packages after unless the types break", () => {
    const understated = fixtures.flatMap(({ name, family, before, after }, index) => {
      const found = errors.get(`${index}-after.ts`);
      const { changes } = diffDocuments(before, after);
      const types = highestBump(changes.filter(({ axis }) => axis === "types").map(({ bump }) => bump));
      return found && types !== "major" ? [{ fixture: `${family}: ${name}`, types, found }] : [];
    });
    expect(understated).toEqual([]);
  });

  // A major version is right for these too, for reasons that a compiler does not see.
  const silent = [
    // The name goes to another operation or parameter, which takes the same values.
    "client: an operation whose name is equal in TypeScript comes first",
    "client: a query parameter takes the name of a header's argument",
    "client: an operation whose type's name is equal comes first",
    // No program could use what it resolved to; the next fixture has an answer, and breaks.
    "extensions: an operation becomes a check",
    // Literals still fit. Values of an interface type do not, and the program has none.
    "properties: other properties are declared (request)",
    // openapi-typescript does not see a list of required properties in another part than the properties.
    "tricky: a required list is spread over merged parts",
    // The program receives no calls; a program that does takes their types from `operations`, or writes them.
    "webhooks: a webhook is added, back",
    "webhooks: what a webhook sends gets a value more",
    "webhooks: a webhook comes with a header",
    "webhooks: a callback is removed",
  ];

  test("breaks wherever the types are said to break", () => {
    const quiet = fixtures.flatMap(({ name, family, types }, index) =>
      types === "major" && !errors.has(`${index}-after.ts`) ? [`${family}: ${name}`] : [],
    );
    expect(quiet).toEqual(silent);
  });
});
