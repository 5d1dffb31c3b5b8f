import { getSystemErrorName } from "node:util";
import type { OpenWire, Wire, WireListener, WireTarget } from "./wire.ts";

/** The part used here of the handle that stands behind a `net.Socket`. */
interface Handle {
  onread: () => void;
  /** Put there by us. */
  wire: Wire & {
    open: boolean;
    buffer: Buffer;
    listener: WireListener;
    fail(status: number): void;
  };
  useUserBuffer(buffer: Buffer): void;
  readStart(): number;
  writeLatin1String(request: WriteRequest, bytes: string): number;
  /** Of TCP alone. */
  setNoDelay?(enable: boolean): number;
  close(): void;
}
interface TcpHandle extends Handle {
  connect(request: ConnectRequest, address: string, port: number): number;
  connect6(request: ConnectRequest, address: string, port: number): number;
}
interface PipeHandle extends Handle {
  /** Nothing in a Node that tells all by the request. */
  connect(request: ConnectRequest, path: string): number | undefined;
}
interface ConnectRequest {
  oncomplete: (status: number, handle: Handle) => void;
}
interface WriteRequest {
  oncomplete?: (status: number) => void;
}
interface TcpBinding {
  TCP: new (type: number) => TcpHandle;
  TCPConnectWrap: new () => ConnectRequest;
  constants: { SOCKET: number };
}
interface PipeBinding {
  Pipe: new (type: number) => PipeHandle;
  PipeConnectWrap: new () => ConnectRequest;
  constants: { SOCKET: number };
}
interface StreamBinding {
  WriteWrap: new () => WriteRequest;
  streamBaseState: Int32Array;
  kReadBytesOrError: number;
  kLastWriteWasAsync: number;
}

/**
 * Requests up to this length fit into one segment: IPv6 asks every link for 1,280 bytes (RFC 8200, section 5), of which heads
 * take 60, and options of TCP 40 at most.
 */
const segmentBytes = 1180;

/** What libuv reports when the other side has closed. */
const endOfFile = -4095;

/**
 * The way to open wires on libuv's handles directly, over TCP and unix sockets; undefined in a Node without `process.binding`.
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
    const pipe = binding.call(process, "pipe_wrap") as PipeBinding;
    const stream = binding.call(process, "stream_wrap") as StreamBinding;
    const missing =
      typeof tcp.TCP !== "function" ||
      typeof tcp.TCPConnectWrap !== "function" ||
      typeof pipe.Pipe !== "function" ||
      typeof pipe.PipeConnectWrap !== "function" ||
      typeof stream.WriteWrap !== "function" ||
      typeof stream.kReadBytesOrError !== "number" ||
      typeof stream.kLastWriteWasAsync !== "number";
    if (missing) return undefined;
    return handleWires(tcp, pipe, stream);
  } catch {
    return undefined;
  }
}

/** One for all wires of a thread: functions with `this` and no closures, which a new connection would pay for. */
function handleWires(tcp: TcpBinding, pipe: PipeBinding, stream: StreamBinding): OpenWire {
  const { TCP, TCPConnectWrap } = tcp;
  const { Pipe, PipeConnectWrap } = pipe;
  const { WriteWrap, streamBaseState, kReadBytesOrError, kLastWriteWasAsync } = stream;
  let spareWrite = new WriteWrap();

  class HandleWire implements Wire {
    readonly handle: Handle;
    readonly buffer: Buffer;
    readonly listener: WireListener;
    open = true;
    #isDelayed = true;

    constructor(target: WireTarget, buffer: Buffer, listener: WireListener) {
      this.buffer = buffer;
      this.listener = listener;
      this.handle =
        target.socketPath === undefined
          ? this.#connectTcp(target)
          : this.#connectUnix(target.socketPath);
    }

    #connectTcp({ family, address, port }: WireTarget): Handle {
      const handle = new TCP(tcp.constants.SOCKET);
      this.#prepare(handle);
      const request = new TCPConnectWrap();
      request.oncomplete = afterTcpConnect;
      const status =
        family === 6
          ? handle.connect6(request, address, port)
          : handle.connect(request, address, port);
      // Asking for both events at once saves the kernel a second registration after the connect.
      if (status === 0) handle.readStart();
      // Later, because the caller does not hold the wire yet.
      else setImmediate(() => this.fail(status));
      return handle;
    }

    #connectUnix(path: string): Handle {
      const handle = new Pipe(pipe.constants.SOCKET);
      this.#prepare(handle);
      const request = new PipeConnectWrap();
      request.oncomplete = afterUnixConnect;
      const status = handle.connect(request, path);
      if (status) setImmediate(() => this.fail(status));
      return handle;
    }

    #prepare(handle: Handle): void {
      handle.wire = this;
      handle.onread = onRead;
      handle.useUserBuffer(this.buffer);
    }

    /**
     * Nagle's algorithm holds a segment back while another is not acknowledged (RFC 9293, section 3.7.4): never a request
     * of one segment, since the answer before acknowledged the last. A connection for each would pay to turn it off.
     */
    write(bytes: string): void {
      if (this.#isDelayed && bytes.length > segmentBytes) {
        this.#isDelayed = false;
        this.handle.setNoDelay?.(true);
      }
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

  function onRead(this: Handle): void {
    const { wire } = this;
    if (!wire.open) return;
    const count = streamBaseState[kReadBytesOrError]!;
    if (count > 0) wire.listener.onRead(wire.buffer, count);
    else if (count === endOfFile) wire.listener.onEnd();
    else if (count < 0) wire.fail(count);
  }

  function afterTcpConnect(status: number, handle: Handle): void {
    const { wire } = handle;
    if (status !== 0) return wire.fail(status);
    if (wire.open) wire.listener.onConnect();
  }

  function afterUnixConnect(status: number, handle: Handle): void {
    const { wire } = handle;
    if (status !== 0) return wire.fail(status);
    if (!wire.open) return;
    handle.readStart();
    wire.listener.onConnect();
  }

  return (target, buffer, listener) => new HandleWire(target, buffer, listener);
}
