// The outbox as it lies on the phone.
import type { Page } from '@playwright/test';

export interface Kept {
  key: string;
  parcel: unknown;
  photos: { key: string; sent?: string }[];
  written_at: string;
}

/** Leaves entries on the phone as a page leaves them that was ended before it could send; `picture` is every photo. */
export async function put(page: Page, entries: Kept[], picture?: Buffer): Promise<void> {
  await page.evaluate(
    async ({ entries, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const database = await new Promise<IDBDatabase>((opened, failed) => {
        const request = indexedDB.open('pingan', 2);
        request.onupgradeneeded = () => {
          for (const shelf of ['drafts', 'photos', 'outbox']) request.result.createObjectStore(shelf);
        };
        request.onsuccess = () => opened(request.result);
        request.onerror = () => failed(request.error);
      });
      await new Promise<void>((done, failed) => {
        const transaction = database.transaction(['photos', 'outbox'], 'readwrite');
        for (const entry of entries) {
          transaction.objectStore('outbox').put(JSON.stringify(entry), entry.key);
          for (const { key } of entry.photos) {
            transaction.objectStore('photos').put(new Blob([bytes], { type: 'image/jpeg' }), key);
          }
        }
        transaction.oncomplete = () => done();
        transaction.onabort = () => failed(transaction.error);
      });
      database.close();
      localStorage.setItem('pa.outbox', `${entries.length} 0`);
    },
    { entries, base64: picture?.toString('base64') ?? '' },
  );
}

/** How many photos of the outbox's entries the server has answered for, as the phone has it written down. */
export async function sentPhotos(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((opened, failed) => {
      const request = indexedDB.open('pingan', 2);
      request.onsuccess = () => opened(request.result);
      request.onerror = () => failed(request.error);
    });
    const entries = await new Promise<string[]>((read, failed) => {
      const request = database.transaction('outbox').objectStore('outbox').getAll();
      request.onsuccess = () => read(request.result as string[]);
      request.onerror = () => failed(request.error);
    });
    database.close();
    return entries.flatMap((entry) => (JSON.parse(entry) as Kept).photos).filter((photo) => photo.sent).length;
  });
}
