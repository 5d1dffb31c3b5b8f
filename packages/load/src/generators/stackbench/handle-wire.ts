import { getSystemErrorName } from "node:util";
import type { OpenWire, Wire, WireListener, WireTarget } from "./wire.ts";

/** The part used here of the handle that stands behind a `net.Socket`. */
interface TcpHandle {
  onread: () => void;
  /** Put there by us. */
  wire: Wire & {
    open: boolean;
    buffer: Buffer;
    listener: WireListener;
    fail(status: number): void;
  };
  setNoDelay(enable: boolean): number;
  useUserBuffer(buffer: Buffer): void;
  connect(request: ConnectRequest, address: string, port: number): number;
  connect6(request: ConnectRequest, address: string, port: number): number;
  readStart(): number;
  writeLatin1String(request: WriteRequest, bytes: string): number;
  close(): void;
}
interface ConnectRequest {
  oncomplete: (status: number, handle: TcpHandle) => void;
}
interface WriteRequest {
  oncomplete?: (status: number) => void;
}
interface TcpBinding {
  TCP: new (type: number) => TcpHandle;
  TCPConnectWrap: new () => ConnectRequest;
  constants: { SOCKET: number };
}
interface StreamBinding {
  WriteWrap: new () => WriteRequest;
  streamBaseState: Int32Array;
  kReadBytesOrError: number;
  kLastWriteWasAsync: number;
}

/** What libuv reports when the other side has closed. */
const endOfFile = -4095;

/**
 * The way to open wires on libuv's handles directly; undefined in a Node without `process.binding`.
 *
 * Why not `net.Socket`: with a connection for every request, building and tearing down its
 * streams and events costs a fifth of all CPU. Against one nginx, five interleaved rounds, a
 * request took 37 to 38 µs that way, 30 to 31 µs this way, 31 µs with wrk. Kept connections
 * spend nothing on that, so there the public interface is used.
 */
export function findHandleWire(): OpenWire | undefined {
  try {
    const binding = (process as unknown as { binding(name: string): unknown }).binding;
    const tcp = binding.call(process, "tcp_wrap") as TcpBinding;
    const stream = binding.call(process, "stream_wrap") as StreamBinding;
    const missing =
      typeof tcp.TCP !== "function" ||
      typeof tcp.TCPConnectWrap !== "function" ||
      typeof stream.WriteWrap !== "function" ||
      typeof stream.kReadBytesOrError !== "number" ||
      typeof stream.kLastWriteWasAsync !== "number";
    if (missing) return undefined;
    return handleWires(tcp, stream);
  } catch {
    return undefined;
  }
}

/** One for all wires of a thread: functions with `this` and no closures, which a new connection would pay for. */
function handleWires(tcp: TcpBinding, stream: StreamBinding): OpenWire {
  const { TCP, TCPConnectWrap, constants } = tcp;
  const { WriteWrap, streamBaseState, kReadBytesOrError, kLastWriteWasAsync } = stream;
  let spareWrite = new WriteWrap();

  class HandleWire implements Wire {
    readonly handle: TcpHandle;
    readonly buffer: Buffer;
    readonly listener: WireListener;
    open = true;

    constructor(target: WireTarget, buffer: Buffer, listener: WireListener) {
      const handle = new TCP(constants.SOCKET);
      handle.wire = this;
      handle.onread = onRead;
      handle.useUserBuffer(buffer);
      this.handle = handle;
      this.buffer = buffer;
      this.listener = listener;
      const request = new TCPConnectWrap();
      request.oncomplete = afterConnect;
      const status =
        target.family === 6
          ? handle.connect6(request, target.address, target.port)
          : handle.connect(request, target.address, target.port);
      // Asking for both events at once saves the kernel a second registration after the connect.
      if (status === 0) handle.readStart();
      // Later, because the caller does not hold the wire yet.
      else setImmediate(() => this.fail(status));
    }

    write(bytes: string): void {
      const request = spareWrite;
      const status = this.handle.writeLatin1String(request, bytes);
      if (status !== 0) return this.fail(status);
      // What the kernel did not take at once is sent later, with a request object of its own, and may fail then.
      if (streamBaseState[kLastWriteWasAsync]) {
        spareWrite = new WriteWrap();
        request.oncomplete = (later) => {
          if (later !== 0) this.fail(later);
        };
      }
    }

    close(): void {
      if (!this.open) return;
      this.open = false;
      this.handle.close();
    }

    fail(status: number): void {
      if (this.open) this.listener.onError(getSystemErrorName(status));
    }
  }

  function onRead(this: TcpHandle): void {
    const { wire } = this;
    if (!wire.open) return;
    const count = streamBaseState[kReadBytesOrError]!;
    if (count > 0) wire.listener.onRead(wire.buffer, count);
    else if (count === endOfFile) wire.listener.onEnd();
    else if (count < 0) wire.fail(count);
  }

  function afterConnect(status: number, handle: TcpHandle): void {
    const { wire } = handle;
    if (status !== 0) return wire.fail(status);
    if (!wire.open) return;
    handle.setNoDelay(true);
    wire.listener.onConnect();
  }

  return (target, buffer, listener) => new HandleWire(target, buffer, listener);
}
