import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { App } from "./app-state.ts";
import { CodeView } from "./body-view.tsx";
import { clientCall } from "./client-call.ts";
import { type Draft, type Recipient, draftCall } from "./draft.ts";
import type { Outcome } from "./call-operation.ts";

const recipients: readonly (readonly [Recipient, string])[] = [
  ["all", "All"],
  ["group", "Group"],
  ["user", "User"],
  ["connection", "Connection"],
];

/** Sends to clients, or invokes one; the same operations as any application calls. */
export function SendForm({ app }: { readonly app: App }): JSX.Element {
  const { draft } = app;
  const { call, problem, busy, outcome, change, send, attributesOf } = useDraftCall(app);
  return (
    <form
      class="send"
      aria-label="Send"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
      }}
    >
      <h2>Call a method of clients</h2>
      <HubField app={app} attributes={attributesOf("hub")} change={change} />
      <RecipientFields app={app} attributes={attributesOf("name")} change={change} />
      <MessageFields draft={draft} attributesOf={attributesOf} change={change} />
      <p id="send-problem" class="failure" hidden={problem === ""}>
        {problem}
      </p>
      <div class="actions">
        <button type="submit" class="primary" disabled={busy}>
          {busy ? "Waiting…" : draft.invoke ? "Invoke" : "Send"}
        </button>
        <span class="faint">Ctrl + Enter</span>
      </div>
      <div role="status">{outcome !== undefined && <OutcomeView app={app} outcome={outcome} />}</div>
      {!("problem" in call) && (
        <CodeView
          title="The same in your code"
          code={clientCall(call.operationId, call.args, { value: call.body })}
        />
      )}
    </form>
  );
}

type Field = "hub" | "name" | "target" | "arguments";

type Change = (changes: Partial<Draft>) => void;

/** What the form asks for, what is wrong with it, and what became of it. A problem is shown once something was sent. */
function useDraftCall(app: App) {
  const { draft } = app;
  const [touched, setTouched] = useState(false);
  const [outcome, setOutcome] = useState<Outcome & { readonly invoked: boolean }>();
  const [busy, setBusy] = useState(false);
  const call = draftCall(draft);
  const shown = "problem" in call && (touched || call.field === "arguments") ? call : undefined;
  return {
    call,
    problem: shown?.problem ?? "",
    busy,
    outcome,
    change(changes: Partial<Draft>): void {
      setOutcome(undefined);
      app.update({ draft: { ...draft, ...changes } });
    },
    async send(): Promise<void> {
      setTouched(true);
      if ("problem" in call) {
        document.getElementById(`send-${call.field}`)?.focus();
        return;
      }
      setBusy(true);
      setOutcome(undefined);
      const result = await app.call(call.operationId, call.args, call.body);
      setBusy(false);
      setTouched(false);
      setOutcome({ ...result, invoked: call.operationId === "invokeConnection" });
    },
    attributesOf(field: Field) {
      const isWrong = shown?.field === field;
      return {
        id: `send-${field}`,
        "aria-invalid": isWrong,
        "aria-describedby": isWrong ? "send-problem" : undefined,
      };
    },
  };
}

function HubField(props: {
  readonly app: App;
  readonly attributes: object;
  readonly change: Change;
}): JSX.Element {
  const { app, attributes, change } = props;
  return (
    <label>
      Hub
      <input
        {...attributes}
        list="known-hubs"
        autocomplete="off"
        spellcheck={false}
        placeholder="chat"
        value={app.draft.hub}
        onInput={(event) => change({ hub: event.currentTarget.value })}
      />
      <datalist id="known-hubs">
        {[...app.population.hubs.keys()].map((hub) => (
          <option key={hub} value={hub} />
        ))}
      </datalist>
    </label>
  );
}

function RecipientFields(props: {
  readonly app: App;
  readonly attributes: object;
  readonly change: Change;
}): JSX.Element {
  const { app, attributes, change } = props;
  const { draft } = app;
  return (
    <>
      <fieldset class="segments">
        <legend>To</legend>
        {recipients.map(([to, label]) => (
          <label key={to}>
            <input
              type="radio"
              name="to"
              checked={draft.to === to}
              onChange={() => change({ to, name: "", invoke: false })}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      {draft.to !== "all" && <NameField app={app} attributes={attributes} change={change} />}
      {draft.to === "connection" && (
        <label class="check">
          <input
            type="checkbox"
            checked={draft.invoke}
            onChange={(event) => change({ invoke: event.currentTarget.checked })}
          />
          Invoke, and wait for the client's answer
        </label>
      )}
    </>
  );
}

function MessageFields(props: {
  readonly draft: Draft;
  readonly attributesOf: (field: Field) => object;
  readonly change: Change;
}): JSX.Element {
  const { draft, attributesOf, change } = props;
  return (
    <>
      <label>
        <span>
          Target <span class="faint">(the method that clients listen to)</span>
        </span>
        <input
          {...attributesOf("target")}
          autocomplete="off"
          spellcheck={false}
          value={draft.target}
          onInput={(event) => change({ target: event.currentTarget.value })}
        />
      </label>
      <label>
        Arguments, as a JSON list
        <textarea
          {...attributesOf("arguments")}
          rows={4}
          spellcheck={false}
          value={draft.arguments}
          onInput={(event) => change({ arguments: event.currentTarget.value })}
        />
      </label>
      {(draft.to === "all" || draft.to === "group") && (
        <label>
          <span>
            Except connections <span class="faint">(optional)</span>
          </span>
          <input
            autocomplete="off"
            spellcheck={false}
            placeholder="ids, separated by commas"
            value={draft.excluded}
            onInput={(event) => change({ excluded: event.currentTarget.value })}
          />
        </label>
      )}
    </>
  );
}

function NameField(props: {
  readonly app: App;
  readonly attributes: object;
  readonly change: Change;
}): JSX.Element {
  const { app, attributes, change } = props;
  const { draft, population } = app;
  const label = { group: "Group", user: "User", connection: "Connection id", all: "" }[draft.to];
  const inHub = ({ hub }: { readonly hub: string }): boolean =>
    draft.hub === "" || hub === draft.hub.toLowerCase();
  const known =
    draft.to === "connection"
      ? population.connections.filter(inHub).map(({ id, userId }) => ({ value: id, label: userId }))
      : (draft.to === "group" ? population.groups : population.users)
          .filter(inHub)
          .map(({ name }) => ({ value: name, label: undefined }));
  return (
    <label>
      {label}
      <input
        {...attributes}
        list="known-names"
        autocomplete="off"
        spellcheck={false}
        value={draft.name}
        onInput={(event) => change({ name: event.currentTarget.value })}
      />
      <datalist id="known-names">
        {known.slice(0, 200).map(({ value, label: text }) => (
          <option key={value} value={value} label={text} />
        ))}
      </datalist>
    </label>
  );
}

function OutcomeView(props: {
  readonly app: App;
  readonly outcome: Outcome & { readonly invoked: boolean };
}): JSX.Element {
  const { ok, status, reason, invoked, body } = props.outcome;
  if (!ok) return <p class="failure">{status === 0 ? reason : `${status}: ${reason}`}</p>;
  if (!invoked) return <p class="success">Accepted. The activity shows who received it.</p>;
  return (
    <div class="success">
      Result of the client:
      <pre>{JSON.stringify(answerOf(body), null, 2) ?? "nothing"}</pre>
    </div>
  );
}

function answerOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "result" in body ? body.result : undefined;
}
