// A bad network between the app and the server, the same one for the same seed: it delays, refuses, cuts what is sent or
// answered after some bytes, and drops answers to what the server has already done.
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent } from 'node:http';

type Fault = 'none' | 'refuse' | 'cut request' | 'drop answer' | 'cut answer';

/** One POST that the server answered, whether the phone heard of it or not. */
export interface Done {
  path: string;
  key: string;
  status: number;
  body: string;
}

export class FaultProxy {
  /** In how many of a hundred POSTs something goes wrong; each kind of fault gets its share. */
  faulty = 0;
  /** POSTs wait up to so many milliseconds, half before they reach the server and half after. */
  delay = 0;
  /** POSTs as they came in, in order. */
  readonly asked: { path: string; key: string }[] = [];
  readonly done: Done[] = [];
  /** What the outbox sends, between coming in and going out. */
  under_way = 0;
  most_under_way = 0;
  readonly faults = new Map<Fault, number>();
  /** Makes another document of the one that the server gives. */
  document: (html: string) => string = (html) => html;

  private readonly agent = new Agent({ keepAlive: true, maxSockets: 32 });
  private readonly random: () => number;
  private server!: Server;
  url = '';

  private constructor(
    private readonly target: URL,
    seed: number,
  ) {
    this.random = mulberry32(seed);
  }

  static async start(target: string, seed: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(target), seed);
    proxy.server = createServer((asked, answer) => proxy.handle(asked, answer).catch(() => answer.destroy()));
    await new Promise<void>((listening) => proxy.server.listen(0, '127.0.0.1', listening));
    const address = proxy.server.address();
    if (!address || typeof address === 'string') throw new Error('no port');
    proxy.url = `http://127.0.0.1:${address.port}`;
    return proxy;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
    this.agent.destroy();
  }

  private async handle(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await whole(asked);
    const path = asked.url ?? '/';
    const is_post = asked.method === 'POST';
    const key = String(asked.headers['idempotency-key'] ?? '');
    if (is_post) {
      this.asked.push({ path, key });
      if (key) this.under_way += 1;
      this.most_under_way = Math.max(this.most_under_way, this.under_way);
    }
    try {
      const fault = is_post ? this.draw() : 'none';
      this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
      if (is_post) await this.wait();
      if (fault === 'refuse') return void asked.socket.destroy();
      if (fault === 'cut request') {
        await this.cut(asked, body);
        return void asked.socket.destroy();
      }
      const { status, headers, content } = await this.forward(asked, body);
      if (is_post) this.done.push({ path, key, status, body: content.toString() });
      if (is_post) await this.wait();
      if (fault === 'drop answer') return void asked.socket.destroy();
      answer.writeHead(status, headers);
      if (fault === 'cut answer') {
        answer.write(content.subarray(0, Math.floor(this.random() * content.length)), () => asked.socket.destroy());
        return;
      }
      answer.end(content);
    } finally {
      if (is_post && key) this.under_way -= 1;
    }
  }

  private draw(): Fault {
    if (this.random() * 100 >= this.faulty) return 'none';
    const faults: Fault[] = ['refuse', 'cut request', 'drop answer', 'cut answer'];
    return faults[Math.floor(this.random() * faults.length)];
  }

  private async wait(): Promise<void> {
    const ms = (this.random() * this.delay) / 2;
    if (ms >= 1) await new Promise((waited) => setTimeout(waited, ms));
  }

  private forward(
    asked: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: Record<string, string | string[]>; content: Buffer }> {
    const is_document = asked.method === 'GET' && !/\.\w+$/.test(asked.url ?? '') && !asked.url?.startsWith('/api');
    const headers = { ...asked.headers, host: this.target.host };
    if (is_document) {
      headers['accept-encoding'] = 'identity';
      delete headers['if-none-match'];
    }
    return new Promise((resolve, reject) => {
      const sent = request({ ...this.where(asked), headers, agent: this.agent }, async (answer) => {
        try {
          let content = await whole(answer);
          if (is_document && answer.statusCode === 200) content = Buffer.from(this.document(content.toString()));
          const given = { ...answer.headers } as Record<string, string | string[]>;
          for (const name of ['transfer-encoding', 'connection', 'keep-alive', ...(is_document ? ['etag'] : [])]) delete given[name];
          if (answer.statusCode !== 304) given['content-length'] = String(content.length);
          resolve({ status: answer.statusCode ?? 502, headers: given, content });
        } catch (error) {
          reject(error);
        }
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Lets the server have the beginning of a request, and no more. */
  private cut(asked: IncomingMessage, body: Buffer): Promise<void> {
    return new Promise((resolve) => {
      const headers = { ...asked.headers, host: this.target.host, 'content-length': String(body.length) };
      const sent = request({ ...this.where(asked), headers, agent: false });
      sent.on('error', () => resolve());
      sent.write(body.subarray(0, Math.floor(this.random() * body.length)), () => {
        sent.destroy();
        resolve();
      });
    });
  }

  private where(asked: IncomingMessage) {
    return { hostname: this.target.hostname, port: this.target.port, method: asked.method, path: asked.url };
  }
}

async function whole(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A small generator that gives the same numbers for the same seed (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
