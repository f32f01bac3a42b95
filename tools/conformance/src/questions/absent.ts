import type { Question } from "../question.ts";

const absent = "no-such-connection";
const stream = "packages/emulator/src/rest/operations/streams.ts";

/** What the service answers about things that are not there. */
export const absentQuestions: readonly Question[] = [
  {
    id: "stream-send-absent-connection",
    title: "What does a stream item get whose connection does not exist?",
    chosen: "202",
    files: [stream, "spec/2024-12-01/vectors/sendToStream.json"],
    ask: (service) =>
      service.outcome("POST", `connections/${absent}/streams/no-such-stream/:send`, {
        body: { done: 1 },
      }),
  },
  {
    id: "stream-complete-absent-connection",
    title: "What does the completion of a stream get whose connection does not exist?",
    chosen: "202",
    files: [stream, "spec/2024-12-01/vectors/completeStream.json"],
    ask: (service) => service.outcome("POST", `connections/${absent}/streams/no-such-stream/:complete`),
  },
  {
    id: "stream-send-absent-stream",
    title: "What does a stream item get whose connection exists and has not opened that stream?",
    chosen: "202",
    files: [stream],
    async ask(service) {
      const { id } = await service.connect();
      const path = `connections/${id}/streams/no-such-stream/:send`;
      return service.outcome("POST", path, { body: { done: 1 } });
    },
  },
  {
    id: "close-absent-connection",
    title: "What does closing a connection that does not exist get?",
    chosen: "200",
    files: ["packages/emulator/src/rest/operations/connections.ts"],
    ask: (service) => service.outcome("DELETE", `connections/${absent}`),
  },
  {
    id: "remove-absent-connection-from-group",
    title: "What does removing a connection that does not exist from a group get?",
    chosen: "404 Error.Connection.NotExisted",
    files: ["packages/emulator/src/rest/operations/groups.ts"],
    ask: (service) => service.outcome("DELETE", `groups/lobby/connections/${absent}`),
  },
  {
    id: "unknown-path",
    title: "What does a path get that no operation has?",
    chosen: "404",
    files: ["packages/emulator/src/rest/router.ts"],
    ask: (service) => service.outcome("GET", ":noSuchOperation"),
  },
];
