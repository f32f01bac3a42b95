import * as signalr from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { type Vector, compareRequest, readVectors } from "@x/contract-kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ClientOptions, RecordingClient } from "../clients/recording-client.ts";
import { type Stage, startStage } from "../clients/stage.ts";
import { DotnetProcess } from "./dotnet-process.ts";
import { startPlayingService } from "./playing-service.ts";
import { buildSdk, sdkApiVersion, sdkVersion } from "./programs.ts";

let sdk: DotnetProcess;
beforeAll(async () => {
  sdk = new DotnetProcess(await buildSdk());
}, 180_000);
afterAll(() => sdk[Symbol.asyncDispose]());

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const startClient = (options: ClientOptions) =>
  RecordingClient.start(signalr, () => new MessagePackHubProtocol(), options);

/** The operations that the management SDK calls. */
const operations = [
  "addConnectionToGroup",
  "addUserToGroup",
  "closeConnection",
  "completeStream",
  "connectionExists",
  "getServiceStatus",
  "groupExists",
  "invokeConnection",
  "listConnectionsInGroup",
  "removeConnectionFromAllGroups",
  "removeConnectionFromGroup",
  "removeUserFromAllGroups",
  "removeUserFromGroup",
  "sendToAll",
  "sendToConnection",
  "sendToGroup",
  "sendToStream",
  "sendToUser",
  "userExists",
  "userExistsInGroup",
] as const;

describe(`A request of Microsoft.Azure.SignalR ${sdkVersion}`, () => {
  describe.each(operations)("for %s is that of the vector, but for known differences", (operation) => {
    for (const vector of readVectors(operation).filter(isOneCall))
      test(vector.name, async () => {
        await using service = await startPlayingService(vector);
        const connectionString = `Endpoint=${service.url};AccessKey=${key};Version=1.0;`;
        // What the SDK makes of the answer is not the vector's business.
        await sdk
          .request({ connectionString, operation, arguments: { hub: "", ...vector.arguments } })
          .catch(() => undefined);
        const [expected] = vector.exchanges;
        const [actual] = service.requests;
        if (expected === undefined || actual === undefined) throw new Error("The SDK sent no request");
        expect(compareRequest(asTheSdkSends(operation, expected.request), actual)).toEqual([]);
      });
  });
});

/** What the SDK can be asked for: it frames bytes itself, and takes its links from the service. */
function isOneCall({ exchanges, arguments: args, outcome, given }: Vector): boolean {
  return (
    exchanges.length === 1 &&
    args["contentType"] === undefined &&
    !("error" in outcome) &&
    given?.token === undefined
  );
}

type ExpectedRequest = Vector["exchanges"][number]["request"];

/** The differences between the SDK and the document; docs/dotnet.md has what follows from each. */
function asTheSdkSends(operation: string, request: ExpectedRequest): ExpectedRequest {
  const { method, path, query, body } = request;
  const names: Readonly<Record<string, string>> = {
    maxpagesize: "maxPageSize",
    ...(operation === "completeStream" && { reason: "error" }),
  };
  const isMessage = operation !== "sendToStream" && body !== undefined && "json" in body;
  const message = isMessage ? (body.json as { readonly target: string; readonly arguments?: [] }) : undefined;
  return {
    ...request,
    method: operation === "userExistsInGroup" ? "GET" : method,
    path: path.replace(/^\/api\/hubs\/[^/]+/, (start) => start.toLowerCase()),
    query: query
      .filter(([name]) => name !== "completed")
      .map(([name, value]) => [names[name] ?? name, name === "api-version" ? sdkApiVersion : value]),
    ...(message !== undefined && {
      body: { json: { Target: message.target, Arguments: message.arguments ?? null } },
    }),
  };
}

describe.each(["json", "messagepack"] as const)(
  `Microsoft.Azure.SignalR ${sdkVersion} and a client over %s`,
  (protocol) => {
    const start = (): Promise<Stage> => startStage(startClient, { transport: "WebSockets", protocol });
    const callerOf =
      ({ emulator }: Stage, encoded = false) =>
      (operation: (typeof operations)[number], args: object = {}): Promise<unknown> =>
        sdk.request({
          connectionString: emulator.connectionString,
          operation,
          arguments: { hub: "chat", ...args },
          encoded,
        });
    const say = (text: unknown): object => ({ body: { target: "say", arguments: [text] } });

    test.each([
      ["as JSON", false],
      ["encoded for each protocol", true],
    ])("send messages to the hub, group, user and connection, %s", async (_how, encoded) => {
      await using stage = await start();
      const { connectionId, ...ada } = await stage.connect("ada");
      const call = callerOf(stage, encoded);
      await call("addConnectionToGroup", { connectionId, group: "a b/ü" });
      const deep = { deep: [1, null, "ä€𝄞"] };
      await call("sendToAll", say(deep));
      await call("sendToGroup", { ...say("group"), group: "a b/ü" });
      await call("sendToUser", { ...say("user"), user: "ada" });
      await call("sendToAll", { ...say("not for ada"), excluded: [connectionId] });
      await call("sendToConnection", { ...say("connection"), connectionId });
      const said = [
        await ada.next("say"),
        await ada.next("say"),
        await ada.next("say"),
        await ada.next("say"),
      ];
      expect(said).toEqual([[deep], ["group"], ["user"], ["connection"]]);
    });

    test.each([
      ["as JSON", false],
      ["encoded for each protocol", true],
    ])("feed a stream and end it, %s", async (_how, encoded) => {
      await using stage = await start();
      const { connectionId, ...ada } = await stage.connect("ada");
      const call = callerOf(stage, encoded);
      const openStream = async (count: number): Promise<string> => {
        await ada.stream("numbers");
        await stage.emulator.waitFor(() => stage.calls.length === count);
        return stage.calls[count - 1]?.invocationId ?? "";
      };
      const first = { connectionId, streamId: await openStream(1) };
      await call("sendToStream", { ...first, body: { n: 1 } });
      await call("completeStream", first);
      expect(await ada.next("item")).toEqual({ n: 1 });
      await ada.next("completed");
      await call("completeStream", { connectionId, streamId: await openStream(2), reason: "no more" });
      expect(await ada.next("failed")).toContain("no more");
    });

    test("call a client and read its answer with the protocol that the service names, or its error", async () => {
      await using stage = await start();
      const { connectionId } = await stage.connect("ada");
      const invoke = (target: string, ...args: readonly unknown[]): Promise<unknown> =>
        callerOf(stage)("invokeConnection", { connectionId, body: { target, arguments: args } });
      expect(await invoke("add", 2, 3)).toBe(5);
      await expect(invoke("refuse")).rejects.toThrow(/HubException: .*the client refuses/);
    });

    test("know what exists and what does not", async () => {
      await using stage = await start();
      const { connectionId } = await stage.connect("ada");
      const call = callerOf(stage);
      expect(await call("getServiceStatus")).toBe(true);
      const askAll = async (name: string, id: string): Promise<readonly unknown[]> => [
        await call("connectionExists", { connectionId: id }),
        await call("userExists", { user: name }),
        await call("groupExists", { group: name }),
        await call("userExistsInGroup", { user: name, group: name }),
      ];
      expect(await askAll("unknown", "nothing")).toEqual([false, false, false, false]);
      await call("addUserToGroup", { user: "ada", group: "ada", ttl: 60 });
      expect(await askAll("ada", connectionId)).toEqual([true, true, true, true]);
      await call("removeUserFromGroup", { user: "ada", group: "ada" });
      expect(await askAll("ada", connectionId)).toEqual([true, true, false, false]);
      await call("addUserToGroup", { user: "ada", group: "ada" });
      await call("removeUserFromAllGroups", { user: "ada" });
      expect(await askAll("ada", connectionId)).toEqual([true, true, false, false]);
    });

    test("put connections into groups, list them page after page, take them out and close them", async () => {
      await using stage = await start();
      const [ada, bob] = [await stage.connect("ada"), await stage.connect("bob")];
      const call = callerOf(stage);
      const connectionIds = [ada.connectionId, bob.connectionId];
      for (const connectionId of connectionIds)
        await call("addConnectionToGroup", { connectionId, group: "g1" });
      const list = async (args: object = {}): Promise<readonly unknown[]> =>
        ((await call("listConnectionsInGroup", { group: "g1", ...args })) as unknown[]).toSorted();
      expect(await list({ maxpagesize: 1 })).toEqual(connectionIds.toSorted());
      expect(await list({ top: 1 })).toHaveLength(1);
      await call("removeConnectionFromGroup", { connectionId: ada.connectionId, group: "g1" });
      expect(await list()).toEqual([bob.connectionId]);
      await call("removeConnectionFromAllGroups", { connectionId: bob.connectionId });
      expect(await list()).toEqual([]);
      expect(await call("closeConnection", { connectionId: bob.connectionId, reason: "bye" })).toBe(true);
      expect(await bob.next("closed")).toContain("bye");
      expect(await call("addConnectionToGroup", { connectionId: "nothing", group: "g1" })).toBe(false);
    });

    test("meet by the URL and token that the SDK gives", async () => {
      await using stage = await start();
      const { connectionString } = stage.emulator;
      const given = await sdk.request({
        connectionString,
        operation: "negotiate",
        arguments: { hub: "Chat", user: "ada" },
      });
      const ada = await stage.connect("ada", given as Pick<ClientOptions, "url" | "token">);
      await callerOf(stage)("sendToUser", { ...say("hi"), user: "ada" });
      expect(await ada.next("say")).toEqual(["hi"]);
    });
  },
);

test(`Microsoft.Azure.SignalR ${sdkVersion} says what is wrong when its key is another`, async () => {
  await using stage = await startStage(startClient, { transport: "WebSockets", protocol: "json" });
  const connectionString = stage.emulator.connectionString.replace(key, "AnotherFakeKeyForTestsOnly00000");
  const call = sdk.request({
    connectionString,
    operation: "userExists",
    arguments: { hub: "chat", user: "ada" },
  });
  await expect(call).rejects.toThrow("AzureSignalRUnauthorizedException");
});
