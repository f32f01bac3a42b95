import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/document.ts";
import { codeMutants } from "../../src/mutate/code-mutants.ts";
import { readOperations } from "../../src/operations.ts";
import { type Judges, TrialRun, sampleTrials, trialsOf } from "../../src/mutate/run.ts";
import { fixture } from "../fixture.ts";

const document = fixture();
const trials = trialsOf(document);

describe("trialsOf()", () => {
  test("changes the document in every trial and leaves the original alone", () => {
    const before = JSON.stringify(document.root);
    for (const { mutant } of trials.filter(({ mutant: one }) => one.breakage === undefined)) {
      expect(JSON.stringify(mutant.document().root), mutant.name).not.toBe(before);
      // A broken mutant would be killed for the wrong reason.
      expect(readOperations(mutant.document()), mutant.name).toHaveLength(1);
    }
    expect(JSON.stringify(document.root)).toBe(before);
  });

  test("has unique names and keeps to the packages that promise the thing", () => {
    const names = trials.map(({ packageName, mutant }) => `${packageName} ${mutant.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(trialsOf(document, "auth").map(({ mutant }) => mutant.kind)).toEqual(["security"]);
  });
});

describe("answers", () => {
  const answers = trials.filter(({ mutant }) => mutant.kind === "answer");

  test("are broken in status, headers, media type and body, and only with the status that the mutant names", async () => {
    expect(answers.length).toBeGreaterThan(3);
    for (const { mutant } of answers) {
      if (mutant.breakage?.of !== "answer") throw new Error("no answer");
      const answer = (status: number): Response =>
        Response.json({ code: "a", message: "b", kind: "thing" }, { status, headers: { "x-code": "a" } });
      const status = Number(/answer (\d+)/.exec(mutant.name)?.[1]);
      const text = async (response: Response): Promise<string> =>
        JSON.stringify([response.status, [...response.headers], await response.text()]);
      const [before, after, other] = await Promise.all([
        text(answer(status)),
        mutant.breakage.change(answer(status)).then(text),
        mutant.breakage.change(answer(418)).then(text),
      ]);
      expect(after, mutant.name).not.toBe(before);
      expect(other).toBe(await text(answer(418)));
    }
  });
});

describe("codeMutants()", () => {
  const declarations = `export interface components {
    schemas: { Thing: { kind: "thing"; size?: number; }; };
}
export interface operations { putThing: { parameters: { query?: never; path: { id: string; }; }; }; }
`;
  const table = { putThing: { method: "PUT", path: "/things/{id}", result: "data", retry: "idempotent" } };
  const mutants = codeMutants(document, { operationTable: table, declarations });

  test("breaks name, optional flag and type of each member of a schema and each parameter", () => {
    const names = mutants.filter(({ kind }) => kind === "declaration").map(({ name }) => name);
    expect(names).toEqual(
      [
        ["Thing: declared kind", "becomes optional"],
        ["Thing: declared size", "becomes required"],
        ["putThing: declared id", "becomes optional"],
      ].flatMap(([member, flag]) => [
        `${member} gets another name`,
        `${member} ${flag}`,
        `${member} gets another type`,
      ]),
    );
  });

  test("changes one place of the text", () => {
    const [mutant] = mutants.filter(({ name }) => name === "Thing: declared size becomes required");
    expect(mutant?.breakage).toEqual({
      of: "declarations",
      text: declarations.replace("size?:", "size:"),
    });
  });

  test("breaks method, path, retry class and result of an entry of the table", () => {
    const broken = mutants.flatMap(({ breakage }) => {
      if (breakage?.of !== "table") return [];
      const entry: JsonObject = { ...table.putThing };
      breakage.change(entry);
      return Object.entries(entry).filter(
        ([key, value]) =>
          !Object.entries(table.putThing).some(([name, known]) => name === key && known === value),
      );
    });
    expect(broken).toEqual([
      ["method", "DELETE"],
      ["path", "/things/{id}x"],
      ["retry", "send"],
      ["result", "none"],
    ]);
  });
});

describe("sampleTrials()", () => {
  test("takes the same trials each time, spread over all", () => {
    const sample = sampleTrials(trials, 5);
    expect(sample).toHaveLength(5);
    expect(sampleTrials(trials, 5)).toEqual(sample);
    expect(sampleTrials(trials, 10_000)).toHaveLength(trials.length);
  });
});

describe("TrialRun", () => {
  const judges = (
    judge: Judges["operation"],
  ): Record<"types" | "fetch-client" | "auth" | "emulator", Judges> => {
    const one = { operation: judge };
    return { types: one, "fetch-client": one, auth: one, emulator: one };
  };
  const [trial] = trials;
  const run = async (judge: Judges["operation"]): Promise<boolean> => {
    if (!trial) throw new Error("no trial");
    return (await new TrialRun(document, judges(judge)).run(trial)).killed;
  };

  test("counts a violation that only the mutant has", async () => {
    expect(
      await run((judged, operationId) =>
        judged === document ? [] : [{ operationId, rule: "path", message: "new" }],
      ),
    ).toBe(true);
  });

  test("lets a mutant survive if no judge objects to it, or only with an objection that it had before", async () => {
    expect(await run(() => [])).toBe(false);
    expect(await run((_, operationId) => [{ operationId, rule: "path", message: "old" }])).toBe(false);
  });
});
