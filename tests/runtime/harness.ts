/**
 * A test that needs nothing but the web platform. The suites of this folder are lists of them instead of calls of a
 * test framework, so that a runtime in which none runs can run them all the same.
 */
export interface RuntimeTest {
  readonly title: string;
  readonly run: () => void | Promise<void>;
}

export interface Outcome {
  readonly title: string;
  /** Absent when the test passed. */
  readonly error?: string;
}

/** Runs the tests one after the other; the outcomes can be written as JSON. */
export async function runTests(tests: readonly RuntimeTest[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { title, run } of tests) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- a failure is easier to read when nothing else runs
      await withDeadline(run);
      outcomes.push({ title });
    } catch (error) {
      outcomes.push({ title, error: String(error) });
    }
  }
  return outcomes;
}

/** A test that hangs fails, so that no runtime has to be killed. */
async function withDeadline(run: RuntimeTest["run"]): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("The test took longer than 10 seconds")), 10_000);
  });
  try {
    await Promise.race([run(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Compares what JSON can write. */
export function assertEqual(actual: unknown, expected: unknown): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`Expected ${wanted}, found ${found}`);
}

/** Expects an error with this `code`, and gives its message. */
export async function assertFails(code: string, action: () => unknown): Promise<string> {
  let error: unknown;
  try {
    await action();
  } catch (thrown) {
    error = thrown;
  }
  if (error instanceof Error && "code" in error && error.code === code) return error.message;
  throw new Error(`Expected an error with the code ${code}, found ${String(error)}`);
}
