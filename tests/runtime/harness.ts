/** What a suite finds around it: servers of `stage.ts`, and what this runtime can do. Written as JSON. */
export interface Surroundings {
  /** Of an emulator that plays the faults of `stage.ts`, and whose clients come and go by `control`. */
  readonly connectionString: string;
  /** Origin of the stage. */
  readonly control: string;
  /** How many vectors each operation has. */
  readonly vectors: Readonly<Record<string, readonly VectorCall[]>>;
  /** Whether `fetch` sends a body while it is made; browsers do not over HTTP/1.1. */
  readonly requestStreams: boolean;
}

/** The side of a vector that a client sees: what it is called with and what comes of it. */
export interface VectorCall {
  readonly name: string;
  /** A body of bytes is written as `{ base64 }`. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly outcome: Readonly<Record<string, unknown>>;
}

/**
 * A test that needs nothing but the web platform. The suites of this folder are lists of them instead of calls of a
 * test framework, so that a runtime in which none runs can run them all the same.
 */
export interface RuntimeTest {
  readonly title: string;
  readonly run: (surroundings: Surroundings) => void | Promise<void>;
}

export interface Outcome {
  readonly title: string;
  /** Absent when the test passed. */
  readonly error?: string;
}

/** Runs the tests one after the other; the outcomes can be written as JSON. */
export async function runTests(
  tests: readonly RuntimeTest[],
  surroundings: Surroundings,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { title, run } of tests) {
    try {
      // A failure is easier to read when nothing else runs.
      await withDeadline(async () => run(surroundings));
      outcomes.push({ title });
    } catch (error) {
      outcomes.push({ title, error: String(error) });
    }
  }
  return outcomes;
}

/** A test that hangs fails, so that no runtime has to be killed. */
async function withDeadline(run: () => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("The test took longer than 20 seconds")), 20_000);
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

/** Expects an error with this `code` or `name`, and gives its message. */
export async function assertFails(code: string, action: () => unknown): Promise<string> {
  let error: unknown;
  try {
    await action();
  } catch (thrown) {
    error = thrown;
  }
  // Not `instanceof Error`: an error of the platform may come from another realm.
  const { code: foundCode, name, message } = (error ?? {}) as Record<string, unknown>;
  if (foundCode === code || name === code) return String(message);
  throw new Error(`Expected an error with the code or name ${code}, found ${String(error)}`);
}
