// Runs the vectors of spec/ against a client in any language. Plain Node.js 20, nothing of this repository's code.
//   node run-vectors.mjs <folder of vectors> <module with one function per operation: (args, endpoint) => result>
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { isDeepStrictEqual } from "node:util";

const [folder, client] = process.argv.slice(2).map((path) => resolve(path));
const operations = await import(client);

const bytesOf = (body) =>
  body === undefined ? "" : "base64" in body ? Buffer.from(body.base64, "base64") : JSON.stringify(body.json);
const segments = (path) => path.split("/").map(decodeURIComponent);
const sorted = (pairs) => {
  const query = new URLSearchParams(pairs);
  query.sort(); // by name; equal names keep their order
  return query.toString();
};

function differences(expected, { method, url, headers }, body) {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const pairs = [
    ["method", expected.method, method],
    ["path", segments(expected.path), segments(pathname)],
    ["query", sorted(expected.query), sorted(searchParams)],
    ...Object.entries(expected.headers ?? {}).map(([name, value]) => [
      name,
      value,
      headers[name]?.split(";")[0],
    ]),
    expected.body && "json" in expected.body
      ? ["body", expected.body.json, JSON.parse(body)]
      : ["body", Buffer.from(bytesOf(expected.body)).toString("hex"), body.toString("hex")],
  ];
  return pairs
    .filter(([, wanted, got]) => !isDeepStrictEqual(wanted, got))
    .map(([what, wanted, got]) => `${what} ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`);
}

async function play({ arguments: args, exchanges, outcome }, call) {
  const problems = [];
  let count = 0;
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const exchange = exchanges[count++];
    if (!exchange) return response.writeHead(500).end(); // counted below
    problems.push(...differences(exchange.request, request, body));
    response
      .writeHead(exchange.response.status, exchange.response.headers)
      .end(bytesOf(exchange.response.body));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    const value = await call(args, `http://127.0.0.1:${server.address().port}`);
    const succeeds = "value" in outcome || "nothing" in outcome;
    if (!succeeds || !isDeepStrictEqual(value, outcome.value))
      problems.push(`returned ${JSON.stringify(value)}`);
  } catch (error) {
    const wanted = outcome.error ?? ("refused" in outcome ? {} : { status: "none" });
    if (Object.entries(wanted).some(([key, value]) => error[key] !== value)) problems.push(`threw ${error}`);
  }
  if (count !== exchanges.length) problems.push(`sent ${count} requests, expected ${exchanges.length}`);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  return problems;
}

let failed = 0;
for (const { operation, vectors } of readdirSync(folder).map((name) =>
  JSON.parse(readFileSync(join(folder, name))),
)) {
  for (const vector of operation in operations ? vectors : []) {
    const problems = await play(vector, operations[operation]);
    failed += problems.length > 0;
    if (problems.length > 0) console.log(`✗ ${operation}: ${vector.name}\n  ${problems.join("\n  ")}`);
  }
}
console.log(failed === 0 ? "All vectors passed" : `${failed} vectors failed`);
process.exitCode = failed === 0 ? 0 : 1;
