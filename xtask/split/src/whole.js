// The whole program has no chunks that could bring their sheets: it fetches them all at once.
import init from './app.js';

export default function start(options) {
  const sheets = SHEETS.map(
    (name) =>
      new Promise((done, failed) => {
        const link = document.createElement('link');
        link.rel = 'stylesheet';
        link.href = new URL(name, import.meta.url);
        link.onload = done;
        link.onerror = failed;
        document.head.appendChild(link);
      }),
  );
  return Promise.all(sheets).then(() => init(options));
}
