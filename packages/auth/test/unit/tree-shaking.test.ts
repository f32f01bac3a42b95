import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { bundleOf } from "../../../fetch-client/test/bundle-of.ts";

const source = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
const bundleWith = (...names: readonly string[]) => bundleOf({ [source]: names });

// A text that only jose contains, and one that only our own signing contains.
const jose = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";
const signing = "HS256";

describe("A bundle", () => {
  test("with a token credential holds neither jose nor signing", async () => {
    const code = await bundleWith("createAuthMiddleware", "entraCredential");
    expect(code).toContain("signalr.azure.com");
    expect(code).not.toContain(jose);
    expect(code).not.toContain(signing);
  });

  test("with an access key signs without jose", async () => {
    const code = await bundleWith("fromConnectionString", "createNegotiator");
    expect(code).toContain(signing);
    expect(code).not.toContain(jose);
  });

  test("holds nothing of openapi-fetch", async () => {
    const code = await bundleWith("fromConnectionString", "contextFromConnectionString");
    expect(code).toContain(signing);
    expect(code).not.toContain("Middleware must be an object with one of");
  });

  test("with a context and no function of an operation holds the path of no operation", async () => {
    expect(await bundleWith("fromConnectionString")).toContain("/api/");
    expect(await bundleWith("contextFromConnectionString")).not.toContain("/api/");
    expect(await bundleWith("createAuthMiddleware", "accessKeyCredential")).not.toContain("/api/");
  });

  test("with verifyToken holds jose", async () => {
    expect(await bundleWith("verifyToken")).toContain(jose);
  });
});
