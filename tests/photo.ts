// Makes a JPEG as a phone would: stored sideways with an orientation tag, and with the place in its EXIF data.
import type { Page } from '@playwright/test';

/** Landscape as stored, portrait as seen: orientation 6 asks for a quarter turn to the right. */
export const STORED = { width: 1600, height: 1200 };

/** Left half red and right half blue as stored; so red is on top as seen. */
export async function photo(page: Page): Promise<Buffer> {
  const blank = await page.context().newPage();
  const base64 = await blank.evaluate(async ({ width, height }) => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const paint = canvas.getContext('2d')!;
    paint.fillStyle = '#c02020';
    paint.fillRect(0, 0, width / 2, height);
    paint.fillStyle = '#2030c0';
    paint.fillRect(width / 2, 0, width / 2, height);
    const blob: Blob = await new Promise((done) => canvas.toBlob((made) => done(made!), 'image/jpeg', 0.9));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  }, STORED);
  await blank.close();
  const plain = Buffer.from(base64, 'base64');
  return Buffer.concat([plain.subarray(0, 2), exif(), plain.subarray(2)]);
}

/** An APP1 segment (EXIF 2.3, big-endian TIFF) with orientation 6 and a GPS position. */
function exif(): Buffer {
  const entry = (tag: number, type: number, count: number, value: Buffer): Buffer => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    value.copy(bytes, 8, 0, 4);
    return bytes;
  };
  const long = (n: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(n);
    return bytes;
  };
  const degrees = (d: number, m: number, s: number): Buffer =>
    Buffer.concat([d, 1, m, 1, s * 100, 100].map((n) => long(Math.round(n))));
  const header = Buffer.from([0x4d, 0x4d, 0x00, 0x2a, 0, 0, 0, 8]);
  const ifd0At = 8;
  const gpsAt = ifd0At + 2 + 2 * 12 + 4;
  const dataAt = gpsAt + 2 + 4 * 12 + 4;
  const count = (n: number): Buffer => Buffer.from([0, n]);
  const ifd0 = Buffer.concat([
    count(2),
    entry(0x0112, 3, 1, Buffer.from([0, 6, 0, 0])),
    entry(0x8825, 4, 1, long(gpsAt)),
    long(0),
  ]);
  const gps = Buffer.concat([
    count(4),
    entry(0x0001, 2, 2, Buffer.from('N\0\0\0')),
    entry(0x0002, 5, 3, long(dataAt)),
    entry(0x0003, 2, 2, Buffer.from('E\0\0\0')),
    entry(0x0004, 5, 3, long(dataAt + 24)),
    long(0),
  ]);
  const tiff = Buffer.concat([header, ifd0, gps, degrees(30, 11, 24), degrees(114, 57, 36)]);
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([segment, body]);
}
