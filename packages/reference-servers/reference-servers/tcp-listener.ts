/** The part used here of the handles that stand behind `net.Server` and `net.Socket`. */
interface TcpHandle {
  onconnection: (status: number, client: TcpHandle) => void;
  onread: () => void;
  bind(address: string, port: number): number;
  listen(backlog: number): number;
  setNoDelay(enable: boolean): number;
  useUserBuffer(buffer: Buffer): void;
  readStart(): number;
  writeLatin1String(request: object, bytes: string): number;
  close(): void;
}
interface TcpBinding {
  TCP: new (type: number) => TcpHandle;
  constants: { SERVER: number };
}
interface StreamBinding {
  WriteWrap: new () => object;
  streamBaseState: Int32Array;
  kReadBytesOrError: number;
  kLastWriteWasAsync: number;
}

/** One side of a conversation. */
export interface Peer {
  /** `bytes` holds one byte a character. */
  write(bytes: string): void;
  close(): void;
}

/** Told what a peer sent: `bytes[0..count)`, valid until the call returns. */
export type OnBytes = (bytes: Buffer, count: number) => void;

/**
 * Listens on libuv's handles directly, with one read buffer for all connections. Why not `net.Server`: it builds a
 * stream for each connection and a Buffer for each read, and these servers must cost less than the generators that
 * are held against them, and add nothing of their own to the times that they record.
 */
export function listenTcp(
  address: string,
  port: number,
  accept: (peer: Peer) => OnBytes,
): { close(): void } {
  const binding = (process as unknown as { binding(name: string): unknown }).binding;
  const { TCP, constants } = binding.call(process, "tcp_wrap") as TcpBinding;
  const stream = binding.call(process, "stream_wrap") as StreamBinding;
  const { WriteWrap, streamBaseState, kReadBytesOrError, kLastWriteWasAsync } = stream;
  const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);
  let spareWrite = new WriteWrap();

  const server = new TCP(constants.SERVER);
  const bound = server.bind(address, port);
  server.onconnection = (status, client) => {
    if (status !== 0) return;
    let open = true;
    const close = (): void => {
      if (!open) return;
      open = false;
      client.close();
    };
    const onBytes = accept({
      write(bytes) {
        if (!open) return;
        const request = spareWrite;
        if (client.writeLatin1String(request, bytes) !== 0) return close();
        // What the kernel did not take at once is sent later, from a request object of its own.
        if (streamBaseState[kLastWriteWasAsync]) spareWrite = new WriteWrap();
      },
      close,
    });
    client.onread = () => {
      if (!open) return;
      const count = streamBaseState[kReadBytesOrError]!;
      if (count > 0) onBytes(readBuffer, count);
      else if (count < 0) close();
    };
    client.setNoDelay(true);
    client.useUserBuffer(readBuffer);
    client.readStart();
  };
  const listening = bound === 0 ? server.listen(8191) : bound;
  if (listening !== 0) {
    throw new Error(`expected to listen on ${address}:${port}, got error ${listening}`);
  }
  return { close: () => server.close() };
}
