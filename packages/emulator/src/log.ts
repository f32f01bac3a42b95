/** Receives a log line. `about` is the kind of the activity that reports the same event, if there is one. */
export type Log = (line: string, about?: "request" | "webhook") => void;
