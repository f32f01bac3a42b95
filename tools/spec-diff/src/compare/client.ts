import type { Comparison, OperationPair } from "../comparison.ts";

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
  const keys = new Map(after.parameters.map((one) => [`${one.location} ${one.name}`, one.key]));
  for (const { location, name, key } of before.parameters) {
    const other = keys.get(`${location} ${name}`);
    if (other !== undefined && other !== key) {
      c.report(
        "argument-renamed",
        `${pair.where} ${location} ${name}`,
        `argument renamed from ${key} to ${other}`,
      );
    }
  }
  const bodyBefore = before.body?.key;
  const bodyAfter = after.body?.key;
  if (bodyBefore !== undefined && bodyAfter !== undefined && bodyBefore !== bodyAfter) {
    c.report("argument-renamed", `${pair.where} body`, `argument renamed from ${bodyBefore} to ${bodyAfter}`);
  }
}
