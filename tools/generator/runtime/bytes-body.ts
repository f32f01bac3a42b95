/**
 * A request body of bytes. A stream can be sent once only, so a call with one is never repeated.
 *
 * `Uint8Array` without an argument, since compilers before TypeScript 5.7 know it without one only.
 */
export type BytesBody = Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array>;
