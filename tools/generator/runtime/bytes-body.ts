/** A request body of bytes. A stream can be sent once only, so a call with one is never repeated. */
export type BytesBody = Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | ReadableStream<Uint8Array>;
