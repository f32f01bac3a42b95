import { createHandler } from "./export-orders.ts";

/** Stands for your work. */
async function* start() {
  for (let rows = 100; rows <= 1000; rows += 100) {
    await Bun.sleep(500);
    yield { rows, of: 1000 };
  }
}

const fetch = createHandler(Bun.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "", start);
console.log(`${Bun.serve({ hostname: "127.0.0.1", port: Bun.env["PORT"] ?? 3000, fetch }).url}`);
