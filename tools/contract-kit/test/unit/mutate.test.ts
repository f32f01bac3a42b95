import { describe, expect, test } from "vitest";
import { readOperations } from "../../src/operations.ts";
import { type Judges, TrialRun, sampleTrials, trialsOf } from "../../src/mutate/run.ts";
import { fixture } from "../fixture.ts";

const document = fixture();
const trials = trialsOf(document);

describe("trialsOf()", () => {
  test("changes the document in every trial and leaves the original alone", () => {
    const before = JSON.stringify(document.root);
    for (const { mutant } of trials) {
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

  test("lets a mutant survive that nobody objects to, or to which the objection is an old one", async () => {
    expect(await run(() => [])).toBe(false);
    expect(await run((_, operationId) => [{ operationId, rule: "path", message: "old" }])).toBe(false);
  });
});
