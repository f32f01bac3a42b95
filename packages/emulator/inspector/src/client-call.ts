import type { ActivityBody } from "../../src/activity/activity.ts";
import type { CallArguments } from "../../src/inspector/wire.ts";
import { isDeeperThan, maxDepth } from "../../src/protocol/message.ts";

/** The body of a call: a value, or what is known of the bytes that were sent. */
export type CallBody =
  | { readonly value: unknown }
  | { readonly remark: string; readonly contentType?: string };

/** Short, so that the code is readable next to the list. */
const lineLength = 40;

/** How an operation ends up in a program. Everything else is awaited and nothing more. */
const wrappers: Readonly<Record<string, (call: string) => string>> = {
  listConnectionsInGroup: (call) =>
    `for await (const member of ${call}) {\n  console.log(member.connectionId);\n}`,
  invokeConnection: (call) => `const answer = await ${call};`,
  generateClientToken: (call) => `const answer = await ${call};`,
  getAccessKey: (call) => `const answer = await ${call};`,
};

/** A request as a call of the typed client, for people to copy. */
export function clientCall(operationId: string, args: CallArguments, body?: CallBody): string {
  const members: [string, string][] = Object.entries(args).map(([name, value]) => [name, literal(value, 1)]);
  if (body !== undefined && "value" in body)
    members.push([
      "body",
      // Deeper ones are refused by the emulator, and would overflow the stack here.
      isDeeperThan(body.value, maxDepth)
        ? `body /* nested deeper than ${maxDepth} levels */`
        : literal(body.value, 1),
    ]);
  else if (body !== undefined) {
    members.push(["body", `bytes /* ${body.remark} */`]);
    if (body.contentType !== undefined) members.push(["contentType", JSON.stringify(body.contentType)]);
  }
  const call = `signalr.${operationId}(${members.length === 0 ? "" : object(members, 0)})`;
  const whole = wrappers[operationId] ?? (operationId.includes("Exists") ? asQuestion : asStatement);
  return whole(call);
}

/** The body of a recorded request. */
export function callBodyOf(body: ActivityBody | undefined): CallBody | undefined {
  if (body === undefined) return undefined;
  const mediaType = body.contentType.split(";", 1)[0]?.trim().toLowerCase();
  if (body.cut) return { remark: `${body.bytes} bytes, of which only the beginning was kept` };
  try {
    if (mediaType === "application/json") return { value: JSON.parse(body.text) };
  } catch {
    // It was refused for this very reason.
  }
  return { remark: `${body.bytes} bytes`, ...(mediaType !== undefined && { contentType: mediaType }) };
}

function asStatement(call: string): string {
  return `await ${call};`;
}

function asQuestion(call: string): string {
  return `const exists = await ${call};`;
}

/** On one line where it fits. */
function literal(value: unknown, depth: number): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => literal(item, depth + 1));
    return enclose("[", items, "]", depth, "");
  }
  if (typeof value === "object" && value !== null) {
    return object(
      Object.entries(value).map(([name, member]): [string, string] => [name, literal(member, depth + 1)]),
      depth,
    );
  }
  return JSON.stringify(value) ?? "undefined";
}

function object(members: readonly (readonly [string, string])[], depth: number): string {
  const items = members.map(([name, text]) => `${propertyName(name)}: ${text}`);
  return enclose("{", items, "}", depth, " ");
}

function enclose(
  open: string,
  items: readonly string[],
  close: string,
  depth: number,
  space: string,
): string {
  if (items.length === 0) return open + close;
  const line = `${open}${space}${items.join(", ")}${space}${close}`;
  if (line.length + depth * 2 <= lineLength && !line.includes("\n")) return line;
  const indent = "  ".repeat(depth);
  return `${open}\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}${close}`;
}

function propertyName(name: string): string {
  // A property of this name in braces would set the prototype.
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
