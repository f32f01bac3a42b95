// The declarations of @msgpack/msgpack name this type of the DOM, which Node's own types leave out.
type BufferSource = ArrayBufferView | ArrayBuffer;
