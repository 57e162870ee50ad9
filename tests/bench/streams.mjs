// Opens many live streams on one server and says what they cost: memory, and the time from the act of a resident until
// its stream tells of it; first each stream on a case of its own, then all on one case.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';

const [url, pid, wanted] = process.argv.slice(2);
const COUNT = Number(wanted);
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

function post(path, body, key) {
  const json = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) };
    if (key) headers['idempotency-key'] = key;
    const request = http.request(url + path, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => (response.statusCode < 300 ? resolve(JSON.parse(text)) : reject(new Error(`${path}: ${text}`))));
    });
    request.on('error', reject).end(json);
  });
}

/** A case of one's own: its number and code. */
async function raise() {
  const position = { lat: 30.185 + Math.random() * 0.01, lon: 114.955 + Math.random() * 0.01 };
  const place = { source: 'phone', datum: 'wgs84', accuracy_m: 12, position };
  const body = { kind: 'hazard', category: 'street_light', text: 'bench', place };
  const { number, code } = await post('/api/v1/cases', body, randomUUID());
  return { number, code };
}

/** An open stream; `heard` is called for every event in it. */
async function listen(keys) {
  const { path } = await post('/api/v1/inbox/streams', { keys });
  const stream = { heard: () => {} };
  await new Promise((resolve, reject) => {
    const request = http.get(url + path, { agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`stream: ${response.statusCode}`));
      response.setEncoding('utf8').on('data', (text) => text.includes('event:') && stream.heard());
      resolve();
    });
    request.on('error', reject);
    stream.close = () => request.destroy();
  });
  return stream;
}

async function memory() {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]);
}

async function inBatches(count, each) {
  const all = [];
  for (let from = 0; from < count; from += 50) {
    const batch = Array.from({ length: Math.min(50, count - from) }, (_, n) => each(from + n));
    all.push(...(await Promise.all(batch)));
  }
  return all;
}

const withdraw = (key) => post('/api/v1/cases/acts', { key, version: 0, act: { event: 'withdraw' } }, randomUUID());
const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

const keys = await inBatches(COUNT, raise);
const before = await memory();
const began = performance.now();
const streams = await inBatches(COUNT, (n) => listen([keys[n]]));
const opening = performance.now() - began;
const after = await memory();

const delays = [];
for (let n = 0; n < COUNT; n += Math.max(1, Math.floor(COUNT / 200))) {
  const heard = new Promise((resolve) => (streams[n].heard = resolve));
  const acted = performance.now();
  await Promise.all([withdraw(keys[n]), heard]);
  delays.push(performance.now() - acted);
}
delays.sort((a, b) => a - b);
streams.forEach((stream) => stream.close());
await new Promise((wait) => setTimeout(wait, 500));

const one = await raise();
const followers = await inBatches(COUNT, () => listen([one]));
const all = Promise.all(followers.map((follower) => new Promise((resolve) => (follower.heard = resolve))));
const acted = performance.now();
await Promise.all([withdraw(one), all]);
const fan = performance.now() - acted;
followers.forEach((follower) => follower.close());

console.log(JSON.stringify({
  opened_per_s: Math.round((COUNT / opening) * 1000),
  kb_each: (after - before) / COUNT,
  rss_mb: after / 1024,
  p50: at(delays, 0.5),
  p99: at(delays, 0.99),
  fan,
}));
process.exit(0);
