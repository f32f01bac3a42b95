import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { bundleOf } from "../../../fetch-client/test/bundle-of.ts";

const sourceOf = (entry: string) => fileURLToPath(new URL(`../../src/${entry}.ts`, import.meta.url));

// Texts that only one part contains.
const jose = "ERR_JWKS_TIMEOUT";
const members = "/groups/{group}/connections";
const streams = "/streams/{streamId}/:send";
const signing = "HS256";
const endpoints = "createEndpoints needs";

describe("A bundle", () => {
  test("of a browser holds nothing but a function that returns its argument", async () => {
    expect((await bundleOf({ [sourceOf("client")]: ["typedConnection"] })).length).toBeLessThan(200);
  });

  test("that only sends holds neither group members nor the upstream nor several endpoints", async () => {
    const code = await bundleOf({ [sourceOf("index")]: ["createHub"] });
    expect(code).toContain(signing);
    for (const part of [members, streams, jose, endpoints]) expect(code).not.toContain(part);
  });

  test("with several endpoints holds neither the upstream nor jose", async () => {
    const code = await bundleOf({ [sourceOf("endpoints")]: ["createEndpoints"] });
    expect(code).toContain(endpoints);
    for (const part of [streams, jose]) expect(code).not.toContain(part);
  });

  test("with a context of its own holds no access keys", async () => {
    expect(await bundleOf({ [sourceOf("index")]: ["createHubFromContext"] })).not.toContain(signing);
  });

  test("that answers clients and checks signatures holds no jose", async () => {
    const code = await bundleOf({
      [sourceOf("index")]: ["createHub"],
      [sourceOf("upstream")]: ["createUpstreamHandler", "signatureVerifier"],
    });
    expect(code).toContain(streams);
    expect(code).not.toContain(jose);
    expect(await bundleOf({ [sourceOf("upstream")]: ["entraTokenVerifier"] })).toContain(jose);
  });
});
