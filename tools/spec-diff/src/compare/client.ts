import type { Operation } from "../../../generator/src/model/model.ts";
import type { Comparison, OperationPair } from "../comparison.ts";
import { pairMembers } from "../members.ts";

export function compareClient(c: Comparison): void {
  const { name } = c.before.model.client;
  const other = c.after.model.client.name;
  if (name !== other)
    c.report("client-renamed", "client", `client renamed from ${name}Client to ${other}Client`);
}

export function compareMethod(c: Comparison, pair: OperationPair): void {
  const before = pair.before.modelled;
  const after = pair.after.modelled;
  if (!before || !after) {
    if (before) c.report("method-removed", pair.where, `method ${before.id} removed`);
    else if (after) c.report("method-added", pair.where, `method ${after.id} added`);
    return;
  }
  if (before.id !== after.id && pair.before.declaration.operationId === pair.after.declaration.operationId) {
    c.report("method-renamed", pair.where, `method renamed from ${before.id} to ${after.id}`);
  }
  if (before.id === after.id && before.argumentsName !== after.argumentsName) {
    const message = `arguments' type renamed from ${before.argumentsName} to ${after.argumentsName}`;
    c.report("arguments-type-renamed", pair.where, message);
  }
  for (const [place, key, other] of pairMembers(keysOf(before), keysOf(after)).both) {
    const message = `argument renamed from ${key} to ${other}`;
    if (key !== other) c.report("argument-renamed", `${pair.where} ${place}`, message);
  }
}

function keysOf({ parameters, body }: Operation): (readonly [place: string, key: string])[] {
  return [
    ...parameters.map(({ location, name, key }) => [`${location} ${name}`, key] as const),
    ...(body ? [["body", body.key] as const] : []),
  ];
}
