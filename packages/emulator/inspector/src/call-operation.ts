import type { CallArguments, OperationView } from "../../src/inspector/wire.ts";

/** What became of an operation that the page asked for. */
export interface Outcome {
  readonly ok: boolean;
  /** 0 when the emulator did not answer. */
  readonly status: number;
  /** Why it failed. */
  readonly reason: string;
  readonly body: unknown;
}

/** Calls the REST API through the inspector, which vouches for the page. */
export async function callOperation(
  token: string,
  operation: OperationView,
  args: CallArguments,
  body?: unknown,
): Promise<Outcome> {
  let target: string;
  try {
    target = targetOf(operation, args);
  } catch (error) {
    return { ok: false, status: 0, reason: error instanceof Error ? error.message : "", body: undefined };
  }
  try {
    const response = await fetch(`/inspector${target}`, {
      method: operation.method,
      headers: {
        "x-inspector-token": token,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = parse(await response.text());
    const code = response.headers.get("x-ms-error-code") ?? response.statusText;
    const reason = response.ok ? "" : (messageOf(answer) ?? code);
    return { ok: response.ok, status: response.status, reason, body: answer };
  } catch {
    return { ok: false, status: 0, reason: "The emulator does not respond", body: undefined };
  }
}

/** Path and query. @throws {TypeError} for a name that a URL cannot carry. */
function targetOf({ apiVersion, path, parameters }: OperationView, args: CallArguments): string {
  const query = new URLSearchParams({ "api-version": apiVersion });
  for (const [name, value] of Object.entries(args)) {
    if (parameters[name] !== "query") continue;
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item));
  }
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(args[name] ?? "");
    // A URL drops such a segment, and the request would mean another operation.
    if (value === "" || value === "." || value === "..")
      throw new TypeError(
        value === "" ? `The ${name} is missing` : `No URL can carry the ${name} '${value}'`,
      );
    return encodeURIComponent(value);
  });
  return `${filled}?${query}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === "" ? undefined : text;
  }
}

function messageOf(answer: unknown): string | undefined {
  return typeof answer === "object" && answer !== null && "message" in answer
    ? String(answer.message)
    : undefined;
}
